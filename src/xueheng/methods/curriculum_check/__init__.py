"""课程开齐开足: timetables against a dated table of lessons, with teachers, homework and sleep."""

from __future__ import annotations

from dataclasses import dataclass

from xueheng.methods.declare import Input, declare, param


@dataclass(frozen=True)
class Params:
    """Which table of lessons."""

    standard: str = param(choices="class_hours:known")


METHOD = declare(
    __name__,
    name="curriculum.check",
    version="1",
    reproduces="exact",
    params=Params,
    inputs=(
        Input("timetable", "timetable", required=False),
        Input("grid", document="xueheng.tables.documents.timetable_grid:read", required=False),
        Input("teachers", "certificates", required=False),
        Input("survey", "pupil_load", required=False),
    ),
    one_of=("timetable", "grid"),
    tables={
        "gaps": "school* grade:integer* class* subject* hours:decimal minimum:decimal "
        "maximum:decimal met:truth reason clause line",
        "subjects": "school* grade:integer* subject* classes:integer met:integer absent:integer "
        "short:integer over:integer hours:number line",
        "shares": "school* subject* grades lessons:number share:number at_least:number at_most:number "
        "met:truth others_least:number others_most:number reason",
        "teaching": "school* grade:integer* class* subject* teacher* hours:decimal certified "
        "met:truth reason",
        "load": "school* grade:integer* class* measure* value:decimal minimum:decimal maximum:decimal "
        "met:truth clause",
    },
    public=("gaps", "subjects", "shares", "load"),
    figures="classes met schools absent short over total_off gaps taught_hours unqualified_hours "
    "load_judged load_met",
    sources=("class_hours", "curriculum", "lesson_rules", "pupil_load"),
    serves=("27", "29"),
)
