"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.family import views

app_name = "family"
urlpatterns = [
    path("", views.children, name="children"),
    path("child/<int:id>/", views.child, name="child"),
    path("published/<uuid:id>/", views.published, name="published"),
    path("class/<str:code>/", views.class_phone, name="class_phone"),
]
