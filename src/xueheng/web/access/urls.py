"""Addresses of this room."""

from __future__ import annotations

from typing import Any

from django.urls import path

from xueheng.web.access import codes, confirm, identity, notices, posts, security, sign_in, views_tokens

app_name = "access"
urlpatterns: list[Any] = [
    path("sign-in/passkey/", sign_in.passkey, name="passkey"),
    path("sign-in/identity/", identity.sign_in, name="identity"),
    path("security/password/", security.password, name="password"),
    path("security/passkey/", security.passkey_add, name="passkey_add"),
    path("security/remove/", security.factor_remove, name="factor_remove"),
    path("security/codes/new/", security.codes_made, name="codes_new"),
    path("security/session/", security.session_end, name="session_end"),
    path("security/tie/", identity.tie, name="identity_tie"),
    path("security/untie/", identity.untie, name="identity_untie"),
    path("accounts/codes/", codes.chosen, name="codes"),
    path("accounts/codes/sheet/", codes.sheet, name="codes_sheet"),
    path("accounts/posts/", posts.posts, name="posts"),
    path("accounts/posts/appoint/", posts.appoint, name="appoint"),
    path("accounts/posts/end/", posts.end, name="post_end"),
    path("accounts/posts/clear/", posts.clear, name="factors_clear"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("accounts/tokens/", views_tokens.tokens_page, name="tokens"),
    path("accounts/tokens/make/", views_tokens.token_make, name="token_make"),
    path("accounts/tokens/<int:number>/close/", views_tokens.token_close, name="token_close"),
]
NAMED = [  # under the names by which allauth looks for them
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/second/", sign_in.second, name="mfa_authenticate"),
    path(
        "sign-in/identity/back/",
        identity.back,
        {"provider_id": "bureau"},
        name="openid_connect_callback",
    ),
    path("security/", security.security, name="mfa_index"),
    path("security/confirm/", confirm.confirm, name="account_reauthenticate"),
    path("security/app/", security.app, name="mfa_activate_totp"),
    path("security/codes/", security.codes, name="mfa_view_recovery_codes"),
]
