"""Addresses of this room."""

from __future__ import annotations

from typing import Any

from django.urls import path

from xueheng.web.access import accounts, sign_in
from xueheng.web.desk import approvals, home, preferences, records

app_name = "desk"
urlpatterns: list[Any] = [
    path("", home.home, name="home"),
    path("tasks/", home.tasks, name="tasks"),
    path("search/", records.search, name="search"),
    path("audit/", records.audit, name="audit"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:number>/", approvals.approval, name="approval"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.open_one, name="account_open"),
    path("accounts/<int:number>/reset/", accounts.reset, name="account_reset"),
    path("accounts/<int:number>/close/", accounts.close, name="account_close"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("activate/", sign_in.activate, name="activate"),
    path("language/", preferences.language, name="language"),
    path("letters/", preferences.letters, name="letters"),
]
