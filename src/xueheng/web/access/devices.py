"""设备: what a browser says of itself, in plain words; and whether it has opened an account before."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from xueheng.standards.words import Words
from xueheng.web.cookies import YEAR, keep, kept

COOKIE, KEPT = "devices", 12
PROGRAMS = (
    ("MicroMessenger", Words("微信", "WeChat")),
    ("Edg", Words("Edge 浏览器", "Edge")),
    ("Firefox", Words("火狐浏览器", "Firefox")),
    ("Chrome", Words("Chrome 内核的浏览器", "Chrome or a relative")),
    ("Safari", Words("Safari 浏览器", "Safari")),
)
MACHINES = (
    ("HarmonyOS", Words("鸿蒙设备", "a HarmonyOS device")),
    ("iPhone", Words("苹果手机", "an iPhone")),
    ("iPad", Words("苹果平板", "an iPad")),
    ("Android", Words("安卓设备", "an Android device")),
    ("Windows", Words("Windows 电脑", "a Windows computer")),
    ("Macintosh", Words("苹果电脑", "a Mac")),
    ("Linux", Words("Linux 电脑", "a Linux computer")),
)
UNKNOWN = Words("一台设备", "a device")


def device(agent: str) -> Words:
    """The machine and the program that a browser says it is."""
    machine = next((words for sign, words in MACHINES if sign in agent), UNKNOWN)
    program = next((words for sign, words in PROGRAMS if sign in agent), None)
    if program is None:
        return machine
    return Words(f"{machine.zh}，{program.zh}", f"{machine.en}, {program.en}")


def is_known(request: HttpRequest, account: Any) -> bool:
    """True when this browser has opened the account before."""
    return _sign(account) in _signs(request)


def remember(request: HttpRequest, response: HttpResponse, account: Any) -> None:
    """The browser bears a sign of the account that only this platform can read."""
    signs = [_sign(account), *(one for one in _signs(request) if one != _sign(account))][:KEPT]
    keep(response, COOKIE, signing.dumps(signs, salt=COOKIE))


def _signs(request: HttpRequest) -> list[str]:
    try:
        signs: list[str] = signing.loads(kept(request, COOKIE), salt=COOKIE, max_age=YEAR)
    except signing.BadSignature:
        return []
    return signs


def _sign(account: Any) -> str:
    return salted_hmac(COOKIE, str(account.pk)).hexdigest()[:20]
