"""用途红线: whether a use is lawful, which exceptions lift what, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xueheng.standards.clauses import Clause, LocalException, Use, clauses, use_words
from xueheng.standards.dated import in_force
from xueheng.standards.words import Words, catalogue, plain


@dataclass(frozen=True)
class Refusal:
    """拒绝: a clause that a use meets, the dimensions it left undeclared, and where it was said."""

    clause: Clause
    use: Use
    undeclared: tuple[str, ...] = ()
    criterion: str = ""

    @property
    def message(self) -> Words:
        """The clause in plain words with its source."""
        code = "USE_FORBIDDEN_UNDECLARED" if self.undeclared else "USE_FORBIDDEN"
        return catalogue(__package__)[code].fill(
            words=self.clause.words,
            missing=_listed(use_words()["names"][name] for name in self.undeclared),
            doc=self.clause.source.doc,
            place=self.clause.source.clause,
            status=catalogue(__package__)[f"STATUS_{self.clause.source.status}"],
        )


@dataclass(frozen=True)
class Lifted:
    """例外放行: a refusal that a granted exception lifts, to be printed on the result."""

    refusal: Refusal
    exception: LocalException

    @property
    def message(self) -> Words:
        """The exception's document and persons and the clause that it lifts."""
        return catalogue(__package__)["USE_EXCEPTION"].fill(
            document=self.exception.document,
            persons=_listed(map(plain, self.exception.persons)),
            words=self.refusal.clause.words,
        )


@dataclass(frozen=True)
class Judgement:
    """判定: what is refused, what an exception lifts, and what is only advised against."""

    refusals: tuple[Refusal, ...] = ()
    lifted: tuple[Lifted, ...] = ()
    advice: tuple[Refusal, ...] = ()


def refusals(use: Use, *, exception: LocalException | None = None) -> tuple[Refusal, ...]:
    """拒绝: every clause in force that forbids the use and that no exception lifts."""
    return judge(use, exception=exception).refusals


def judge(use: Use, *, exception: LocalException | None = None) -> Judgement:
    """判定 of a use by the clauses in force on its day; an exception lifts those that admit one."""
    met = [_refusal(c, use) for c in in_force(clauses(), use.on) if c.forbids.meets(use)]
    binding = [r for r in met if r.clause.force == "refuse"]
    stays = tuple(r for r in binding if exception is None or not r.clause.exception)
    lifted = tuple(Lifted(r, exception) for r in binding if exception and r.clause.exception)
    return Judgement(stays, lifted, tuple(r for r in met if r.clause.force == "advise"))


def _refusal(clause: Clause, use: Use) -> Refusal:
    return Refusal(clause, use, tuple(n for n in clause.forbids.named() if getattr(use, n) is None))


def _listed(words: Iterable[Words]) -> Words:
    said = list(words)
    return Words("、".join(w.zh for w in said), ", ".join(w.en for w in said))


__all__ = [
    "Clause",
    "Judgement",
    "Lifted",
    "LocalException",
    "Refusal",
    "Use",
    "clauses",
    "judge",
    "refusals",
]
