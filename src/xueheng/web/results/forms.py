"""What is said of a run before it starts: its data, its parameters, in earnest or as a rehearsal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.queries import orgs
from xueheng.apps.runs.forms import FormField
from xueheng.apps.runs.queries import Startable, StartInput
from xueheng.methods.declare import Input
from xueheng.methods.registry import method
from xueheng.tables.schema import schema
from xueheng.web.context import spoken
from xueheng.web.data.shelf import table_words
from xueheng.web.results.codes import PART, offers
from xueheng.web.templatetags.shown import grouped, period, say

LONGEST, LONGEST_TITLE = 2000, 160
NAMED = re.compile(r"参数 (\w+)|parameter '?(\w+)|^(\w+) = |write (\w+) as")
NAMING = ("text", "list")  # kinds of parameters that may name a column
PERSONAL = ("id", "name")
COLUMNS = "columns"  # id of the list of columns that the Datasets have


class RunForm(forms.Form):
    """运算单: generated from the declaration of a method."""

    def __init__(
        self, *args: Any, start: Startable, fields: tuple[FormField, ...], actor: Actor, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.start, self.marks = start, any(field.name == "full" for field in fields)
        is_open = any(map(_has_own_columns, method(start.method).inputs))
        self.needs_columns = is_open or "by" in {field.name for field in fields}
        self.lists = {
            name: held for name, held in offers(spoken()).items() if name in {f.name for f in fields}
        }
        self.fields["key"] = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
        self.fields["purpose"] = forms.ChoiceField(widget=forms.RadioSelect, choices=_purposes(start))
        self.fields["title"] = forms.CharField(
            label=_("题目"), max_length=LONGEST_TITLE, initial=say(start.label)
        )
        self.fields["org"] = forms.ChoiceField(
            label=_("以哪个单位的名义"),
            choices=[
                (org.code, org.name)
                for org in orgs(actor, "runs.start").exclude(kind="class").order_by("path")
            ],
        )
        for given in filter(_is_of_use, start.inputs):
            self.fields[f"input_{given.name}"] = _input(given)
        for field in fields:
            self.fields[f"param_{field.name}"] = _param(field)

    def inputs(self) -> Iterator[forms.BoundField]:
        """The fields that choose Datasets."""
        return (field for field in self if field.name.startswith("input_"))

    def params(self) -> Iterator[forms.BoundField]:
        """The fields of parameters."""
        return (field for field in self if field.name.startswith("param_"))

    def columns(self) -> dict[str, str]:
        """The columns that the Datasets on offer have, by their words, for parameters that name one."""
        found = (c for given in self.start.inputs for d in given.datasets for c in d.columns)
        return {say(c["label"]): c["name"] for c in found if _is_nameable(c)}

    def said(self, prefix: str) -> dict[str, str]:
        """What was filled in under names that begin so, by the rest of the name."""
        held = {n.removeprefix(prefix): v for n, v in self.cleaned_data.items() if n.startswith(prefix)}
        return {name: value for name, value in held.items() if value}

    def parameters(self) -> dict[str, str]:
        """The parameters; full marks left blank are those declared with the marks."""
        known = self.columns()
        said = {name: self._as_named(name, text, known) for name, text in self.said("param_").items()}
        return said | {"full": self._declared_marks()} if self.marks and "full" not in said else said

    def _as_named(self, name: str, text: str, known: Mapping[str, str]) -> str:
        """What was written, with the columns' own names in place of their words."""
        if self.fields[f"param_{name}"].widget.attrs.get("list") != COLUMNS:
            return text
        return "".join(known.get(part.strip(), part) for part in PART.split(text))

    def refuse(self, text: str) -> None:
        """Show a refusal beside the parameter that it names, else above the form."""
        found = NAMED.search(text)
        name = f"param_{next(filter(None, found.groups()))}" if found else ""
        self.add_error(name if name in self.fields else None, text)

    def _declared_marks(self) -> str:
        chosen = self.said("input_")
        for given in self.start.inputs:
            held = (d.exam for d in given.datasets if str(d.pk) == chosen.get(given.name))
            exam: Mapping[str, Any] = next(held, {})
            if exam.get("full"):
                return ",".join(f"{name}:{mark}" for name, mark in exam["full"].items())
        return ""


def _has_own_columns(given: Input) -> bool:
    """True for an input whose further columns a parameter names."""
    return given.schema is None or schema(given.schema).others == "attributes"


def _is_nameable(column: Mapping[str, Any]) -> bool:
    """True for a column that a parameter may speak of: no name or number of a person, no remark on a mark."""
    return column["name"] not in PERSONAL and column["type"] != "person" and ":" not in column["name"]


def _is_of_use(given: StartInput) -> bool:
    return bool(given.datasets) or given.is_required or given.is_one_of


def _purposes(start: Startable) -> list[tuple[str, str]]:
    earnest = (
        _("正式算：算好后要由另一位复核人同意才封存。") if start.approvals else _("正式算：算好后立即封存。")
    )
    return [("rehearsal", _("先试算：可以反复算，结果带“预演”字样，不能发布。")), ("earnest", earnest)]


def _input(given: StartInput) -> forms.Field:
    choices = [(str(d.pk), dataset_text(d)) for d in given.datasets]
    blank = [] if given.is_required and choices else [("", _("不用"))]
    needed = given.is_required and not given.is_one_of
    lacking = "" if choices else _("还没有能用的数据，请先上传。")
    return forms.ChoiceField(
        label=say(given.label), required=needed, choices=[*blank, *choices], help_text=lacking
    )


def dataset_text(dataset: Any) -> str:
    """A Dataset in one line: name, period, organisation, version, rows."""
    parts = [dataset.label or say(table_words(dataset.table)), period(dataset.period), dataset.org.name]
    if dataset.version > 1:
        parts.append(_("第 %(n)s 版") % {"n": dataset.version})
    return " · ".join(filter(None, [*parts, _("%(n)s 行") % {"n": grouped(dataset.rows)}]))


def _known(field: FormField) -> list[tuple[str, str]]:
    truths = [("true", _("是")), ("false", _("否"))]
    return truths if field.kind == "truth" else [(c.value, say(c.label)) for c in field.choices]


def _param(field: FormField) -> forms.Field:
    note = _("默认值取自现行标准。") if field.source else ""
    said = {"label": say(field.label), "required": field.required, "initial": field.default}
    said["help_text"] = " ".join(filter(None, (say(field.help), note)))
    if field.name == "full":
        said["help_text"] = _("不填就用上传成绩时填的满分。") + say(field.help)
    if field.choices or field.kind == "truth":
        blank = [] if field.default else [("", _("请选择") if field.required else _("不写明"))]
        return forms.ChoiceField(choices=[*blank, *_known(field)], **said)
    if field.kind == "several":
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 3}), **said)
    named = field.name if field.name in offers(spoken()) else COLUMNS if field.kind in NAMING else None
    return forms.CharField(
        max_length=LONGEST, widget=forms.TextInput({"list": named} if named else {}), **said
    )
