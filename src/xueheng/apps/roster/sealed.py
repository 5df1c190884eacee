"""加密字段: columns whose values only a holder of the key reads; equal ones are found by a blind index."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xueheng.apps.roster.keyring import ID, Broken, ring

ASKED = ("exact", "isnull")  # and exact only for the empty value


class SealedText(models.TextField):
    """密文: text, sealed with what table and column it stands in; the empty text stays empty."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": "", **options})

    @cached_property
    def about(self) -> str:
        """What a value is sealed with: moved elsewhere, it does not open."""
        return f"{self.model._meta.db_table}.{self.column}"

    def seal(self, value: Any) -> str:
        """What the database keeps of a value."""
        text = self.written(value)
        sealed = ring().seal(text.encode(), self.about) if text else b""
        return sealed[:ID].decode() + base64.b64encode(sealed[ID:]).decode()

    def open(self, kept: str) -> Any:
        """The value of what the database keeps."""
        if not kept:
            return self.read("")
        try:
            sealed = kept[:ID].encode("ascii") + base64.b64decode(kept[ID:], validate=True)
        except ValueError as error:
            raise Broken(_("有一个应当加密的值没有加密。请运行 xueheng doctor。")) from error
        return self.read(ring().open(sealed, self.about).decode())

    def written(self, value: Any) -> str:
        """A value as text."""
        return str(value or "")

    def read(self, text: str) -> Any:
        """A value from its text."""
        return text

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Sealed on its way into the database."""
        return value if hasattr(value, "as_sql") else self.seal(value)

    def from_db_value(self, kept: str | None, expression: Any, connection: Any) -> Any:
        """Opened on its way out."""
        return self.open(kept or "")

    def get_lookup(self, name: str) -> Any:
        """Nobody searches in what is sealed."""
        if name not in ASKED:
            raise FieldError(f"{self.name} is sealed: look for its digest")
        return super().get_lookup(name)

    def get_prep_value(self, value: Any) -> str:
        """Only the empty value can be asked for."""
        if value:
            raise FieldError(f"{self.name} is sealed: look for its digest")
        return ""


class SealedJSON(SealedText):
    """密文字典: a dictionary, sealed as a whole."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": dict, **options})

    def written(self, value: Any) -> str:
        """A dictionary as JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) if value else ""

    def read(self, text: str) -> Any:
        """The dictionary of a JSON text."""
        return json.loads(text) if text else {}

    def value_to_string(self, obj: Any) -> str:
        """As JSON, for Django's own serializers."""
        return self.written(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        """A dictionary, or what Django's own serializers wrote of one."""
        return self.read(value) if isinstance(value, str) else value


class BlindIndex(models.CharField):
    """盲索引: by which rows with an equal value in a sealed column are found."""

    def __init__(self, *args: Any, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(
            *args, **{"max_length": 64, "blank": True, "editable": False, "db_index": True, **options}
        )

    def deconstruct(self) -> Any:
        """With the column that it is of."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, instance: Any, add: bool) -> str:
        """Made anew of the value as it is now."""
        digest = self.digest(getattr(instance, self.of))
        setattr(instance, self.attname, digest)
        return digest

    def digest(self, value: str) -> str:
        """The index that is written for a value; none for none."""
        return ring().last.digest(plain(value), self._about) if value else ""

    def digests(self, value: str) -> list[str]:
        """The indexes under which a value may stand, one for each key."""
        return ring().digests(plain(value), self._about) if plain(value) else []

    @property
    def _about(self) -> str:
        return f"{self.model._meta.db_table}.{self.of}"


def plain(value: str) -> str:
    """A number as it is compared: without blanks, in capitals."""
    return "".join(value.split()).upper()
