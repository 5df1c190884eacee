"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.public import views

app_name = "public"
urlpatterns = [
    path("", views.index, name="index"),
    path("verify/", views.verify, name="verify"),
    path("<uuid:publication>/", views.publication, name="publication"),
    path("<uuid:publication>/bundle/", views.bundle, name="bundle"),
    path("<uuid:publication>/<str:name>", views.table, name="table"),
]
