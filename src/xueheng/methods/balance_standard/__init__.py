"""均衡标准核对: schools and coefficients of a county against a balance standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.methods.declare import Figure, Input, Method, Out, OutcomeTable, param
from xueheng.standards.words import Words

COUNTY = Out("county", "text", Words("县区", "County"))
LEVEL = Out("level", "text", Words("学段", "Level"))
SCHOOL = Out("school", "text", Words("学校", "School"))
INDICATOR = Out("indicator", "text", Words("指标", "Indicator"))
LIMIT = Out("limit", "number", Words("限值", "Limit"))
MET = Out("met", "truth", Words("是否达到", "Met"))
PASSES = Out("passes", "truth", Words("是否达标", "Passes"))


@dataclass(frozen=True)
class Params:
    """Which standard, which of its indicators, and the choice where documents differ."""

    standard: Literal["yzjh-2017", "basic-2012"] = param("标准", "Standard")
    indicators: tuple[str, ...] = param("指标(默认全部)", "Indicators (all by default)", default=())
    settings: Mapping[str, str] = param(
        "口径选择(设置项:选项)", "Choices where documents differ (setting:option)", default={}
    )


METHOD = Method(
    name="balance.standard",
    version="1",
    label=Words("均衡标准核对", "Balance against a standard"),
    reproduces="exact",
    body="xueheng.methods.balance_standard.body:run",
    params=Params,
    inputs=(
        Input("schools", Words("学校办学条件表", "School resources"), "school_resources", required=False),
        Input(
            "coefficients",
            Words("校际差异系数表", "Coefficients of variation"),
            "coefficients",
            required=False,
        ),
    ),
    one_of=("schools", "coefficients"),
    tables=(
        OutcomeTable(
            "coefficients",
            Words("校际差异系数", "Coefficients of variation"),
            (
                COUNTY,
                LEVEL,
                INDICATOR,
                Out("mean", "number", Words("县域均值", "County mean")),
                Out("cv", "number", Words("差异系数", "Coefficient of variation")),
                LIMIT,
                MET,
                Out("n", "integer", Words("学校数", "Schools")),
                Out("cv_if_met", "number", Words("各校补齐后", "If every school met the threshold")),
            ),
            ("county", "level", "indicator"),
            public=True,
        ),
        OutcomeTable(
            "schools",
            Words("各校各项", "Schools by indicator"),
            (
                COUNTY,
                SCHOOL,
                LEVEL,
                INDICATOR,
                Out("value", "number", Words("数值", "Value")),
                Out("threshold", "number", Words("标准", "Threshold")),
                Out("ratio", "number", Words("达到标准的比例", "Share of the threshold")),
                MET,
                Out("short", "number", Words("缺口总量", "Amount short")),
            ),
            ("county", "level", "school", "indicator"),
            public=True,
        ),
        OutcomeTable(
            "verdicts",
            Words("达标情况", "Verdicts"),
            (COUNTY, SCHOOL, LEVEL, Out("met_count", "integer", Words("达到项数", "Met")), PASSES),
            ("county", "level", "school"),
            public=True,
        ),
        OutcomeTable(
            "composite",
            Words("综合差异系数", "Composite coefficient"),
            (COUNTY, LEVEL, Out("value", "number", Words("综合差异系数", "Composite")), LIMIT, MET),
            ("county", "level"),
            public=True,
        ),
    ),
    figures=(
        Figure(
            "passes", Words("是否达标(空:资料不全,不能判定)", "Passes (null: not all is known)"), public=True
        ),
        Figure("schools_passing", Words("达标学校数", "Schools that pass"), public=True),
        Figure("schools_judged", Words("参加判定的学校数", "Schools judged"), public=True),
        Figure("coefficients_met", Words("不超限的差异系数", "Coefficients within the limit"), public=True),
        Figure("coefficients_judged", Words("有限值的差异系数", "Coefficients with a limit"), public=True),
    ),
    sources=("balance",),
    serves=(Words("12 优质均衡监测", "12 quality balance"),),
    note=Words(
        "差异系数按学生数加权(总体形式),县域均值是资源总量除以学生总数;每一项单独与限值比较,不取平均。"
        "判定用精确分数,不受四舍五入影响;缺少的指标不当作达到,也不当作未达到。",
        "The coefficient is weighted by pupils (population form); the county mean is total resource over "
        "total pupils; each coefficient is compared with its limit by itself. Comparisons are exact; an "
        "indicator that is not given counts neither as met nor as missed.",
    ),
)
