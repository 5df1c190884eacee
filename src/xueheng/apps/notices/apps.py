"""通知 as Django knows it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The mechanism of notices."""

    name = "xueheng.apps.notices"
    default_auto_field = "django.db.models.BigAutoField"
