"""业 as Django knows it."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """业."""

    name = "xueheng.packs"
