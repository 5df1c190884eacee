"""问题清单: what the stated rules find in the figures of an exam; causes are for people to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import Row, subject_words
from xueheng.reports.runs.exam_figures import Figures, between_share, distance
from xueheng.reports.runs.provenance import words
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words
from xueheng.tables.scores import TOTAL

RULES = ("weak_subject", "low_rate", "between_share", "absence", "sat_share", "group_below")


@dataclass(frozen=True)
class Finding:
    """One sentence that a rule found, with its figures, and the subject it speaks of."""

    said: Words
    subject: str | None = None


@dataclass(frozen=True)
class Problem:
    """问题: what one rule found, subject by subject, and the table it rests on."""

    rule: str
    kind: Words
    found: tuple[Finding, ...]
    table: Words

    @property
    def name(self) -> Words:
        """The kind of problem and the subjects that it was found in."""
        subjects = [subject_words(f.subject) for f in self.found if f.subject]
        if not subjects:
            return self.kind
        listed = Words("、".join(s.zh for s in subjects), ", ".join(s.en for s in subjects))
        return words("problem.in", subjects=listed, kind=self.kind)

    @property
    def look(self) -> Words:
        """What to look at before a cause is written."""
        return words(f"problem.look.{self.rule}")

    @property
    def step(self) -> Words:
        """The next step that is proposed for problems of this rule."""
        return words(f"problem.step.{self.rule}")


def problems(figures: Figures) -> tuple[Problem, ...]:
    """One problem for each rule that found something, in the declared order."""
    found = ((rule, tuple(FINDERS[rule](figures))) for rule in RULES)
    return tuple(_problem(figures, rule, findings) for rule, findings in found if findings)


def _problem(figures: Figures, rule: str, findings: tuple[Finding, ...]) -> Problem:
    kind = words(f"problem.kind.{rule}", unit=figures.unit)
    tables = {"weak_subject": "exam.subjects_table", "low_rate": "exam.subjects_table"}
    tables |= {"absence": "exam.attendance"}
    table = words(tables[rule]) if rule in tables else figures.means
    return Problem(rule, kind, findings, table)


def _percent(value: float) -> str:
    return number(float(value), digits=1, percent=True)


def _mark(value: float) -> str:
    return number(float(value), digits=1)


def _n(row: Row) -> str:
    return number(row["n"], digits=0)


def _weak(f: Figures) -> Iterator[Finding]:
    shares = {s: share for s in f.subjects if (share := f.share(s)) is not None}
    if len(shares) < 2:
        return
    full = f.run.outcome.figures["full"]
    joint = sum(f.whole[s]["mean"] for s in shares) / float(sum(full[s] for s in shares))
    for subject, share in shares.items():
        if joint - share >= limit("weak_subject"):
            values = {"share": _percent(share), "joint": _percent(joint), "n": _n(f.whole[subject])}
            said = words("problem.weak_subject", subject=subject_words(subject), **values)
            yield Finding(said, subject)


def _low(f: Figures) -> Iterator[Finding]:
    for subject in f.subjects:
        row = f.whole[subject]
        if row["low_rate"] is not None and row["low_rate"] >= limit("low_rate"):
            values = {"rate": _percent(row["low_rate"]), "n": _n(row)}
            said = words("problem.low_rate", subject=subject_words(subject), **values)
            yield Finding(said, subject)


def _between(f: Figures) -> Iterator[Finding]:
    for subject in f.subjects:
        found = between_share(f, subject)
        if found and found[0] >= limit("between_share") and found[0] > 2 * found[1]:
            means = [
                r["mean"] for (_, s), r in f.cells.items() if s == subject and r["n"] >= least("publication")
            ]
            values = {"share": _percent(found[0]), "chance": _percent(found[1]), "n": _n(f.whole[subject])}
            values |= {"low": _mark(min(means)), "high": _mark(max(means))} if means else {}
            code = "problem.between_share" if means else "problem.between_share_small"
            said = words(code, subject=subject_words(subject), unit=f.unit, **values)
            yield Finding(said, subject)


def _absence(f: Figures) -> Iterator[Finding]:
    for row in f.tables.get("attendance", []):
        missing = row["absent"] + row["violation"]
        entries = missing + row["n"]
        if missing and missing / entries >= limit("absence"):
            values = {"missing": missing, "entries": entries, "rate": _percent(missing / entries)}
            said = words("problem.absence", subject=subject_words(row["subject"]), **values)
            yield Finding(said, row["subject"])


def _sat(f: Figures) -> Iterator[Finding]:
    """Schools in which too few of the enrolled sat, where the enrolled are known."""
    kind, _, factor = f.run.params.denominators.partition(":")
    if kind == "sat" or f.level is None:
        return
    lead = TOTAL if TOTAL in f.whole else f.subjects[0]
    found = []
    for name in f.names(f.level):
        row = f.cells.get((name, lead))
        enrolled = row["denominator"] / float(factor or 1) if row and row["denominator"] else None
        if row and enrolled and enrolled >= least("publication") and row["n"] / enrolled < limit("sat_share"):
            found.append(words("problem.sat_of", name=name, n=row["n"], enrolled=round(enrolled)))
    if found:
        said = words("problem.sat_share", groups=f.counted(len(found)), listed=_listed(found))
        yield Finding(said)


def _below(f: Figures) -> Iterator[Finding]:
    for subject in f.subjects:
        found = [(name, f.cells[name, subject]) for name in f.attention(subject)]
        if found:
            listed = _listed([_distance_words(name, row, f.whole[subject]) for name, row in found])
            values = {"groups": f.counted(len(found)), "listed": listed}
            said = words("problem.group_below", subject=subject_words(subject), **values)
            yield Finding(said, subject)


def _distance_words(name: str, row: Row, joint: Row) -> Words:
    found = distance(row, joint)
    away = number(abs(found.value), digits=2) if found else ""
    return words("problem.below_of", name=name, mean=_mark(row["mean"]), away=away, n=_n(row))


def _listed(said: list[Words]) -> Words:
    return Words("；".join(w.zh for w in said), "; ".join(w.en for w in said))


FINDERS: dict[str, Callable[[Figures], Iterator[Finding]]] = {
    "weak_subject": _weak,
    "low_rate": _low,
    "between_share": _between,
    "absence": _absence,
    "sat_share": _sat,
    "group_below": _below,
}
