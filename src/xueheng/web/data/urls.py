"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from xueheng.web.data import (
    views_campaign,
    views_campaign_school,
    views_campaigns,
    views_dataset,
    views_index,
    views_repair,
    views_upload,
)

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
    path("campaigns/", views_campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", views_campaigns.campaign_new, name="campaign_new"),
    path("campaigns/budget/", views_campaigns.budget, name="campaign_budget"),
    path("campaigns/<uuid:campaign>/", views_campaign.campaign, name="campaign"),
    path(
        "campaigns/<uuid:campaign>/-/workbooks/", views_campaign.campaign_workbooks, name="campaign_workbooks"
    ),
    path("campaigns/<uuid:campaign>/-/reds/", views_campaign.campaign_reds, name="campaign_reds"),
    path("campaigns/<uuid:campaign>/-/checks/", views_campaign.campaign_checks, name="campaign_checks"),
    path("campaigns/<uuid:campaign>/-/drop/", views_campaign.campaign_drop, name="campaign_drop"),
    path("campaigns/<uuid:campaign>/-/freeze/", views_campaign.campaign_freeze, name="campaign_freeze"),
    path(
        "campaigns/<uuid:campaign>/-/export/<slug:format>/",
        views_campaign.campaign_export,
        name="campaign_export",
    ),
    *(
        path(
            f"campaigns/<uuid:campaign>/-/{act}/",
            views_campaign.campaign_act,
            {"act": act},
            f"campaign_{act}",
        )
        for act in ("accept", "return", "remind", "cancel", "reopen")
    ),
    path(
        "campaigns/<uuid:campaign>/<str:school>/",
        views_campaign_school.campaign_school,
        name="campaign_school",
    ),
    path(
        "campaigns/<uuid:campaign>/<str:school>/workbook/",
        views_campaign_school.campaign_workbook,
        name="campaign_workbook",
    ),
    path(
        "campaigns/<uuid:campaign>/<str:school>/file/",
        views_campaign_school.campaign_file,
        name="campaign_file",
    ),
    path(
        "campaigns/<uuid:campaign>/<str:school>/judge/",
        views_campaign_school.campaign_judge,
        name="campaign_judge",
    ),
    path("<uuid:dataset>/", views_dataset.dataset, name="dataset"),
    path("<uuid:dataset>/undo/", views_dataset.undo, name="undo"),
    path("<uuid:dataset>/export/<slug:format>/", views_dataset.dataset_export, name="dataset_export"),
]
