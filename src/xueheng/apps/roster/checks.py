"""What the roster can say of its own health."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from xueheng.apps.audit.health import Finding, health
from xueheng.apps.roster.models import Org, Spell
from xueheng.standards.words import Words

PATH = Words(
    "机构“{name}”在树上的位置与上级不符。", "The place of “{name}” in the tree is not below its parent."
)
BACKWARD = Words("有 {n} 段在读经历的结束早于开始。", "{n} spells end before they begin.")


@health("roster")
def tree_and_spells_hold() -> Iterator[Finding]:
    """名册完整: every organisation lies below its parent, every spell ends after it begins."""
    own = Concat(F("parent__path"), Cast(F("pk"), CharField()), Value("/"), output_field=CharField())
    for org in Org.objects.annotate(due=own).exclude(Q(path=F("due")) | Q(parent=None))[:20]:
        yield Finding("ORG_MISPLACED", PATH.fill(name=org.name))
    backward = Spell.objects.filter(valid_to__lt=F("valid_from")).count()
    if backward:
        yield Finding("SPELL_BACKWARD", BACKWARD.fill(n=backward))
