"""Set Xueheng up and run it: `python3 start.py demo`, `python3 start.py test`, or any `xueheng` command.

Needs Python 3.11 or newer with pip and venv; nothing else. Works on Linux, macOS and Windows.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def main(arguments: list[str]) -> int:
    """Prepare the virtual environment, then run the tests or the command."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python meets first)
        print("需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed", file=sys.stderr)
        return 2
    if arguments[:1] == ["test"]:
        prepare(ROOT / "requirements-dev.lock")
        return run(["-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments[1:]])
    prepare(ROOT / "requirements.lock")
    return run(["-m", "xueheng", *(arguments or ["--help"])])


def prepare(lock: Path) -> None:
    """Leave a virtual environment that holds what the lock file pins, and the package itself."""
    stamp = VENV / f"{lock.stem}.installed"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.is_file():
        return
    print("正在准备运行环境(只需一次)… / Setting up, once only…", file=sys.stderr, flush=True)
    if not PYTHON.is_file():
        venv.create(VENV, with_pip=True)
    install("--require-hashes", "-r", str(lock))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    stamp.write_text(wanted)


def install(*what: str) -> None:
    """Install with pip, quietly; stop with pip's own words if it fails."""
    done = run(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what])
    if done:
        sys.exit(f"安装失败,请检查网络或 pip 设置 / pip could not install (exit {done})")


def run(arguments: list[str]) -> int:
    """Run the environment's Python from the folder that the user is in."""
    try:
        return subprocess.call([str(PYTHON), *arguments])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
