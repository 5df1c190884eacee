"""教学质量分析: 一分三率, 一分一段, lines and effective scores of one exam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import Figure, Input, Method, Out, OutcomeTable, param
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Params:
    """Full marks, cut-offs, lines, denominators and groupings."""

    full: Mapping[str, Decimal] = param("各科满分", "Full mark of each subject", default={})
    excellent: Decimal = param(
        "优秀线(占满分)", "Excellent, share of full", standard="cutoffs:cutoff:excellent"
    )
    pass_: Decimal = param("及格线(占满分)", "Pass, share of full", standard="cutoffs:cutoff:pass")
    low: Decimal = param("低分线(占满分)", "Low, share of full", standard="cutoffs:cutoff:low")
    lines: Mapping[str, Decimal] = param(
        "总分线(分数,或 名称:分数)", "Lines on the total (marks, or name:mark)", default={}, form="lines"
    )
    denominators: str = param(
        "分母:sat 实考 | enrolled 在籍 | at_entry 入学基数 | enrolled:0.97",
        "Denominators: sat | enrolled | at_entry | enrolled:0.97",
        default="sat",
    )
    effective: Literal["proportion", "mean_ratio"] = param(
        "有效分算法", "How effective scores are set", default="proportion"
    )
    by: tuple[str, ...] = param("另按哪些列分组", "Further columns to group by", default=())

    def __post_init__(self) -> None:
        for name, share in (("excellent", self.excellent), ("pass", self.pass_), ("low", self.low)):
            if not 0 <= share <= 1:
                raise ValueError(
                    f"参数 {name} = {share},应是占满分的比例(0 到 1)"
                    f" / {name} = {share} must be a share of the full mark, between 0 and 1"
                )


def _scores_context(params: Any) -> Mapping[str, Any]:
    return {"full": params.full, "attributes": params.by}


LEVEL = Out("level", "text", Words("层级", "Level"))
GROUP = Out("group", "text", Words("分组", "Group"))
SUBJECT = Out("subject", "text", Words("学科", "Subject"))
N = Out("n", "integer", Words("有成绩人数", "With a mark"))
LINE = Out("line", "text", Words("线", "Line"))


def _rate(name: str, zh: str, en: str) -> Out:
    return Out(name, "number", Words(zh, en))


METHOD = Method(
    name="exam.quality",
    version="1",
    label=Words("教学质量分析", "Exam quality"),
    reproduces="exact",
    body="xueheng.methods.exam_quality.body:run",
    params=Params,
    inputs=(
        Input("scores", Words("成绩表", "Scores"), "scores", context=_scores_context),
        Input("enrolled", Words("在籍人数表", "Enrolment"), "enrolled", required=False),
        Input(
            "former", Words("上次成绩表", "Former scores"), "scores", required=False, context=_scores_context
        ),
        Input("exam", Words("考试说明", "Exam"), "exam", required=False),
    ),
    tables=(
        OutcomeTable(
            "groups",
            Words("一分三率", "Mean and three rates"),
            (
                LEVEL,
                GROUP,
                SUBJECT,
                N,
                _rate("mean", "平均分", "Mean"),
                _rate("sd", "标准差", "SD"),
                _rate("excellent_rate", "优秀率", "Excellent"),
                _rate("pass_rate", "及格率", "Pass"),
                _rate("low_rate", "低分率", "Low"),
                _rate("p25", "25% 位", "P25"),
                _rate("median", "中位数", "Median"),
                _rate("p75", "75% 位", "P75"),
                _rate("p10", "10% 位", "P10"),
                _rate("p90", "90% 位", "P90"),
                _rate("denominator", "率的分母", "Denominator of the rates"),
                _rate("above_average", "超均率", "Above the joint mean"),
            ),
            ("level", "group", "subject"),
        ),
        OutcomeTable(
            "distribution",
            Words("一分一段", "Distribution by mark"),
            (
                SUBJECT,
                Out("mark", "decimal", Words("分数", "Mark")),
                Out("count", "integer", Words("人数", "Pupils")),
                Out("cumulative", "integer", Words("累计人数", "At or above")),
            ),
            ("subject", "-mark"),
        ),
        OutcomeTable(
            "lines",
            Words("上线情况", "At or above the lines"),
            (
                LINE,
                LEVEL,
                GROUP,
                Out("count", "integer", Words("上线人数", "Pupils on the line")),
                _rate("rate", "上线率", "Share on the line"),
            ),
            ("line", "level", "group"),
        ),
        OutcomeTable(
            "effective",
            Words("有效分", "Effective scores"),
            (
                LINE,
                SUBJECT,
                _rate("score", "有效分", "Effective score"),
                _rate("hit_rate", "命中率", "Hit rate"),
                _rate("contribution", "贡献率", "Contribution"),
            ),
            ("line", "subject"),
        ),
        OutcomeTable(
            "attendance",
            Words("参考情况", "Attendance"),
            (
                SUBJECT,
                N,
                Out("absent", "integer", Words("缺考", "Absent")),
                Out("violation", "integer", Words("成绩无效", "Void")),
                Out("exempt", "integer", Words("免考", "Exempt")),
                Out("exclude", "integer", Words("不参加统计", "Not counted")),
            ),
            ("subject",),
        ),
        OutcomeTable(
            "changes",
            Words("与上次相比", "Against the former exam"),
            (
                LEVEL,
                GROUP,
                SUBJECT,
                N,
                Out("n_former", "integer", Words("上次人数", "Former pupils")),
                _rate("position", "相对位置", "Position"),
                _rate("position_former", "上次相对位置", "Former position"),
                _rate("position_change", "位置变化", "Change of position"),
            ),
            ("level", "group", "subject"),
        ),
    ),
    figures=(
        Figure("n", Words("总人数", "Pupils")),
        Figure("subjects", Words("学科", "Subjects")),
        Figure("exam", Words("考试说明", "Exam")),
    ),
    sources=("cutoffs",),
    serves=(Words("8 质量监测", "8 quality monitoring"), Words("9 教学质量分析", "9 score analysis")),
    note=Words(
        "各率与满分的比例精确比较:优秀、及格为大于等于,低分为小于;缺考不计 0 分。标准差为总体形式,"
        "中位数等为线性内插(第 7 型)。总分取“总分”列,没有则对本人各科都有成绩的学生求和。"
        "两次考试试卷不同,原始分不能直接相减,只比较各组在全体中的相对位置(均分差 ÷ 全体标准差)。",
        "Rates are compared exactly with shares of the full mark (at or above; low: below); an absence is "
        "never 0. The SD is the population form, quantiles are linear (type 7). The total is the column of "
        "that name, else the sum for pupils with a mark in every subject of theirs. Marks of two exams are "
        "not subtracted: only a group's position (distance from the joint mean in joint SDs) is compared.",
    ),
)
