"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.people import views, views_mirror, views_pupils, views_school

app_name = "people"
urlpatterns = [
    path("", views.index, name="index"),
    path("schools.<str:format>", views.index_export, name="index_export"),
    path("census/", views.census, name="census"),
    path("census.<str:format>", views.census_export, name="census_export"),
    path("school/<str:code>/", views_school.school, name="school"),
    path("school/<str:code>/one-page/", views_school.one_pager, name="one_pager"),
    path("school/<str:code>/published/<uuid:id>/", views_school.published_page, name="published"),
    path("class/<str:code>/", views_school.klass, name="klass"),
    path("pupils/", views_pupils.pupils, name="pupils"),
    path("pupils/export/<str:format>", views_pupils.pupils_export, name="pupils_export"),
    path("pupils/<int:id>/", views_pupils.pupil, name="pupil"),
    path("mirrors/", views_mirror.mirrors, name="mirrors"),
    path("mirror/<uuid:id>/", views_mirror.mirror, name="mirror"),
    path("mirror/<uuid:id>/export/<str:format>", views_mirror.mirror_export, name="mirror_export"),
    path("mirror/<uuid:id>/leave/", views_mirror.mirror_leave, name="mirror_leave"),
    path("mirror/<uuid:id>/adopt/", views_mirror.mirror_adopt, name="mirror_adopt"),
]
