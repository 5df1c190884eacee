"""What a page asks its reader to do: files to write, commands to run, and what must then be seen.

A fenced block takes part when an HTML comment on the line before it says how:
`<!-- file: NAME -->`, `<!-- run -->`, `<!-- run: exit 1 -->`, `<!-- python -->`, `<!-- prints -->`
(each line stands in the output of the run before it), `<!-- in: PATH -->` (each line stands in
that file; `a.zip!member` is a member of a bundle).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from xueheng.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
FIRST = ROOT / "README.md"  # followed word for word, each command a process
CALLED = ("check", "inspect", "run", "template", "verify")  # of other pages called within this process
BLOCK = re.compile(r"<!-- (\w+)(?:: *(.*?))? -->\n```[^\n]*\n(.*?)```", re.S)


@dataclass(frozen=True)
class Step:
    kind: str
    detail: str
    body: str


def steps(page: Path) -> tuple[Step, ...]:
    """The blocks of a page that take part, in order."""
    text = page.read_text(encoding="utf-8")
    return tuple(Step(kind, detail or "", body) for kind, detail, body in BLOCK.findall(text))


def walk(page: Path, folder: Path) -> list[str]:
    """Follow a page in a folder that holds the examples; everything that did not come out as it says."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    problems: list[str] = []
    printed = ""
    for step in steps(page):
        if step.kind == "file":
            (folder / step.detail).write_text(step.body, encoding="utf-8")
        elif step.kind in ("run", "python"):
            printed, found = _run(step, folder, fresh=page == FIRST)
            problems += found
        else:
            problems += _missing(step, printed if step.kind == "prints" else _read(folder, step.detail))
    return problems


def commands(body: str) -> list[list[str]]:
    """The commands of a block; a backslash at the end of a line joins the next one to it."""
    lines = body.replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line.strip()]


def _run(step: Step, folder: Path, *, fresh: bool) -> tuple[str, list[str]]:
    asked = [["python3", "-c", step.body]] if step.kind == "python" else commands(step.body)
    wanted = int(step.detail.removeprefix("exit ") or 0)
    printed, problems = "", []
    for words in asked:
        is_call = not fresh and words[1:2] == ["start.py"] and words[2] in CALLED
        done = _called(words[2:], folder) if is_call else _started(words, folder)
        printed += done.stdout + done.stderr
        if done.returncode != wanted:
            problems.append(f"{shlex.join(words)[:200]}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return printed, problems


def _called(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Call the command line as a function, in the folder and without settings of this machine."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
        patch.dict(os.environ, _plain(), clear=True),
    ):
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def _plain() -> dict[str, str]:
    """The environment without our own settings."""
    return {k: v for k, v in os.environ.items() if not k.startswith("XUEHENG_")}


def _started(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run with the environment's own Python; start.py only prepares what is here already."""
    line = [sys.executable, *words[1:]] if words[0] == "python3" else words
    if words[:2] == ["python3", "start.py"]:
        line = [sys.executable, "-m", "xueheng", *words[2:]]
    env = _plain() | {"PYTHONUTF8": "1"}
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def _read(folder: Path, place: str) -> str:
    file, _, member = place.partition("!")
    if not (folder / file).is_file():
        return ""
    if not member:
        return (folder / file).read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / file) as bundle:
        return bundle.read(member).decode("utf-8")


def _missing(step: Step, text: str) -> list[str]:
    """Lines of the block that do not stand in the text; any white space is as good as another."""
    held = " ".join(text.split())
    wanted = (" ".join(line.split()) for line in step.body.splitlines() if line.strip())
    return [f"{step.kind} {step.detail}: {line}" for line in wanted if line not in held]
