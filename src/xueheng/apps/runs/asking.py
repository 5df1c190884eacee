"""What may be asked for: Datasets that the actor sees, parameters that the method knows, lawful use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xueheng.apps.errors import NotFound, NotReady
from xueheng.apps.intake.exams import MARKS, exam_of, require_lawful
from xueheng.apps.intake.models import Dataset
from xueheng.apps.intake.series import living
from xueheng.apps.roster.actor import Actor
from xueheng.apps.roster.models import Org
from xueheng.apps.roster.visibility import visible
from xueheng.methods.declare import Method
from xueheng.methods.params import ParameterError, fields_of, parse_params
from xueheng.methods.registry import method, method_names
from xueheng.standards.words import Lang
from xueheng.tables.schema import schema

EXAM = "exam"  # the input that is built from the Datasets' declaration
FULL = "full"  # the parameter that such a declaration may hold


def known_method(name: str) -> Method:
    """The method of that name; NotFound when there is none."""
    if name not in method_names():
        raise NotFound(_("没有这种算法：%(name)s。") % {"name": name})
    return method(name)


def chosen(declared: Method, inputs: Mapping[str, object], *, org: Org, actor: Actor) -> dict[str, Dataset]:
    """The Datasets by input name, each seen by the actor, of the right table, and within the organisation."""
    given = {name: id_ for name, id_ in inputs.items() if id_}
    _complete(declared, given)
    return {name: _fitting(declared, name, id_, org=org, actor=actor) for name, id_ in given.items()}


def live(datasets: Iterable[Dataset]) -> None:
    """Go on only when no Dataset has been superseded."""
    given = list(datasets)
    standing = set(living(Dataset.objects.filter(pk__in=[d.pk for d in given])))
    for dataset in given:
        if dataset not in standing:
            raise NotReady(_("所选数据“%(name)s”已有新版本，请改选新版本。") % {"name": shown(dataset)})


def parameters(declared: Method, said: Mapping[str, Any]) -> Any:
    """The parameters from texts in the command line's notation or JSON values; an empty text is left out."""
    texts = [(name, value) for name, value in said.items() if isinstance(value, str) and value.strip()]
    document = {name: value for name, value in said.items() if not isinstance(value, str)}
    try:
        return parse_params(declared.params, texts, document=document)
    except ParameterError as error:
        raise NotReady(in_one_language(str(error))) from error


def declared_exam(declared: Method, given: Mapping[str, Dataset]) -> dict[str, Any] | None:
    """The exam that the Datasets declare, first come; None for a method without that input."""
    if all(i.name != EXAM for i in declared.inputs):
        return None
    first = next((d for i in declared.inputs if (d := given.get(i.name)) and d.exam), None)
    found = exam_of(first) if first else {}
    known = [column.name for column in schema(EXAM).columns]
    return {name: found[name] for name in known if found.get(name)} if found else None


def filled(declared: Method, said: Mapping[str, Any], given: Mapping[str, Dataset]) -> dict[str, Any]:
    """What was said of the parameters, with the full marks of the declared exam where none were given."""
    full = _said_exam(declared, given).get(FULL)
    takes = FULL in fields_of(declared.params) and bool(full)
    return {**said, FULL: full} if takes and not said.get(FULL) else dict(said)


def lawful(declared: Method, given: Mapping[str, Dataset]) -> None:
    """Go on only when every exam among the Datasets is declared and no clause forbids it."""
    if all(i.name != EXAM for i in declared.inputs):
        return
    for dataset in (d for name, d in given.items() if declared.input(name).schema in (None, *MARKS)):
        if not dataset.exam:
            said = _("“%(name)s”没有写明是什么考试，不能运算。请重新上传，写明考试类型、学段和年级。")
            raise NotReady(said % {"name": shown(dataset)})
        require_lawful(exam_of(dataset))


def in_one_language(text: str) -> str:
    """The half of a bilingual message that the reader reads."""
    chinese, slash, english = text.partition(" / ")
    return english if slash and spoken() == "en" else chinese


def spoken() -> Lang:
    """zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def shown(dataset: Dataset) -> str:
    """A Dataset as people call it."""
    return " ".join(filter(None, (dataset.label, dataset.period, dataset.org.name)))


def _said_exam(declared: Method, given: Mapping[str, Dataset]) -> Mapping[str, Any]:
    return next((d.exam for i in declared.inputs if (d := given.get(i.name)) and d.exam), {})


def _complete(declared: Method, given: Mapping[str, object]) -> None:
    known = {i.name: i for i in declared.inputs if i.name != EXAM}
    for name in given:
        if name not in known:
            raise NotReady(_("这种算法不用“%(name)s”这项数据。") % {"name": name})
    missing = [i.label.say(spoken()) for i in known.values() if i.required and i.name not in given]
    if missing:
        raise NotReady(_("还缺数据：%(names)s。") % {"names": "、".join(missing)})
    if declared.one_of and sum(name in given for name in declared.one_of) != 1:
        names = "、".join(known[name].label.say(spoken()) for name in declared.one_of)
        raise NotReady(_("请在以下数据中选且只选一项：%(names)s。") % {"names": names})


def _fitting(declared: Method, name: str, id_: object, *, org: Org, actor: Actor) -> Dataset:
    found = visible(Dataset.objects.select_related("org"), actor, "data.see").filter(pk=_uuid(id_)).first()
    if found is None:
        raise NotFound(_("没有这份数据。"))
    wanted = declared.input(name).schema
    if wanted and found.table != wanted:
        label = declared.input(name).label.say(spoken())
        raise NotReady(_("“%(name)s”不能用作%(input)s。") % {"name": shown(found), "input": label})
    if not found.org.path.startswith(org.path):
        raise NotReady(
            _("“%(name)s”不属于%(org)s，不能在那里运算。") % {"name": shown(found), "org": org.name}
        )
    if found.undone_at:
        raise NotReady(_("数据“%(name)s”已撤销入库。") % {"name": shown(found)})
    return found


def _uuid(id_: object) -> UUID | None:
    try:
        return UUID(str(id_))
    except ValueError:
        return None
