"""Addresses of this room; a guardian's own stand with the family's."""

from __future__ import annotations

from django.urls import path

from xueheng.web.privacy import views_answers, views_consents, views_erasure, views_releases, views_shredding

app_name = "privacy"
urlpatterns = [
    path("family/consents/", views_consents.consents, name="consents"),
    path("family/consents/decide/", views_consents.decide, name="decide"),
    path("family/consents/<int:child>/paper/", views_consents.paper, name="paper"),
    path("privacy/", views_releases.index, name="index"),
    path("privacy/answers/", views_answers.answers, name="answers"),
    path("privacy/answers/class/<str:code>/", views_answers.klass, name="klass"),
    path("privacy/answers/pupil/<int:id>/", views_answers.entry, name="entry"),
    path("privacy/releases/", views_releases.releases, name="releases"),
    path("privacy/releases/<int:id>/", views_releases.release, name="release"),
    path("privacy/shredding/", views_shredding.shredding, name="shredding"),
    path("privacy/shredding/ask/", views_shredding.ask, name="ask"),
    path("privacy/erasure/", views_erasure.find, name="find"),
    path("privacy/erasure/<int:id>/", views_erasure.erasure, name="erasure"),
]
