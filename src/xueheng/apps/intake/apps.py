"""收数 as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """收数."""

    name = "xueheng.apps.intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """`doctor` asks this mechanism too."""
        from xueheng.apps.intake import checks  # noqa: F401
