"""What a request leaves behind in the database, told without what differs each time."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.test import Client
from tests.web.matrix_reading import body_of

PASSING = (models.DateTimeField, models.UUIDField, models.AutoField, models.BinaryField)
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OURS = ("roster", "notices", "flows", "intake", "runs", "publish")
DRAWN = ("username", "password", "activation", "digest")  # by lot, or hashes of what was
Left = tuple[int, Counter[str]]


def left_by(client: Client, address: str, form: Any, **more: Any) -> Left:
    """The status of the answer and every row there is afterwards; nothing of it stays."""
    with transaction.atomic():
        answer = client.post(address, form, **more)
        body_of(answer)
        rows = everything()
        transaction.set_rollback(True)
    return answer.status_code, rows


def everything() -> Counter[str]:
    """Every row of the platform, by what somebody could have put into it."""
    found: Counter[str] = Counter()
    for model in (m for label in OURS for m in apps.get_app_config(label).get_models()):
        names = [f.attname for f in model._meta.concrete_fields if is_said(f)]
        found.update(UUID.sub("#", f"{model.__name__} {row}") for row in model.objects.values_list(*names))
    return found


def is_said(field: Any) -> bool:
    """True for a field that is the same when the same thing is done again."""
    if field.name in DRAWN:
        return False
    to = field.target_field if field.is_relation else field
    return not isinstance(to, PASSING) or (field.is_relation and isinstance(to, models.AutoField))
