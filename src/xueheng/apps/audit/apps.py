"""留痕 as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """留痕."""

    name = "xueheng.apps.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its check of health is known."""
        from xueheng.apps.audit import checks  # noqa: F401
