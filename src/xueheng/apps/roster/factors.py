"""第二重验证的密文: what a second factor keeps secret, sealed within its own row."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

from xueheng.apps.roster.keyring import ID, ring

ABOUT = "mfa_authenticator.data"
SECRETS = ("secret", "seed")  # of an app that shows codes, and of the codes on paper


def seal_secret(text: str) -> str:
    """What the database keeps of a secret."""
    return base64.b64encode(ring().seal(text.encode(), ABOUT)).decode()


def open_secret(kept: str) -> str:
    """The secret of what the database keeps; NoKey or Broken where it cannot be opened."""
    try:
        sealed = base64.b64decode(kept, validate=True)
    except ValueError:
        sealed = b""  # no key opens it
    return ring().open(sealed, ABOUT).decode()


def kept_secrets() -> Iterator[str]:
    """Every secret as the database keeps it."""
    for data in Authenticator.objects.values_list("data", flat=True):
        yield from (data[name] for name in SECRETS if name in data)


def reseal() -> int:
    """Every secret is sealed with the last key; how many an earlier one had sealed."""
    return sum(map(_again, Authenticator.objects.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _again(key: int) -> int:
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    held = row.data if row else {}
    old = {name: held[name] for name in SECRETS if name in held and not _is_new(held[name])}
    if old:
        row.data = held | {name: seal_secret(open_secret(kept)) for name, kept in old.items()}
        row.save(update_fields=["data"])
    return len(old)


def _is_new(kept: str) -> bool:
    return base64.b64decode(kept)[:ID] == ring().last.name.encode()
