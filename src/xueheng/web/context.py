"""What every page needs around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language


def around(request: HttpRequest) -> dict[str, Any]:
    """The actor, and the language as `Words.say` names it."""
    return {"actor": getattr(request, "actor", None), "lang": spoken()}


def spoken() -> str:
    """zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"
