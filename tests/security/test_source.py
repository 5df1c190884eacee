"""What the sources of the platform never do: the attacks 6, 16, 25 and 29 have nothing to hold on to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import xueheng

SOURCE = Path(xueheng.__file__).parent
PLATFORM = ("apps", "web", "api", "packs", "project")
EVERYWHERE = (*PLATFORM, "sample", "reports", "tables", "methods", "indicators", "standards", "engine", "cli")
LAWS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {  # where, what, and the files that may
    "no shell": (EVERYWHERE, r"os\.system|os\.popen|shell=True", ()),
    "no other program": (PLATFORM, r"^\s*(?:import|from) subprocess", ("web/management/commands/serve.py",)),
    "no code from text": (PLATFORM, r"(?<![.\w])(?:eval|exec|compile)\(|__import__", ()),
    "no objects from bytes": (
        EVERYWHERE, r"\b(?:pickle|marshal|shelve|dill)\b", ("tables/marking/spooled.py",)),
    "no YAML that makes objects": (EVERYWHERE, r"yaml\.(?:load|unsafe_load|full_load)\(", ()),
    "no chance that can be foreseen": (PLATFORM, r"^\s*(?:import|from) random|np\.random", ()),
    "no weak hashes": (  # RFC 3797 draws by MD5: it is repeated as published, with a warning
        EVERYWHERE, r"\b(?:md5|sha1)\(", ("engine/lottery/rfc3797.py", "methods/lottery_draw/verifier.py")),
    "no weak ciphers": (EVERYWHERE, r"modes\.(?:ECB|CBC)|PKCS1v15|\b(?:ARC4|TripleDES|Blowfish)\b", ()),
    "no calls to other machines": (
        EVERYWHERE,
        r"^\s*(?:import|from) (?:urllib\.request|http\.client|socket|smtplib|ftplib|httpx|aiohttp)",
        (),
    ),
    "no trust in a bad certificate": (EVERYWHERE, r"verify=False|CERT_NONE|_create_unverified", ()),
    "no queries of their own": (PLATFORM, r"\.raw\(|\.extra\(|RawSQL", ()),
    "no form without its token": (PLATFORM, r"csrf_exempt", ("api/urls.py",)),
    "no markup from text": (
        ("web", "api", "packs"), r"mark_safe|format_html", ("web/results/views_report.py",)),
    "no secrets in them": (EVERYWHERE, r"(?i)(?:password|secret|token)\s*=\s*[\"'][^\"'{}]{8,}[\"']", ()),
    "no directories or caches": (PLATFORM, r"^\s*(?:import|from) (?:ldap3?|memcache|pymemcache)\b", ()),
}  # fmt: skip
SCRIPTS = {
    "no markup from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
    "no code from text": r"\beval\(|new Function|setTimeout\(['\"]",
    "nothing kept": r"localStorage|sessionStorage|indexedDB|document\.cookie",
    "no messages from other windows": r"postMessage|['\"]message['\"]",
    "no lines of their own": r"WebSocket|EventSource|https?://",
    "no prototypes": r"__proto__|Object\.assign|\.prototype\b",
}


@pytest.fixture(autouse=True)
def home() -> None:
    """No home: nothing runs."""


@pytest.mark.parametrize("law", LAWS)
def test_the_sources_keep_the_law(law):
    folders, pattern, allowed = LAWS[law]
    paths = [path for folder in folders for path in (SOURCE / folder).rglob("*.py")]
    said = re.compile(pattern, re.MULTILINE)
    found = {p.relative_to(SOURCE).as_posix() for p in paths if said.search(p.read_text("utf-8"))}
    assert sorted(found - {*allowed}) == []


@pytest.mark.parametrize("law", SCRIPTS)
def test_our_own_scripts_keep_the_law(law):
    scripts = [*(SOURCE / "web" / "static").glob("*.js")]
    assert [s.name for s in scripts if re.search(SCRIPTS[law], s.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "what", [r"\|safe\b", r"autoescape\s+off", r"<script(?![^>]*\bsrc=)", r"\son\w+=", r"style=\"[^\"]*{{"]
)
def test_templates_escape_everything(what):
    pages = [p for folder in ("web", "api", "packs", "apps") for p in (SOURCE / folder).rglob("*.html")]
    assert [p.relative_to(SOURCE).as_posix() for p in pages if re.search(what, p.read_text("utf-8"))] == []
