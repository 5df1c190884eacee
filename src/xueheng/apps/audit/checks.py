"""What the audit can say of its own health."""

from __future__ import annotations

from collections.abc import Iterator

from xueheng.apps.audit.health import Finding, health
from xueheng.apps.audit.queries import breaks


@health("audit")
def chain_holds() -> Iterator[Finding]:
    """链完整: every entry follows from the one before; else each place where it does not."""
    for found in breaks():
        yield Finding("AUDIT_BROKEN", found.why)
