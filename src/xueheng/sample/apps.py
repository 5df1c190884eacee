"""例 as Django knows it."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """例."""

    name = "xueheng.sample"
