"""The database itself refuses to alter or remove an entry."""

from typing import Any, ClassVar

from django.db import migrations

from xueheng.apps.audit import triggers


def install(apps: Any, schema_editor: Any) -> None:
    """Entries are only added from here on."""
    triggers.install(schema_editor)


def remove(apps: Any, schema_editor: Any) -> None:
    """Take the refusals away again."""
    triggers.remove(schema_editor)


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("audit", "0001_initial")]
    operations: ClassVar[list[Any]] = [migrations.RunPython(install, remove)]
