"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.results import views_index, views_new, views_publish, views_report, views_run

app_name = "results"
urlpatterns = [
    path("", views_index.index, name="index"),
    path("new/", views_new.new, name="new"),
    path("<uuid:run>/", views_run.run, name="run"),
    path("<uuid:run>/cancel/", views_run.run_cancel, name="run_cancel"),
    path("<uuid:run>/documents/", views_run.run_documents, name="run_documents"),
    path("<uuid:run>/file/<path:name>", views_run.run_file, name="run_file"),
    path("<uuid:run>/report/", views_report.report, name="report"),
    path("<uuid:run>/table/<slug:name>/", views_report.run_table, name="run_table"),
    path("<uuid:run>/publish/", views_publish.publish, name="publish"),
    path("publication/<uuid:publication>/", views_publish.publication, name="publication"),
    path("publication/<uuid:publication>/take-down/", views_publish.take_down, name="take_down"),
]
