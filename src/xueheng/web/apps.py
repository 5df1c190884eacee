"""门 as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """门."""

    name = "xueheng.web"
