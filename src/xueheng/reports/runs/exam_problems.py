"""问题清单: what the stated rules find in the figures of an exam; causes are for people to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xueheng.reports.display import number
from xueheng.reports.runs.exam_cells import Row, subject_words
from xueheng.reports.runs.exam_figures import Figures, between_share, distance
from xueheng.reports.runs.provenance import words
from xueheng.standards.attention import limit
from xueheng.standards.small_groups import least
from xueheng.standards.words import Words
from xueheng.tables.scores import TOTAL

FEW = 2  # subjects that a rule tells one by one; more are told together
RULES = ("weak_subject", "low_rate", "between_share", "absence", "sat_share", "group_below")


@dataclass(frozen=True)
class Finding:
    """One sentence that a rule found, with its figures, and the subjects it speaks of."""

    said: Words
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """问题: what one rule found, and the table it rests on."""

    rule: str
    kind: Words
    found: tuple[Finding, ...]
    table: Words

    @property
    def name(self) -> Words:
        """The kind of problem and the subjects that it was found in."""
        subjects = dict.fromkeys(subject for f in self.found for subject in f.subjects)
        return words("problem.in", subjects=_subjects(subjects), kind=self.kind) if subjects else self.kind

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


def _subjects(names: Iterable[str]) -> Words:
    said = [subject_words(name) for name in names]
    return Words("、".join(s.zh for s in said), ", ".join(s.en for s in said))


def _each(found: Mapping[str, str]) -> Words:
    """Subjects, each with its figure."""
    said = [(subject_words(name), value) for name, value in found.items()]
    return Words("、".join(f"{s.zh} {v}" for s, v in said), ", ".join(f"{s.en} {v}" for s, v in said))


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
    found = {s: _percent(v) for s, v in shares.items() if joint - v >= limit("weak_subject")}
    if len(found) > FEW:
        said = words("problem.weak_all", k=len(found), joint=_percent(joint), listed=_each(found))
        yield Finding(said, tuple(found))
        return
    for subject, shown in found.items():
        values = {"share": shown, "joint": _percent(joint), "n": _n(f.whole[subject])}
        yield Finding(words("problem.weak_subject", subject=subject_words(subject), **values), (subject,))


def _low(f: Figures) -> Iterator[Finding]:
    rates = {s: rate for s in f.subjects if (rate := f.whole[s]["low_rate"]) is not None}
    found = {s: _percent(rate) for s, rate in rates.items() if rate >= limit("low_rate")}
    if len(found) > FEW:
        yield Finding(words("problem.low_all", k=len(found), listed=_each(found)), tuple(found))
        return
    for subject, shown in found.items():
        values = {"rate": shown, "n": _n(f.whole[subject])}
        yield Finding(words("problem.low_rate", subject=subject_words(subject), **values), (subject,))


def _between(f: Figures) -> Iterator[Finding]:
    shares = {s: share for s in f.subjects if (share := between_share(f, s))}
    found = {s: v for s, v in shares.items() if v[0] >= limit("between_share") and v[0] > 2 * v[1]}
    if len(found) > FEW:
        low, high = (_percent(end(share for share, _ in found.values())) for end in (min, max))
        values = {"k": len(found), "low": low, "high": high, "unit": f.unit}
        chance = _percent(max(chance for _, chance in found.values()))
        said = words("problem.between_all", subjects=_subjects(found), chance=chance, **values)
        yield Finding(said, tuple(found))
    else:
        yield from (_between_one(f, subject, share) for subject, share in found.items())


def _between_one(f: Figures, subject: str, share: tuple[float, float]) -> Finding:
    means = [r["mean"] for (_, s), r in f.cells.items() if s == subject and r["n"] >= least("publication")]
    values = {"share": _percent(share[0]), "chance": _percent(share[1])}
    values |= {"low": _mark(min(means)), "high": _mark(max(means))} if means else {}
    code = "problem.between_share" if means else "problem.between_share_small"
    return Finding(words(code, subject=subject_words(subject), unit=f.unit, **values), (subject,))


def _absence(f: Figures) -> Iterator[Finding]:
    for row in f.tables.get("attendance", []):
        missing = row["absent"] + row["violation"]
        entries = missing + row["n"]
        if missing and missing / entries >= limit("absence"):
            values = {"missing": missing, "entries": entries, "rate": _percent(missing / entries)}
            said = words("problem.absence", subject=subject_words(row["subject"]), **values)
            yield Finding(said, (row["subject"],))


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
    found = {s: names for s in f.subjects if (names := f.attention(s))}
    if len(found) > FEW:
        below = {name: [s for s in found if name in found[s]] for name in f.names(f.level or "")}
        yield from (_group(f, name, subjects) for name, subjects in below.items() if subjects)
    else:
        yield from (_below_in(f, subject, names) for subject, names in found.items())


def _below_in(f: Figures, subject: str, names: list[str]) -> Finding:
    """The groups below in one subject."""
    listed = _listed([_distance_words(n, f.cells[n, subject], f.whole[subject]) for n in names])
    values = {"groups": f.counted(len(names)), "listed": listed}
    return Finding(words("problem.group_below", subject=subject_words(subject), **values), (subject,))


def _group(f: Figures, name: str, subjects: list[str]) -> Finding:
    """The subjects in which one group is below."""
    found = [far for s in subjects if (far := distance(f.cells[name, s], f.whole[s]))]
    low, high = (number(end(abs(far.value) for far in found), digits=2) for end in (min, max))
    n = number(max(f.cells[name, s]["n"] for s in subjects), digits=0)
    values = {"name": name, "n": n, "k": len(subjects), "subjects": _subjects(subjects)}
    if len(subjects) == 1:
        values["said"] = _distance_words(name, f.cells[name, subjects[0]], f.whole[subjects[0]])
        return Finding(words("problem.group_one", **values), tuple(subjects))
    return Finding(words("problem.group_all", low=low, high=high, **values), tuple(subjects))


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
