"""门 as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """门."""

    name = "xueheng.web"

    def ready(self) -> None:
        """What happens to an account is told to its owner."""
        from xueheng.web.access.told import listen

        listen()
