"""Pages speak Chinese until the reader switches: what the browser happens to be set to does not decide."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from xueheng.web.cookies import kept


class LanguageMiddleware:
    """Each request is answered in the language of the switch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language, and say which it is."""
        chosen = kept(request, settings.LANGUAGE_COOKIE_NAME)
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(known)
        request.LANGUAGE_CODE = known
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", known)
        return response
