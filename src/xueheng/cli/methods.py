"""`xueheng methods`: the methods there are, and what one of them takes, gives and rests on."""

from __future__ import annotations

import argparse
import json
from typing import Any

from xueheng.cli.main import UsageError, said
from xueheng.methods.declare import Method
from xueheng.methods.describe import method_json
from xueheng.methods.registry import UnknownMethod, method, method_names


def main(options: argparse.Namespace) -> int:
    """List all methods, or describe one."""
    try:
        declared = [method(name) for name in ([options.method] if options.method else method_names())]
    except UnknownMethod as error:
        raise UsageError(str(error)) from error
    if options.json:
        found = [method_json(m, options.lang) for m in declared]
        print(json.dumps(found[0] if options.method else {"methods": found}, ensure_ascii=False))
    elif options.method:
        _describe(declared[0], options.lang)
    else:
        for m in declared:
            print(f"{m.name:<20} {said(m.reproduces, options.lang)}  {m.label.say(options.lang)}")
    return 0


def _describe(declared: Method, lang: Any) -> None:
    shown = method_json(declared, lang)
    print(f"{declared.name} · {shown['label']} · {said(declared.reproduces, lang)}\n\n{shown['note']}")
    for part in ("inputs", "params", "tables", "figures", "rules"):
        print(f"\n{said(f'part_{part}', lang)}")
        for item in shown[part]:
            print("  " + _line(item))


def _line(item: dict[str, Any]) -> str:
    star = "*" if item.get("required") else ""
    more = [f"= {json.dumps(item['default'], ensure_ascii=False)}"] if "default" in item else []
    if "columns" in item:
        more.append(", ".join(c["name"] + ("*" if c.get("required") else "") for c in item["columns"]))
    if "choices" in item:
        more.append(" | ".join(item["choices"]))
    return "  ".join([f"{item['name']}{star}", *([item["label"]] if "label" in item else []), *more])
