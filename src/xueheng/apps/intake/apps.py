"""收数 as Django knows it."""

import pyarrow as pa
from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """收数."""

    name = "xueheng.apps.intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """`doctor` asks this mechanism too; what tables leave goes back to the system at once."""
        from xueheng.apps.intake import checks, releases  # noqa: F401
        from xueheng.apps.intake.shredding import erasure  # noqa: F401

        pa.set_memory_pool(pa.system_memory_pool())
