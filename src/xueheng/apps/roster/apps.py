"""名册 as Django knows it."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """名册."""

    name = "xueheng.apps.roster"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The audit knows where organisations lie; the check of health is known."""
        from xueheng.apps.roster import checks, sealed_checks, visibility  # noqa: F401
