"""Where a request goes next: only ever to an address of this platform."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest, *, otherwise: str) -> str:
    """The address that the form or the link asks for in `next`; `otherwise` when it leads elsewhere."""
    asked: str = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_ours(request, asked) else otherwise


def is_ours(request: HttpRequest, address: str) -> bool:
    """True for a path of this platform, without another host, scheme or trick."""
    hosts = {request.get_host()}
    is_safe = url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
    return is_safe and address.startswith("/")
