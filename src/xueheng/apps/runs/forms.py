"""The form of a method, made from its declaration: what the command line and the reference say, too."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from xueheng.methods.declare import Method, param_label, param_words
from xueheng.methods.outcome import cell_text
from xueheng.methods.params import choices_of, fields_of, is_required, standard_value
from xueheng.standards.balance import balance_standard
from xueheng.standards.words import Words, catalogue, plain

Kind = Literal["text", "integer", "number", "truth", "choice", "list", "map", "several"]
KINDS: Mapping[Any, Kind] = {int: "integer", Decimal: "number", float: "number", bool: "truth"}
SHOWN = "xueheng.reports.runs"  # the words by which reports call a parameter's values
STANDARDS = "balance:known"  # choices that have words of their own
NOTATION: Mapping[str, Words] = {
    "repeated": Words("一行写一个", "one a line"),
    "list": Words("几项之间用逗号隔开", "several, set apart by commas"),
    "map": Words("写成 名称:数值，几项之间用逗号隔开", "written name:value, set apart by commas"),
    "lines": Words("写分数，或 名称:分数，几项之间用逗号隔开", "marks, or name:mark, set apart by commas"),
}


@dataclass(frozen=True)
class Choice:
    """One value that a parameter may take, and its words."""

    value: str
    label: Words


@dataclass(frozen=True)
class FormField:
    """参数: a field of the form; its text is what `xueheng run -p name=` takes."""

    name: str
    label: Words
    kind: Kind
    default: str
    required: bool
    choices: tuple[Choice, ...]
    help: Words
    source: str  # the file of standards/ that gives the default, if one does


def fields(declared: Method) -> tuple[FormField, ...]:
    """The fields of a method's parameters in declared order."""
    hints = {name.rstrip("_"): hint for name, hint in get_type_hints(declared.params).items()}
    named = fields_of(declared.params).items()
    return tuple(_field(declared.params, name, entry, hints[name]) for name, entry in named)


def text_of(value: Any) -> str:
    """A parameter's value in the command line's notation."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ",".join(f"{name}:{text_of(one)}" for name, one in value.items())
    if isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return ",".join(map(text_of, value))
    return cell_text(value)


def _field(params: type, name: str, entry: Field[Any], hint: Any) -> FormField:
    label = param_label(params, name)
    before, _zh, after = label.zh.partition("：")
    before_en, _en, after_en = label.en.partition(": ")
    choices = choices_of(entry) or _literals(hint) or _listed(after)
    is_repeated = entry.metadata["form"] in ("repeated", "json")
    kind: Kind = "choice" if choices else "several" if is_repeated else _kind(hint)
    return FormField(
        name,
        Words(before, before_en),
        kind,
        text_of(_default(entry)),
        is_required(entry),
        tuple(Choice(value, _said(value, entry, params)) for value in choices),
        Words(after, after_en)
        if after and not choices
        else NOTATION.get(entry.metadata["form"] or kind, plain("")),
        entry.metadata["standard"].partition(":")[0],
    )


def _default(entry: Field[Any]) -> Any:
    if entry.metadata["standard"]:
        return standard_value(entry.metadata["standard"])
    if entry.default_factory is not MISSING:
        return entry.default_factory()
    return None if entry.default is MISSING else entry.default


def _kind(hint: Any) -> Kind:
    bare = _bare(hint)
    origin = get_origin(bare)
    if origin is tuple:
        return "list"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "map"
    return KINDS.get(bare, "text")


def _literals(hint: Any) -> tuple[str, ...]:
    bare = _bare(hint)
    return get_args(bare) if get_origin(bare) is Literal else ()


def _listed(text: str) -> tuple[str, ...]:
    """The values that a parameter's words list: `sat 实考 | enrolled 在籍`."""
    listed = text.split(" | ")
    return tuple(one.split()[0] for one in listed) if len(listed) > 1 else ()


def _bare(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(k for k in get_args(hint) if k is not type(None))
    return hint


def _said(value: str, entry: Field[Any], params: type) -> Words:
    if entry.metadata["choices"] == STANDARDS:
        return balance_standard(value).label
    own = param_words(params, f"choice.{entry.name.rstrip('_')}.{value}")
    return own or catalogue(SHOWN).get(f"value.{value}") or plain(value)
