"""模板沙箱: expressions of a template may read the report and nothing else, and cannot run for ever.

Templates may loop, choose, set names and use the filters listed here. They cannot import, define macros,
reach attributes of Python objects, call methods of values, or build texts, lists and numbers out of
proportion; every step counts against one budget, so that a template ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from decimal import Decimal
from functools import partial, wraps
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace, missing
from jinja2.visitor import NodeTransformer

from xueheng.reports.display import is_number

WORK = 20_000_000  # characters written, items looped over and filtered, together
STEP = 25  # what one step costs beside its size
LONGEST = 200_000  # characters of one text, items of one list
LARGEST = 10**30  # the largest whole number
KNOWN_FILTERS = frozenset(
    {"abs", "count", "default", "d", "dictsort", "e", "escape", "first", "float", "groupby", "int", "items"}
    | {"last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select"}
    | {"selectattr", "sort", "title", "trim", "unique", "upper"}
)
REFUSED = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
)


class Misspelt(UndefinedError):
    """A name that nobody offers, and what is offered where it was looked for."""

    def __init__(self, owner: Any, name: Any, message: str | None = None) -> None:
        super().__init__(message)
        self.name = str(name)
        self.known: tuple[str, ...] = tuple(map(str, owner)) if isinstance(owner, dict) else ()
        self.is_top = owner is missing


class Strict(StrictUndefined):
    """A missing name is an error as soon as it is used."""

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError
    ) -> None:
        kept: Any = exc if issubclass(exc, SecurityError) else partial(Misspelt, obj, name)
        super().__init__(hint, obj, name, kept)


class Sandbox(SandboxedEnvironment):
    """The environment of one template; `shown` turns values into the text that is written."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, *, shown: Callable[[Any], Any], filters: dict[str, Callable[..., Any]]) -> None:
        self.spent = 0
        self.where = ""  # the cell that is being filled, for messages
        super().__init__(undefined=Strict, autoescape=True, finalize=self.written)
        self.shown = shown
        self.granted: set[Any] = set()
        self.filters = {name: self._measured(FILTERS[name]) for name in KNOWN_FILTERS}
        self.filters |= {"join": self._join, "sum": self._sum}
        self.filters |= {name: self._measured(work) for name, work in filters.items()}
        self.globals = {}
        self.grant("range", self._range)

    def grant(self, name: str, work: Callable[..., Any]) -> None:
        """A function that templates may call by this name."""
        self.globals[name] = work
        self.granted.add(work)

    def spend(self, work: int) -> None:
        """Count work; SecurityError once a template has done too much."""
        self.spent += work + STEP
        if self.spent > WORK:
            raise SecurityError("WORK")

    def written(self, value: Any) -> Any:
        """A value as the text that is written, its length counted."""
        if isinstance(value, Undefined):
            return value
        text = self.shown(value)
        self.spend(len(text) if isinstance(text, str) else 0)
        return text

    def looped(self, items: Iterable[Any], size: int) -> Iterator[Any]:
        """The items of a loop whose body is so many characters long, each of them counted."""
        for item in items:
            self.spend(size)
            yield item

    def joined(self, *parts: Any) -> str:
        """Texts one after the other."""
        return str(self._sized("".join(str(self.shown(part)) for part in parts)))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what was granted may be called."""
        try:
            return obj in self.granted or getattr(obj, "__self__", None) is self
        except TypeError:
            return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Attributes only of loops and namespaces; of the report one reads items."""
        return isinstance(obj, LoopContext | Namespace) and not attr.startswith("_") and not callable(value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b` is the item b of a; methods of texts and lists are not offered."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]` of a mapping is its item, of a list its place."""
        if isinstance(obj, dict):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic of numbers of modest size, and texts or lists put together; nothing else."""
        self.spend(0)
        if operator == "+" and type(left) is type(right) and isinstance(left, str | list | tuple):
            return self._sized(left + right)
        left, right = self._operand(left, operator), self._operand(right, operator)
        if operator == "**" and abs(right) > 100:
            raise SecurityError(operator)
        found = super().call_binop(context, operator, left, right)
        if isinstance(found, int) and abs(found) > LARGEST:
            raise SecurityError(operator)
        return found

    def _operand(self, value: Any, operator: str) -> Any:
        if isinstance(value, Undefined):
            str(value)
        if isinstance(value, Sized):
            raise SecurityError(operator)
        return self.number(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        for refused in template.find_all(REFUSED):
            raise TemplateSyntaxError(type(refused).__name__.lower(), refused.lineno, name, filename)
        for loop in template.find_all(nodes.For):
            size = sum(len(data.data) for data in loop.find_all(nodes.TemplateData))
            given: list[Any] = [loop.iter, nodes.Const(size)]
            loop.iter = self.calling("looped", given)
            if loop.recursive:
                raise TemplateSyntaxError("recursive", loop.lineno, name, filename)
        joined: nodes.Template = _Joins(self).visit(template)
        return joined

    def calling(self, name: str, given: list[nodes.Expr]) -> nodes.Call:
        """A call of this environment's own work, put into a template as it is read."""
        call = nodes.Call(nodes.EnvironmentAttribute(name), given, [], None, None)
        call.set_environment(self)
        return call

    def _range(self, *given: int) -> range:
        found = range(*given)
        if len(found) > LONGEST:
            raise SecurityError("range")
        return found

    def _measured(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose input and result count, and whose result has a largest size."""
        place = 1 if hasattr(work, "jinja_pass_arg") else 0

        @wraps(work)
        def measured(*given: Any, **named: Any) -> Any:
            value = given[place]
            self.spend(len(value) if isinstance(value, Sized) else 0)
            found = work(*given, **named)
            return self._sized(list(found) if isinstance(found, Iterator) else found)

        return measured

    def _join(self, items: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
        """The items' texts with something between them."""
        held = self._items(items, attribute)
        if len(str(between)) * len(held) > LONGEST:
            raise SecurityError("join")
        return str(self._sized(str(between).join(str(self.shown(item)) for item in held)))

    def _sum(self, items: Iterable[Any], attribute: str | None = None) -> Any:
        """The sum of numbers; what is missing is left out."""
        found = [item for item in self._items(items, attribute) if item is not None]
        return sum(self.number(item) for item in found)

    def _items(self, items: Iterable[Any], attribute: str | None) -> list[Any]:
        held = list(self.looped(items, 0))
        return held if attribute is None else [self.getitem(item, attribute) for item in held]

    @staticmethod
    def number(value: Any) -> Any:
        """The value if it is a number; numbers of different kinds meet as floats."""
        if not is_number(value):
            raise TypeError(f"{value!r}")
        return float(value) if isinstance(value, Decimal) else value

    def _sized(self, found: Any) -> Any:
        size = len(found) if isinstance(found, Sized) else 0
        if size > LONGEST:
            raise SecurityError("size")
        self.spend(size)
        return found


class _Joins(NodeTransformer):
    """Texts joined by ~ are joined by the environment, which counts them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """The call that joins the parts."""
        parts: list[Any] = [self.visit(part) for part in node.nodes]
        return self.sandbox.calling("joined", parts)
