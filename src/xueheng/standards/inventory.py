"""清点: every YAML file of this layer is read, and what must agree across files agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.resources.abc import Traversable
from typing import Any, get_args, get_type_hints

from xueheng.standards.dated import shipped
from xueheng.standards.words import Words, catalogue
from xueheng.standards.yaml_source import YamlError

READERS = {
    "attention.yaml": "attention:attention_limits",
    "balance.yaml": "balance:balance_standards",
    "balance_items.yaml": "balance_items:balance_items",
    "class_hours.yaml": "class_hours:known",
    "class_size.yaml": "class_size:class_sizes",
    "class_years.yaml": "class_years:class_years",
    "code_lists.yaml": "code_lists:code_lists",
    "composites.yaml": "composites:composites",
    "curriculum.yaml": "curriculum:known",
    "cutoffs.yaml": "cutoffs:cutoff_documents",
    "equating.yaml": "equating:equating_rules",
    "equity.yaml": "equity:equity_rules",
    "exam_kinds.yaml": "exam_kinds:exam_kinds",
    "exam_rooms.yaml": "exam_rooms:exam_rules",
    "exam_scopes.yaml": "exam_kinds:exam_scopes",
    "funding.yaml": "funding:funding_rules",
    "growth.yaml": "growth:growth_rules",
    "ids.yaml": "ids:identity_rule",
    "indicators.yaml": "indicators:indicator_entries",
    "item_rules.yaml": "item_rules:item_rules",
    "lesson_rules.yaml": "lesson_rules:lesson_rules",
    "letter_layout.yaml": "letter_layout:letter_layouts",
    "lottery.yaml": "lottery:lottery_rules",
    "messages.yaml": "inventory:messages",
    "mirrors.yaml": "mirrors:national_systems",
    "org_kinds.yaml": "org_kinds:org_kinds",
    "pupil_load.yaml": "pupil_load:load_limits",
    "pupil_status.yaml": "pupil_status:pupil_status",
    "quota.yaml": "quota:quota_rules",
    "rotation.yaml": "rotation:rotation_rule",
    "rotation_model.yaml": "rotation_model:rotation_bounds",
    "sampling.yaml": "sampling:sampling_rules",
    "scales.yaml": "scales:scales",
    "school_codes.yaml": "school_codes:school_codes",
    "siting.yaml": "siting:siting_rules",
    "small_groups.yaml": "small_groups:small_groups",
    "stages.yaml": "stages:stages",
    "staffing.yaml": "staffing:staffing_rules",
    "subjects.yaml": "subjects:subjects",
    "use_words.yaml": "clauses:use_words",
    "uses": "clauses:clauses",
    "zoning.yaml": "zoning:zoning_rules",
}


def everything() -> tuple[Words, ...]:
    """清点: every problem of the layer's YAML, each with file and line; none when all is well."""
    broken = [problem for reader in READERS.values() for problem in _read(reader)]
    return (*unread(p.name for p in shipped("").iterdir()), *(broken or _disagreements()))


def messages() -> dict[str, Words]:
    """The messages of this layer."""
    return catalogue(__package__)


def unread(names: Iterable[str]) -> Iterator[Words]:
    """A problem for each YAML file that no reader reads."""
    for name in sorted(names):
        if name.endswith(".yaml") and name not in READERS:
            yield messages()["FILE_UNREAD"].fill(file=name)


def clauses_twice(paths: Iterable[Traversable]) -> Iterator[Words]:
    """A problem for each clause id that an earlier file has already."""
    seen: dict[str, str] = {}
    for path in sorted(paths, key=lambda p: p.name):
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            named = re.match(r"- id:\s*(\S+)", text)
            if named and seen.setdefault(named[1], path.name) != path.name:
                values = {"file": path.name, "line": line, "id": named[1], "other": seen[named[1]]}
                yield messages()["CLAUSE_TWICE"].fill(**values)


def _read(reader: str) -> Iterator[Words]:
    module, function = reader.split(":")
    try:
        getattr(import_module(f"xueheng.standards.{module}"), function)()
    except YamlError as error:
        yield from error.problems


def _disagreements() -> Iterator[Words]:
    from xueheng.standards import clauses, exam_kinds

    yield from clauses_twice(shipped("uses").iterdir())
    kinds = {k.id for k in exam_kinds.exam_kinds()} ^ set(get_args(exam_kinds.ExamKindId))
    if kinds:
        yield messages()["KIND_WITHOUT_ENTRY"].fill(values=", ".join(sorted(kinds)))
    words = clauses.use_words()
    for name, kind in get_type_hints(clauses.Forbids).items():
        values = set(_literals(kind)) ^ set(words.get(name, ()))
        if values and name not in ("grade", "if_declared"):
            yield messages()["VALUE_WITHOUT_WORDS"].fill(name=name, values=", ".join(sorted(values)))


def _literals(kind: Any) -> tuple[str, ...]:
    return get_args(get_args(kind)[0])
