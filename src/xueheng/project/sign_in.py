"""How people sign in and how their browsers are held to it, as the environment says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "bureau"  # the one identity provider that a home may name
YEAR = 365 * 24 * 3600
AGE = 8 * 3600  # seconds: after that everybody signs in again
LOCAL = ("127.0.0.1", "localhost")


def identities(environ: Mapping[str, str], home: Path) -> dict[str, Any]:
    """统一身份: the provider that the bureau names; without an issuer there is none."""
    issuer = environ.get("XUEHENG_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {"openid_connect": {"APPS": []}}
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in LOCAL:
        raise ImproperlyConfigured("XUEHENG_OIDC_ISSUER must begin with https://")
    secret = Path(environ.get("XUEHENG_OIDC_SECRET_FILE") or home / "keys" / "oidc.secret")
    app = {
        "provider_id": PROVIDER,
        "name": environ.get("XUEHENG_OIDC_NAME") or place.hostname,
        "client_id": environ.get("XUEHENG_OIDC_CLIENT_ID", ""),
        "secret": secret.read_text("utf-8").strip(),
        "settings": {
            "server_url": issuer,
            "number_claim": environ.get("XUEHENG_OIDC_NUMBER_CLAIM", ""),
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid", "profile"]}}


def origin(environ: Mapping[str, str]) -> list[str]:
    """Where a form may lead beside our own pages: to the identity provider, when there is one."""
    place = urlsplit(environ.get("XUEHENG_OIDC_ISSUER", ""))
    return [f"{place.scheme}://{place.netloc}"] if place.netloc else []


def transport(environ: Mapping[str, str], hosts: list[str]) -> dict[str, Any]:
    """HTTPS as it is declared: cookies that never leave it, and proxies only where there are some."""
    proxies = int(environ.get("XUEHENG_PROXIES") or 0)
    found: dict[str, Any] = {"ALLAUTH_TRUSTED_PROXY_COUNT": proxies}
    if proxies:
        found["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    if environ.get("XUEHENG_HTTPS") == "1":
        found |= {
            "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
            "CSRF_COOKIE_NAME": "__Host-csrf",
            "CSRF_COOKIE_SECURE": True,
            "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in hosts],
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
            "SECURE_HSTS_SECONDS": YEAR,
            "SECURE_SSL_REDIRECT": bool(proxies),
            "SESSION_COOKIE_NAME": "__Host-session",
            "SESSION_COOKIE_SECURE": True,
        }
    return found
