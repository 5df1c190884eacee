"""How the board of a campaign says in which state a school's answer is."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xueheng.apps.intake.campaigns.queries import Line

STATE_WORDS = {
    "waiting": gettext_lazy("未交"),
    "filed": gettext_lazy("已交"),
    "returned": gettext_lazy("已退回"),
    "accepted": gettext_lazy("已收下"),
    "nil": gettext_lazy("无此项"),
}
ROWS = (
    gettext_lazy("学校标识码"),
    gettext_lazy("学校"),
    gettext_lazy("状态"),
    gettext_lazy("交回时间"),
    gettext_lazy("是否逾期"),
    gettext_lazy("已知行"),
    gettext_lazy("交回行"),
    gettext_lazy("错误"),
    gettext_lazy("说明"),
    gettext_lazy("联系人"),
    gettext_lazy("电话"),
)


def row_of(line: Line) -> Sequence[str | int | None]:
    """A school as a row of the file."""
    filed = line.it.filed_at
    upload = line.it.upload
    return (
        line.school.code,
        line.school.name,
        str(STATE_WORDS[line.state]),
        f"{timezone.localtime(filed):%Y-%m-%d %H:%M}" if filed else "",
        _("逾期") if line.is_late else "",
        line.it.known,
        upload.rows if upload else None,
        line.errors,
        line.it.note,
        line.contact,
        line.phone,
    )
