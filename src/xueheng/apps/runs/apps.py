"""运算 as Django knows it."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """运算."""

    name = "xueheng.apps.runs"
    default_auto_field = "django.db.models.BigAutoField"
