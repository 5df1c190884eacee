"""What is sent holds no NUL, which PostgreSQL does not keep: one replacement character stands for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NUL, INSTEAD = "\x00", "\ufffd"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class NulMiddleware:
    """Addresses and forms are read as text that every database keeps."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean what the views will read; the API weighs what is sent first, and refuses a NUL itself."""
        if request.path_info.startswith("/api/"):
            return self.get_response(request)
        request.GET = cleaned(request.GET)
        request.path_info = request.path_info.replace(NUL, INSTEAD)
        if request.content_type in FORMS:
            request.POST = cleaned(request.POST)
        return self.get_response(request)


def cleaned(sent: QueryDict) -> QueryDict:
    """The same fields; those without a NUL are not copied."""
    if not any(NUL in text for key, texts in sent.lists() for text in (key, *texts)):
        return sent
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for key, texts in sent.lists():
        clean.setlist(key.replace(NUL, INSTEAD), [text.replace(NUL, INSTEAD) for text in texts])
    return clean
