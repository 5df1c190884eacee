"""Addresses of this room."""

from __future__ import annotations

from typing import Any

from django.urls import path

from xueheng.web.desk import access, accounts, approvals, home, records

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
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("activate/", access.activate, name="activate"),
    path("language/", access.language, name="language"),
    path("letters/", access.letters, name="letters"),
]
