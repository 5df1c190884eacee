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
        "XUEHENG_DATABASE_URL",
        "",
        "PostgreSQL 数据库的地址 postgresql://用户@主机/库名；不写就用文件夹里的 SQLite",
        "a PostgreSQL database, postgresql://user@host/name; without it SQLite in the folder",
    ),
    Setting(
        "XUEHENG_ENGINE_URL",
        "",
        "已有计算引擎的地址 sc://主机:端口（Spark Connect）；不写就在本机用 DuckDB",
        "an engine that is there, sc://host:port (Spark Connect); without it DuckDB on this machine",
    ),
    Setting(
        "XUEHENG_BACKUP_DAYS",
        "7",
        "多少天没有备份时体检要提醒；0 是不提醒",
        "after how many days without a backup doctor reminds; 0 for never",
    ),
    Setting(
        "XUEHENG_HTTPS",
        "",
        "写 1：网页只走 https，Cookie 不出 https",
        "1: pages are served over https only, and so are cookies",
    ),
    Setting(
        "XUEHENG_PROXIES",
        "0",
        "网页前面有几层代理；写了才相信它们说的来源地址和 https",
        "how many proxies stand before the pages; only then are they believed",
    ),
    Setting(
        "XUEHENG_OIDC_ISSUER",
        "",
        "统一身份提供方的地址；不写就没有统一身份登录",
        "address of an identity provider; without it there is none",
    ),
    Setting(
        "XUEHENG_OIDC_CLIENT_ID",
        "",
        "统一身份提供方给的客户端编号",
        "the client id that the identity provider gave",
    ),
    Setting(
        "XUEHENG_OIDC_SECRET_FILE",
        "",
        "客户端密钥所在的文件；不写就是文件夹里的 keys/oidc.secret",
        "file of the client secret; without it keys/oidc.secret in the folder",
    ),
    Setting(
        "XUEHENG_OIDC_NAME",
        "",
        "登录页上统一身份按钮的名字；不写就是提供方的域名",
        "name of the provider on the sign-in page; without it its host",
    ),
    Setting(
        "XUEHENG_OIDC_NUMBER_CLAIM",
        "",
        "统一身份里哪一项是教师编号；不写就只能由本人绑定",
        "the claim that is the teacher's number; without it only owners tie identities",
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
