"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.data import views_dataset, views_index, views_repair, views_upload

app_name = "data"
urlpatterns = [
    path("", views_index.index, name="index"),
    path("template/<slug:table>/", views_index.template, name="template"),
    path("upload/", views_upload.upload, name="upload"),
    path("upload/<uuid:upload>/", views_upload.upload_page, name="upload_page"),
    path("upload/<uuid:upload>/answer/", views_repair.answer, name="answer"),
    path("upload/<uuid:upload>/correct/", views_repair.correct, name="correct"),
    path("upload/<uuid:upload>/correct-all/", views_repair.correct_all, name="correct_all"),
    path("upload/<uuid:upload>/person/", views_repair.choose_person, name="choose_person"),
    path("upload/<uuid:upload>/commit/", views_repair.commit, name="commit"),
    path("upload/<uuid:upload>/cancel/", views_repair.cancel, name="cancel"),
    path("upload/<uuid:upload>/marked/", views_upload.marked, name="marked"),
    path("<uuid:dataset>/", views_dataset.dataset, name="dataset"),
    path("<uuid:dataset>/undo/", views_dataset.undo, name="undo"),
    path("<uuid:dataset>/export/<slug:format>/", views_dataset.dataset_export, name="dataset_export"),
]
