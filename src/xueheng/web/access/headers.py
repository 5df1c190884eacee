"""What every answer tells the browser to keep apart."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OWN = ("publickey-credentials-create", "publickey-credentials-get")
NONE = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "usb")
PERMISSIONS = ", ".join([*(f"{name}=(self)" for name in OWN), *(f"{name}=()" for name in NONE)])


class HeadersMiddleware:
    """No page is read by another site, and no script asks for what no page of ours needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the two headers that Django does not set, and the coding of every table."""
        response = self.get_response(request)
        if response.headers.get("Content-Type") == "text/csv":
            response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
