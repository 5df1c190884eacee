"""What operations are called, and the description of all of them for programs and for readers."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import get_language
from ninja import NinjaAPI

from xueheng.standards.words import Lang, catalogue

ABOUT = "about"


def spoken() -> Lang:
    """zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def described(api: NinjaAPI) -> dict[str, Any]:
    """The OpenAPI description in the language of the request."""
    return _described(api, spoken())


@cache
def _described(api: NinjaAPI, lang: Lang) -> dict[str, Any]:
    words = catalogue(__package__)
    found: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    found["info"]["description"] = words[ABOUT].say(lang)
    for operation in (one for path in found["paths"].values() for one in path.values()):
        operation["summary"] = words[operation["operationId"]].say(lang)
        operation.pop("description", None)
    return found
