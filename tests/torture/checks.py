"""Every permission check of the platform, found in its sources, and each source with one of them taken away.

What counts as a check: a demand (`actor.require(...)`), a bound (`visible(rows, actor, ...)`,
`.filter(...)` by what the actor holds), a question (`actor.may(...)`, `x in actor.children`, who asked
against who decides), a refusal (`if ...: raise NotAllowed`), and the rule with which a page or an operation
is declared.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xueheng

SOURCE = Path(xueheng.__file__).resolve().parent
ROOMS = ("apps", "web", "api", "packs")
DEMAND = re.compile(r"_?(require(_\w+)?|admit)$")
NO_DEMANDS = ("_require_good", "require_lawful", "_require_provider")  # of passwords, uses, settings
BOUNDS = ("visible", "reached")
QUESTIONS = dict.fromkeys(("may", "sees_persons", "sees_inputs", "may_open", "may_decide", "_may"), True)
QUESTIONS |= dict.fromkeys(("wants_second", "needs_second_factor", "is_reauthentication_required"), False)
HELD = re.compile(r"\bactor\.(children|paths|label|account|person)\b|_managed\(|_labels\(|_decidable\(")
PEOPLE = re.compile(r"\b(asked_by\w*|decided_by\w*|opened_by\w*|actor\.label|actor\.account|actor\.person)\b")
NARROWED = re.compile(r"\b(may|permissions|children)\b")
OFFERS = re.compile(r"(may|has|is|can)_\w+$")  # what a page offers; its service refuses all the same
REFUSED = re.compile(r"raise NotAllowed|is_asker")
RULES = ("page", "read", "file", "act", "long_act")
CHECKED = ("demand", "question", "two persons")


@dataclass(frozen=True)
class Removal:
    """A check that is taken away: where it stands and what becomes of it."""

    file: str  # under src/xueheng
    line: int
    number: int  # of the file's candidates
    kind: str
    said: str

    @property
    def name(self) -> str:
        """How it is told."""
        return f"{self.file}:{self.line} {self.kind}: {self.said}"


def removals() -> list[Removal]:
    """Every check that can be taken away."""
    paths = sorted(path for room in ROOMS for path in (SOURCE / room).rglob("*.py"))
    return [one for path in paths if "migrations" not in path.parts for one in _of(path)]


def _of(path: Path) -> Iterator[Removal]:
    text, file = path.read_text("utf-8"), path.relative_to(SOURCE).as_posix()
    for number, (kind, node, _new) in enumerate(candidates(ast.parse(text), file)):
        said = " ".join((ast.get_source_segment(text, node) or "").split())[:90]
        yield Removal(file, node.lineno, number, kind, said)


def without(removal: Removal) -> ast.Module:
    """The module as it is when the check is gone."""
    tree = ast.parse((SOURCE / removal.file).read_text("utf-8"))
    _kind, old, new = candidates(tree, removal.file)[removal.number]
    changed = _Replaced(old, new).visit(tree)
    found: ast.Module = ast.fix_missing_locations(changed)
    return found


class _Replaced(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        """The new node in place of the old one."""
        return self.new if node is self.old else self.generic_visit(node)


def candidates(tree: ast.Module, file: str) -> list[tuple[str, ast.stmt | ast.expr, ast.AST]]:
    """The checks of a module in their order, each with what stands there when it is gone."""
    offers = {id(one) for node in ast.walk(tree) for one in _offered(node, file)}
    found = [
        (kind, node, new)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt | ast.expr) and id(node) not in offers
        for kind, new in _gone(node)
    ]
    asked = {id(node) for kind, node, _new in found if kind in CHECKED}
    kept = [one for one in found if one[0] != "refusal" or not any(id(n) in asked for n in ast.walk(one[1]))]
    return sorted(kept, key=lambda one: (one[1].lineno, one[1].col_offset, one[0]))


def _offered(node: ast.AST, file: str) -> Iterator[ast.AST]:
    """The questions of a page that only decide what it offers."""
    pairs: list[tuple[ast.expr | None, ast.expr]] = []
    if file.startswith("web/") and isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
    for key, value in pairs:
        if isinstance(key, ast.Constant) and OFFERS.match(str(key.value)):
            yield from ast.walk(value)


def _gone(node: ast.stmt | ast.expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        name = _called(node.value)
        if DEMAND.match(name) and name not in NO_DEMANDS:
            yield "demand", ast.If(ast.Constant(False), [ast.Expr(node.value)], [])
    elif isinstance(node, ast.Call):
        yield from _call(node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from _compared(node)
    elif isinstance(node, ast.If):
        if any(isinstance(one, ast.Raise) and REFUSED.search(ast.unparse(node)) for one in node.body):
            yield "refusal", ast.If(_kept(node.test, False), node.body, node.orelse)
    else:
        yield from _declared(node)


def _call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    name, text = _called(node), ast.unparse(node.args[0]) if node.args else ""
    if name in BOUNDS and len(node.args) > 1:
        yield "bound", node.args[0]
    elif name in QUESTIONS:
        yield "question", _kept(node, QUESTIONS[name])
    elif name in ("filter", "exclude") and isinstance(node.func, ast.Attribute):
        said = text + "".join(ast.unparse(k.value) for k in node.keywords if k.arg != "path__in")
        if HELD.search(said):
            yield "bound", node.func.value
    elif name == "startswith" and "path" in text:
        [given] = node.args
        cut = ast.Call(ast.Attribute(given, "rstrip", ast.Load()), [ast.Constant("/")], [])
        yield "end of a path", ast.Call(node.func, [cut], [])


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    """Who is everywhere, whose child it is, whether who asks is who decides, and whether there is a token."""
    text, [op] = ast.unparse(node), node.ops
    is_in = isinstance(op, ast.In | ast.NotIn)
    if is_in and re.search(r"EVERYWHERE|\.children\b|\bpaths\b|_managed|_labels", text):
        yield "question", _kept(node, isinstance(op, ast.In))
    elif isinstance(op, ast.Eq | ast.NotEq) and len(PEOPLE.findall(text)) > 1:
        yield "two persons", _kept(node, isinstance(op, ast.NotEq))
    elif isinstance(op, ast.Is) and "bearer is None" in text:
        yield "question", _kept(node, False)


def _declared(node: ast.stmt | ast.expr) -> Iterator[tuple[str, ast.AST]]:
    """What a post or a token narrows, who is signed in, and the rules of pages and operations."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd) and NARROWED.search(ast.unparse(node)):
        yield "bound", node.left
    elif isinstance(node, ast.Attribute) and node.attr == "is_authenticated":
        yield "question", _kept(node, True)
    elif isinstance(node, ast.FunctionDef):
        yield from (("rule", node) for one in node.decorator_list if _is_rule(one))
        yield from (("owner", node) for one in node.decorator_list if ast.unparse(one) == "confirmed")
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_rule(node.value.func):
        yield "rule", node


def _kept(node: ast.expr, value: bool) -> ast.expr:
    """The value, beside a use of all that the check used, so that nothing else of the function changes."""
    return ast.IfExp(ast.Constant(True), ast.Constant(value), node)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_rule(node: ast.expr) -> bool:
    """True for a decorator that says who may open something."""
    return isinstance(node, ast.Call) and _called(node) in RULES and "PUBLIC" not in ast.unparse(node)
