"""The settings that the environment may give; an option on the command line stands above them."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """One setting: its environment variable, its default and what it means."""

    variable: str
    default: str
    zh: str
    en: str


SETTINGS = (
    Setting(
        "XUEHENG_LANG", "zh", "提示语言：zh 或 en（同 --lang）", "language of messages: zh or en (as --lang)"
    ),
    Setting(
        "XUEHENG_HOME",
        "xueheng-home",
        "存放数据和密钥的文件夹（同 --home）",
        "folder of data and keys (as --home)",
    ),
    Setting(
        "XUEHENG_HOSTS",
        "127.0.0.1,localhost",
        "网页接受的主机名，用逗号分开",
        "names of the host under which pages are served, by commas",
    ),
    Setting(
        "XUEHENG_STOP_AT",
        "",
        "仅供测试：在这个点杀死进程",
        "for tests only: kill the process at this point",
    ),
)


def setting(variable: str) -> str:
    """The value of a setting."""
    default = next(s.default for s in SETTINGS if s.variable == variable)
    return os.environ.get(variable) or default
