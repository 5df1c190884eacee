"""What may be started: each method with the live Datasets that fit its inputs."""

from __future__ import annotations

from dataclasses import dataclass

from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.series import living
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.visibility import visible
from xueheng.apps.runs.asking import EXAM
from xueheng.methods.declare import Input, Method
from xueheng.methods.registry import method as declaration
from xueheng.methods.registry import method_names
from xueheng.standards.words import Words
from xueheng.tables.schema import schema_names


@dataclass(frozen=True)
class StartInput:
    """An input of a method and the Datasets that fit, the latest first."""

    name: str
    label: Words
    is_required: bool
    is_one_of: bool
    datasets: tuple[Dataset, ...]


@dataclass(frozen=True)
class Startable:
    """A method that the actor may run, with what there is to run it on."""

    method: str
    label: Words
    note: Words
    approvals: int
    inputs: tuple[StartInput, ...]

    @property
    def is_ready(self) -> bool:
        """True when every input that is needed has a Dataset."""
        needed = [i for i in self.inputs if i.is_required]
        either = [i for i in self.inputs if i.is_one_of]
        return all(i.datasets for i in needed) and (not either or any(i.datasets for i in either))


def startable(actor: Actor) -> list[Startable]:
    """Every method with the live Datasets that fit its inputs; none for who may not start runs."""
    if not actor.may("runs.start"):
        return []
    seen = visible(living(Dataset.objects.select_related("org")), actor, "data.see")
    held = tuple(visible(seen, actor, "runs.start").order_by("-committed_at"))
    return [_startable(declaration(name), held) for name in method_names()]


def _startable(declared: Method, held: tuple[Dataset, ...]) -> Startable:
    inputs = tuple(
        _input(declared, spec, held) for spec in declared.inputs if spec.name != EXAM and not spec.document
    )
    return Startable(declared.name, declared.label, declared.note, declared.approvals, inputs)


def _input(declared: Method, spec: Input, held: tuple[Dataset, ...]) -> StartInput:
    table = spec.schema or (spec.name if spec.name in schema_names() else "")
    fitting = tuple(d for d in held if not table or d.table == table)
    return StartInput(spec.name, spec.label, spec.required, spec.name in declared.one_of, fitting)
