"""What a clerk says of a file beside the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.queries import orgs
from xueheng.standards.exam_kinds import exam_kinds, exam_scopes
from xueheng.standards.stages import stages
from xueheng.standards.subjects import subjects
from xueheng.tables.schema import ColumnSchema, TableSchema, schema
from xueheng.web.templatetags.shown import say

PERIOD = r"^\d{4}(-\d{4}(-[12])?|-\d{2}(-\d{2})?)?$"
LONGEST = 120
NAMED = "name"  # the upload has a name already
EXCEPTION = ("document", "persons")


class UploadForm(forms.Form):
    """上传单: of which organisation, of when, and the file."""

    def __init__(self, *args: Any, table: TableSchema, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.table = table
        self.fields["org"] = forms.ChoiceField(label=_("哪个单位的数据"), choices=_orgs(actor))
        self.fields["period"] = forms.CharField(
            label=_("哪一期"),
            help_text=_("年份 2026、学年 2025-2026、学期 2025-2026-2，或统计日 2026-09-01。"),
            validators=[RegexValidator(PERIOD, _("请写成 2026、2025-2026-2 或 2026-09-01 这样。"))],
        )
        self.fields["label"] = forms.CharField(
            label=_("名称"),
            required=False,
            max_length=LONGEST,
            help_text=_("同一期有几张同类的表时写，如“九年级期末”；只有一张可不写。"),
        )
        self.fields["file"] = forms.FileField(
            label=_("文件"), help_text=_("Excel、CSV 或 dbf；列的顺序和表头写法不限，不必先改格式。")
        )


class ExamForm(forms.Form):
    """考试说明: its fields are those of the schema `exam`, and a full mark for each subject."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for column in schema("exam").columns:
            if column.name != NAMED:
                self.fields[column.name] = _field(column)
        for subject in subjects():
            self.fields[f"full_{subject.id}"] = forms.DecimalField(
                label=say(subject.label), required=False, min_value=1, max_value=1000
            )

    def asked(self) -> list[forms.BoundField]:
        """The fields of the declaration itself."""
        return [field for field in self if not field.name.startswith("full_") and field.name not in EXCEPTION]

    def exception(self) -> list[forms.BoundField]:
        """The fields of a local exception."""
        return [self[name] for name in EXCEPTION]

    def full_marks(self) -> list[forms.BoundField]:
        """The fields of full marks."""
        return [field for field in self if field.name.startswith("full_")]

    def exam(self) -> dict[str, Any]:
        """The declaration as a Dataset keeps it: what was left blank is left out."""
        said = {n: str(v) for n, v in self.cleaned_data.items() if v and not n.startswith("full_")}
        marks = {s.label.zh: self.cleaned_data[f"full_{s.id}"] for s in subjects()}
        return said | {"full": {name: str(mark) for name, mark in marks.items() if mark}}


def _orgs(actor: Actor) -> list[tuple[str, str]]:
    found = orgs(actor, "data.upload").exclude(kind="class").order_by("path")
    return [(org.code, org.name) for org in found]


def _field(column: ColumnSchema) -> forms.Field:
    label, given = say(column.label), {"required": column.required}
    if column.name == "date":
        return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **given)
    if column.name == "grade":
        return forms.ChoiceField(label=label, choices=_with_blank(_grades()), **given)
    if column.codes:
        return forms.ChoiceField(label=label, choices=_with_blank(_codes(column)), **given)
    return forms.CharField(label=label, max_length=LONGEST, **given)


def _grades() -> dict[str, str]:
    return {str(g.grade): say(g.label) for g in stages().grades}


def _codes(column: ColumnSchema) -> dict[str, str]:
    listed: tuple[Any, ...] = (*exam_kinds(), *stages().stages, *exam_scopes().scopes)
    words = {entry.id: say(entry.label) for entry in listed}
    return {code: words[code] for code in column.codes}


def _with_blank(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("", _("请选择")), *choices.items()]
