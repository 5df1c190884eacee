"""A method's declaration as data: the command line, the reference pages and the API show the same."""

from __future__ import annotations

import dataclasses
from typing import Any

from xueheng.methods.declare import Input, Method, param_label
from xueheng.methods.params import choices_of, fields_of, form_of, is_required, plain_json, standard_value
from xueheng.standards.words import Lang
from xueheng.tables.schema import schema


def method_json(declared: Method, lang: Lang) -> dict[str, Any]:
    """Inputs, parameters, outcome, sources and how it reproduces, in one language."""
    return {
        "name": declared.name,
        "version": declared.version,
        "label": declared.label.say(lang),
        "note": declared.note.say(lang),
        "serves": [w.say(lang) for w in declared.serves],
        "reproduces": declared.reproduces,
        "tolerance": None if declared.reproduces == "exact" else declared.tolerance,
        "inputs": [_input(i, declared, lang) for i in declared.inputs],
        "params": _params(declared, lang),
        "tables": [
            {
                "name": t.name,
                "label": t.label.say(lang),
                "columns": [{"name": c.name, "type": c.kind, "label": c.label.say(lang)} for c in t.columns],
            }
            for t in declared.tables
        ],
        "figures": [{"name": f.name, "label": f.label.say(lang)} for f in declared.figures],
        "rules": [{"name": f"standards/{s}.yaml"} for s in declared.sources],
    }


def _input(spec: Input, declared: Method, lang: Lang) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": spec.name, "label": spec.label.say(lang), "required": spec.required}
    if spec.name in declared.one_of:
        shown["one_of"] = list(declared.one_of)
    if spec.document:
        shown["document"] = list(spec.keys)
    if spec.schema is not None:
        columns = schema(spec.schema).columns
        shown["schema"] = spec.schema
        shown["columns"] = [
            {"name": c.name, "label": c.label.say(lang), "required": c.required} for c in columns
        ]
    return shown


def _params(declared: Method, lang: Lang) -> list[dict[str, Any]]:
    shown = []
    for name, entry in fields_of(declared.params).items():
        item: dict[str, Any] = {
            "name": name,
            "label": param_label(declared.params, name).say(lang),
            "type": str(entry.type),
        }
        item["required"] = is_required(entry)
        if not item["required"]:
            item["default"] = plain_json(_default(entry))
        if choices_of(entry):
            item["choices"] = list(choices_of(entry))
        if form_of(declared.params, name):
            item["form"] = form_of(declared.params, name)
        shown.append(item)
    return shown


def _default(entry: dataclasses.Field[Any]) -> Any:
    if entry.metadata["standard"]:
        return standard_value(entry.metadata["standard"])
    if entry.default_factory is not dataclasses.MISSING:
        return entry.default_factory()
    return entry.default
