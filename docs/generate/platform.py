"""Reference of the platform: roles, jobs of the year, addresses with their rules, stop points."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from typing import Any

from generate.markdown import code, codes, heading, page, table, title

SETTINGS = "xueheng.project.settings"
ROLES_INTRO = (
    "本页由 `apps/roster/roles.yaml` 生成。岗位在哪个机构，权限就到哪个机构和它以下的机构；"
    "局和股室的岗位管全县。“只在”一栏写明的，别处不算。",
    "Generated. A post gives its role's permissions at its organisation and everything below it; one at "
    "the bureau or a section reaches the county; where a kind is named, it counts there only. "
    "Parents and pupils hold no post: a parent sees own children.",
)
JOBS_INTRO = (
    "本页由 `packs/*/pack.yaml` 生成：一年里什么时候、由谁、在哪一页做什么。",
    "Generated: what is due when, by whom, and where it is done.",
)
ADDRESSES_INTRO = (
    "本页由各页声明的规则生成。没有声明规则的地址打不开。",
    "Generated from what each page declares. An address without a rule cannot be opened. The rule says who "
    "may open the page; what is shown on it is limited to the reader's organisations or children.",
)
STOPS_INTRO = (
    "供测试用：环境变量 `XUEHENG_STOP_AT` 等于其中一个名称时，进程走到那里就被杀死；"
    "留下的只能是“之前”或“之后”的状态。",
    "For tests: when `XUEHENG_STOP_AT` is one of these names the process is killed there; what it leaves is "
    "the state before or after the act, never between.",
)


def platform_pages() -> dict[str, str]:
    """Every page of this part of the reference."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    importlib.import_module("django").setup()
    return {
        "roles.md": _roles(),
        "calendar.md": _jobs(),
        "addresses.md": _addresses(),
        "stops.md": _stops(),
    }


def _roles() -> str:
    roles = importlib.import_module("xueheng.apps.roster.roles")
    permissions = roles.all_permissions()
    may = [(code(name), said.zh, said.en) for name, said in permissions.items()]
    held = [
        (code(r.id), title(r.label), code(r.at) if r.at else "", codes(sorted(r.may)))
        for r in roles.roles().values()
    ]
    return page(
        "# 岗位与权限 Roles",
        *ROLES_INTRO,
        heading("权限 Permissions", anchor="permissions"),
        table(("权限 Permission", "中文", "English"), may),
        heading("岗位 Roles", anchor="roles"),
        table(("岗位 Role", "名称 Name", "只在 Only at", "可以 May"), held),
    )


def _jobs() -> str:
    packs = importlib.import_module("xueheng.apps.packs").packs()
    rows = [
        (
            f"{job.month:02}-{job.day:02}",
            title(job.label),
            code(job.role),
            code(job.address),
            title(pack.label),
        )
        for pack in packs
        for job in pack.jobs
    ]
    heads = ("截止 Due", "工作 Job", "岗位 Role", "页面 Page", "业务 Function")
    return page("# 一年的工作 The year", *JOBS_INTRO, table(heads, sorted(rows)))


def _addresses() -> str:
    urls = importlib.import_module("django.urls")
    rows = [
        (code(f"/{address}"), code(name), code(view.rule), " ".join(view.methods))
        for address, name, view in _routes(urls.get_resolver().url_patterns, "", "")
    ]
    heads = ("地址 Address", "名称 Name", "规则 Rule", "方法 Methods")
    return page("# 页面地址 Addresses", *ADDRESSES_INTRO, table(heads, sorted(rows)))


def _routes(patterns: Any, prefix: str, room: str) -> Iterator[tuple[str, str, Any]]:
    """Every address with its name and its view."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, address, pattern.app_name or room)
        else:
            yield address, f"{room}:{pattern.name}", pattern.callback


def _stops() -> str:
    apps = importlib.import_module("xueheng.apps")
    for module in pkgutil.walk_packages(apps.__path__, "xueheng.apps."):
        if ".migrations" not in module.name and ".commands" not in module.name:
            importlib.import_module(module.name)
    points = importlib.import_module("xueheng.apps.audit.stops").POINTS
    rows = [(code(name), said) for name, said in sorted(points.items())]
    return page("# 停止点 Stop points", *STOPS_INTRO, table(("名称 Name", "说明 What has happened"), rows))
