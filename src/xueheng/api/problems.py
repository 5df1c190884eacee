"""What goes wrong, in one shape: a code for programs and a sentence for people."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from xueheng.apps.errors import DomainError, NotAllowed, NotFound
from xueheng.apps.roster.answered import OtherRequest, StillBusy

CODES = {
    401: "no_token", 403: "not_allowed", 404: "not_found", 405: "wrong_method", 409: "not_now",
    413: "too_large", 415: "wrong_type", 422: "not_understood", 429: "too_often", 500: "fault",
}  # fmt: skip
SOON = 5  # seconds
log = logging.getLogger("xueheng.incident")


class Problem(Exception):
    """A request that is refused with this status."""

    def __init__(self, status: int, said: str = "", **headers: str) -> None:
        super().__init__(status)
        self.status, self.said, self.headers = status, said, headers


def refused(problem: Problem, **more: str | int) -> HttpResponse:
    """The answer to a request that is refused."""
    told = {"code": CODES[problem.status], "message": problem.said or _sentences()[problem.status]}
    answer = JsonResponse(told | more, status=problem.status)
    for name, value in problem.headers.items():
        answer.headers[name.replace("_", "-")] = value
    if problem.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def problem_of(error: DomainError) -> Problem:
    """A problem that the user can act on, with its own sentence."""
    if isinstance(error, StillBusy):
        return Problem(409, str(error), Retry_After=str(SOON))
    known = {NotFound: 404, NotAllowed: 403, OtherRequest: 422}
    return Problem(next((s for kind, s in known.items() if isinstance(error, kind)), 409), str(error))


def not_understood(names: list[Any]) -> Problem:
    """Fields that do not fit, by their names."""
    said = "、".join(dict.fromkeys(str(name)[:60] for name in names))
    return Problem(422, _("这几项不对或缺了：%(names)s。请对照接口说明。") % {"names": said})


def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """A fault of ours: the log has the trace under the number that the answer says."""
    number = uuid.uuid4().hex[:8].upper()
    log.error("incident %s at %s %s", number, request.method, request.path, exc_info=error)
    return refused(Problem(500), incident=number)


def _sentences() -> dict[int, str]:
    return {
        401: _("没有令牌，或令牌已经失效。请在“令牌”页面新建一个。"),
        403: _("这个令牌不能做这件事。"),
        404: _("没有这个地址，或者它不在这个令牌能看到的范围内。"),
        405: _("这个地址不支持这种请求方式。"),
        409: _("现在不能做这件事。"),
        413: _("内容太多，没有接收。请分几次发送。"),
        415: _("请用 application/json 发送；上传文件用 multipart/form-data。"),
        422: _("请求的内容看不懂。请对照接口说明。"),
        429: _("请求太频繁，请稍后再来。"),
        500: _("系统出错了，不是您的问题。请把编号告诉管理员。"),
    }
