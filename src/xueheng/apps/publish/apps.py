"""发布 as Django knows it."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """发布."""

    name = "xueheng.apps.publish"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Decisions on publications and checks of them are heard of."""
        from xueheng.apps.publish import services  # noqa: F401
