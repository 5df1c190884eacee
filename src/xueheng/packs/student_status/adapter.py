"""学籍一方: what a committed export does to the roll, who is taken off it, and how it is put back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotReady
from xueheng.apps.intake.mirroring import humans
from xueheng.apps.intake.mirroring.humans import parts
from xueheng.apps.intake.mirroring.journal import Journal
from xueheng.apps.roster.models import Org, Spell


def restore(journal: Journal) -> None:
    """撤销: the roll is as it was before; refused once one of these pupils has moved again."""
    _refuse_moved(journal)
    for part in parts(Spell.objects.all(), journal.spells):
        part.delete()
    for part in parts(Spell.objects.all(), journal.ended):
        part.update(valid_to=None, exit_kind="")
    humans.restore(journal)
    for part in parts(Org.objects.filter(pupils=None, posts=None), journal.classes):
        part.delete()


def _refuse_moved(journal: Journal) -> None:
    """Undo only what nothing rests on: the spells that were made are still open, nobody came back."""
    made, ended = set(journal.spells), set(journal.ended)
    live = dict(Spell.objects.filter(valid_to=None).values_list("person", "pk"))
    who = dict(Spell.objects.filter(exit_kind__gt="").values_list("pk", "person")) if ended else {}
    made_or_none = {0, *made}
    is_back = any(live.get(who.get(spell, 0), 0) not in made_or_none for spell in ended)
    if is_back or made - set(live.values()):
        raise NotReady(_("入库以后，其中有学生又有了新的学籍变动，不能撤销。请导入更正后的导出表。"))
