"""自备模板: a bureau's own Word or Excel file filled from a report; what may be named: template_context.

Word: `{{ title }}`, `{{ numbers.考生 }}`, `{{ chart(1, width=150) }}` (figure 1, 150 mm wide), and a table
row between `{%tr for r in tables.groups if r.level == 'school' %}` and `{%tr endfor %}` in rows of their own.
Excel: see filled_sheet. A name that nobody offers is an error that says which names there are.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.exceptions import TemplateError as JinjaError
from PIL.Image import DecompressionBombError

from xueheng.methods.run import Run
from xueheng.reports.blocks import Report
from xueheng.reports.charts.images import chart_png
from xueheng.reports.templates.filled_sheet import fill_workbook
from xueheng.reports.templates.template_context import charts_of, context_of, filters_of, shown
from xueheng.reports.templates.template_error import TemplateError, template_error
from xueheng.reports.templates.template_guard import guard
from xueheng.reports.templates.template_sandbox import Misspelt, Sandbox
from xueheng.standards.words import Lang

WIDTH = 150  # mm of a chart where the template says nothing
MOST_WIDTH = 400


@dataclass(frozen=True)
class Filling:
    """What a template is filled with, and where messages say it stands."""

    report: Report
    run: Run
    lang: Lang
    file: str

    @cached_property
    def sandbox(self) -> Sandbox:
        """The environment of this template, with the filters of reports."""
        return Sandbox(shown=lambda value: shown(value, self.lang), filters=filters_of(self.lang))

    def context(self) -> dict[str, Any]:
        """What the template may name."""
        return context_of(self.report, self.run, lang=self.lang)

    def png(self, n: int) -> bytes:
        """The picture of figure n."""
        charts = charts_of(self.report)
        if not isinstance(n, int) or not 1 <= n <= len(charts):
            where = self.sandbox.where
            raise template_error(
                "no_chart", file=self.file, where=where, placeholder=f"chart({n})", n=len(charts)
            )
        return chart_png(charts[n - 1], lang=self.lang)


def fill(template: Path, report: Report, run: Run, target: Path, *, lang: Lang) -> None:
    """The template filled stands at the target; TemplateError says what is wrong with it."""
    kind = guard(template)
    filling = Filling(report, run, lang, template.name)
    with problems(filling):
        content = _document(template, filling) if kind == ".docx" else _workbook(template, filling)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _document(template: Path, filling: Filling) -> bytes:
    document = DocxTemplate(template)
    sandbox = filling.sandbox

    def chart(n: int, width: float = WIDTH) -> InlineImage:
        return InlineImage(document, BytesIO(filling.png(n)), width=Mm(min(float(width), MOST_WIDTH)))

    sandbox.grant("chart", chart)
    document.render(filling.context(), sandbox, autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _workbook(template: Path, filling: Filling) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of parts it does not know, Pillow of large pictures
        return fill_workbook(template, filling.sandbox, filling.context(), png=filling.png)


@contextmanager
def problems(filling: Filling) -> Iterator[None]:
    """Whatever goes wrong in a template, as a TemplateError that names the place."""

    def wrong(code: str, placeholder: object = "", **values: Any) -> TemplateError:
        shown_text, where = str(placeholder), filling.sandbox.where
        return template_error(code, file=filling.file, where=where, placeholder=shown_text, **values)

    try:
        yield
    except TemplateError:
        raise
    except Misspelt as error:
        known = (*filling.context(), "chart") if error.is_top else error.known
        code = "unknown" if known else "unknown_nothing"
        listed = "、".join(sorted(known)[:40])
        raise wrong(code, error.name, known=listed) from error
    except SecurityError as error:
        code = "too_much" if str(error) in ("WORK", "size", "range", "join") else "forbidden"
        raise wrong(code, error) from error
    except TemplateSyntaxError as error:
        raise wrong("syntax", error.message) from error
    except JinjaError as error:
        raise wrong("forbidden", error) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise wrong("failed", error) from error
    except (RecursionError, MemoryError, DecompressionBombError) as error:
        raise wrong("too_much") from error
