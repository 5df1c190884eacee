"""流程 as Django knows it."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """流程."""

    name = "xueheng.apps.flows"
    default_auto_field = "django.db.models.BigAutoField"
