"""留痕 as Django knows it."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """留痕."""

    name = "xueheng.apps.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Its checks of health are known; rows are watched from the first migration on."""
        from xueheng.apps.audit import checks, engines, sums  # noqa: F401

        connection_created.connect(sums.teach)
        pre_migrate.connect(engines.unhurried, sender=self)
        pre_migrate.connect(sums.loosen, sender=self)
        post_migrate.connect(sums.watch, sender=self)
