"""Telephones that show codes."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
DIGITS = re.compile(r"^\d{8}$")


def shown(key: str = KEY, *, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))


def with_app(account: Any) -> Any:
    """The account, with an app and recovery codes."""
    TOTP.activate(account, KEY)
    RecoveryCodes.activate(account)
    return account


def recovery_codes(account: Any) -> list[str]:
    """The recovery codes that an account has left."""
    held = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = held.wrap().get_unused_codes()
    return codes
