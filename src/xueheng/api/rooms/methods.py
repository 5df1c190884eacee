"""Methods: what can be computed, from what, by which rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from xueheng.api.routes import SIGNED_IN, read
from xueheng.api.shapes.rows import Name
from xueheng.api.shapes.work import Fitting
from xueheng.api.words import spoken
from xueheng.apps.runs import queries
from xueheng.apps.runs.asking import known_method
from xueheng.apps.runs.forms import FormField
from xueheng.methods.describe import method_json
from xueheng.methods.outcome import json_value
from xueheng.methods.registry import method, method_names
from xueheng.standards.words import Words

router = Router()


class Method(Schema):
    """A computation that decides or judges."""

    name: str
    version: str
    label: Words
    note: Words


class OneMethod(Schema):
    """A method with what it takes: its declaration, its parameters, the Datasets that fit its inputs."""

    declared: dict[str, Any]
    params: list[FormField]
    inputs: list[Fitting]


@read(router, "methods", rule=SIGNED_IN, gives=list[Method])
def methods(request: HttpRequest) -> Any:
    """All that there are."""
    return [method(name) for name in method_names()]


@read(router, "methods/{name}", rule=SIGNED_IN, gives=OneMethod)
def one_method(request: HttpRequest, name: Name) -> Any:
    """Inputs, parameters, outcome, sources; and the Datasets on which the actor may run it."""
    declared = known_method(name)
    fitting = next((s.inputs for s in queries.startable(request.actor) if s.method == name), ())
    told = json_value(method_json(declared, spoken()))
    return {"declared": told, "params": queries.form_fields(name), "inputs": fitting}
