"""运算 as Django knows it."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """运算: answers decided approvals and the doctor's questions."""

    name = "xueheng.apps.runs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register with the apps below."""
        from xueheng.apps.runs import checks, sealing  # noqa: F401
