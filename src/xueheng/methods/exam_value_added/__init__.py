"""增值评价: what each school adds beyond its pupils' learning base, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from xueheng.methods.declare import Figure, FreeColumn, FreeKind, Input, Method, Out, OutcomeTable, param
from xueheng.standards.words import Words


@dataclass(frozen=True)
class Params:
    """The outcome, its learning base, the school, the context and how the model is fitted."""

    outcome: str = param("结果列(出口成绩)", "Outcome column")
    school: str = param("学校列", "School column")
    prior: tuple[str, ...] = param("学习基础列(入口成绩)", "Prior attainment columns", default=())
    context: tuple[str, ...] = param(
        "背景列;文字列可写 列:基准",
        "Context columns; column:level names a text column's reference",
        default=(),
    )
    interactions: tuple[str, ...] = param("交互项 a:b", "Interactions a:b", default=())
    procedure: Literal["reml", "ml"] = param("估计方法", "Procedure", default="reml")
    school_mean_prior: bool = param(
        "加入学校平均入口成绩", "Include the school mean of each prior", default=True
    )
    reliability: Mapping[str, Decimal] = param(
        "入口成绩的信度", "Declared reliability of a prior", default={}
    )
    small: int = param(
        "少于几人标为 small", "Fewer pupils than this: small", standard="small_groups:least:value_added"
    )


def _columns(params: Any) -> tuple[FreeColumn, ...]:
    numbers = (params.outcome, *params.prior)
    context: dict[str, FreeKind] = {}
    for name, named_level, _ in (c.partition(":") for c in params.context):
        context[name] = "text" if named_level else "infer"
    return (
        FreeColumn(params.school, "id"),
        *(FreeColumn(c, "number") for c in dict.fromkeys(numbers)),
        *(FreeColumn(c, kind) for c, kind in context.items() if c not in numbers),
    )


TERM = Out("term", "text", Words("项", "Term"))


def _number(name: str, zh: str, en: str) -> Out:
    return Out(name, "number", Words(zh, en))


METHOD = Method(
    name="exam.value_added",
    version="1",
    label=Words("增值评价", "Value-added"),
    reproduces="close",
    tolerance=1e-7,
    body="xueheng.methods.exam_value_added.body:run",
    params=Params,
    inputs=(
        Input(
            "scores",
            Words("学生表(入口、出口成绩和学校)", "Pupils: prior, outcome, school"),
            columns=_columns,
        ),
        Input("exam", Words("考试说明", "Exam"), "exam", required=False),
    ),
    tables=(
        OutcomeTable(
            "fixed",
            Words("固定效应", "Fixed effects"),
            (TERM, _number("estimate", "估计", "Estimate"), _number("se", "标准误", "SE")),
            (),
        ),
        OutcomeTable(
            "variance",
            Words("方差", "Variances"),
            (
                Out("group", "text", Words("层次", "Group")),
                TERM,
                Out("other", "text", Words("与哪一项的协方差", "Other term")),
                _number("value", "方差", "Variance"),
            ),
            (),
        ),
        OutcomeTable(
            "effects",
            Words("各校增值", "School effects"),
            (
                Out("group", "text", Words("分组列", "Group")),
                Out("school", "text", Words("学校", "School")),
                TERM,
                Out("n", "integer", Words("人数", "Pupils")),
                _number("effect", "增值", "Effect"),
                _number("sd", "后验标准差", "Posterior SD"),
                _number("low", "区间下限", "Low"),
                _number("high", "区间上限", "High"),
                Out("flag", "text", Words("标记", "Flag")),
                _number("mean_outcome", "平均结果", "Mean outcome"),
                _number("mean_prior", "平均学习基础(第一个入口列)", "Mean of the first prior"),
            ),
            ("group", "school", "term"),
        ),
    ),
    figures=(
        Figure("deviance", Words("-2 倍对数似然(REML:REML 准则)", "-2 log likelihood (REML criterion)")),
        Figure("loglik", Words("对数似然", "Log likelihood")),
        Figure("sigma", Words("学生间标准差", "Residual SD")),
        Figure("n", Words("参加计算的人数", "Pupils used")),
        Figure("n_left_out", Words("缺值未用的人数", "Pupils left out")),
        Figure("n_schools", Words("学校数", "Schools")),
        Figure("exam", Words("考试说明", "Exam")),
    ),
    sources=("small_groups",),
    serves=(Words("10 增值评价", "10 value-added"),),
    note=Words(
        "y = b0 + b1·入口 + … + u(学校) + e;学校效应向零收缩,人数越少收缩越多。默认加入学校平均入口成绩,"
        "以免生源好的学校白得“增值”。区间为估计的 ±1.96 个后验标准差;跨过 0 的学校不作高低判断。"
        "有空值的学生不参加计算,人数见 n_left_out。",
        "y = b0 + b1 prior + ... + u(school) + e; effects are shrunken to zero, more so with fewer pupils. "
        "The school mean of each prior is in the model by default: a strong intake earns no free value. "
        "Intervals are ±1.96 posterior SDs; one that crosses 0 is not judged. Rows with a missing value are "
        "left out and counted in n_left_out.",
    ),
)
