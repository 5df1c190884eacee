"""发布 as Django knows it."""

from django.apps import AppConfig


class PublishConfig(AppConfig):
    """发布."""

    name = "xueheng.apps.publish"
    default_auto_field = "django.db.models.BigAutoField"
