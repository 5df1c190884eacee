"""What a clerk says of a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from xueheng.apps.intake.campaigns.opening import LONGEST, MANAGE, MOST_MINUTES
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.queries import orgs
from xueheng.standards.org_kinds import kinds_of
from xueheng.web.data.forms import PERIOD


class CampaignForm(forms.Form):
    """收表单: whose schools, of when, by when, on what grounds, how long it takes."""

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        found = orgs(actor, MANAGE).exclude(kind__in=("class", *kinds_of("school"))).order_by("path")
        wrong = RegexValidator(PERIOD, _("请写成 2026、2025-2026-2 或 2026-09-01 这样。"))
        self.fields |= {
            "title": forms.CharField(label=_("名称"), max_length=LONGEST),
            "org": forms.ChoiceField(label=_("向谁的学校收"), choices=[(o.code, o.name) for o in found]),
            "period": forms.CharField(
                label=_("哪一期"),
                validators=[wrong],
                help_text=_("年份 2026、学年 2025-2026、学期 2025-2026-2，或统计日 2026-09-01。"),
            ),
            "due_on": forms.DateField(label=_("哪天前交回"), widget=forms.DateInput({"type": "date"})),
            "basis": forms.CharField(
                label=_("依据或清单编号"),
                max_length=200,
                help_text=_("文号，或列入填报清单的编号；没有依据不能收。"),
            ),
            "minutes": forms.IntegerField(
                label=_("预计填几分钟"),
                min_value=1,
                max_value=MOST_MINUTES,
                help_text=_("计入每所学校本学期的填报用时。"),
            ),
            "label": forms.CharField(
                label=_("区别名"),
                required=False,
                max_length=LONGEST,
                help_text=_("同一期有几张同类的表时才写。"),
            ),
        }

    def said(self) -> dict[str, Any]:
        """What the campaign keeps of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "org"}
