"""The command line, called as a function and as a program."""

import json
import subprocess
import sys
from dataclasses import dataclass

import pytest

from xueheng.cli.main import main

SCHOOLS = "学校,学段,学生数,设备值\n甲,小学,100,5\n乙,小学,33,9\n"
SCORES = "考号,姓名,语文\n1,李明,90\n2,王小,81.5\n"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def cli(capsys, monkeypatch, tmp_path):
    """Call the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XUEHENG_LANG", raising=False)
    monkeypatch.delenv("XUEHENG_HOME", raising=False)

    def called(*line):
        try:
            code = main([str(word) for word in line])
        except SystemExit as stop:
            code = stop.code
        return Done(code, *capsys.readouterr())

    return called


@pytest.fixture(scope="session")
def program():
    """Start the program in a process of its own."""

    def started(*line, flags=(), cwd=None):
        command = [sys.executable, *flags, "-m", "xueheng", *map(str, line)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, check=False)
        return Done(done.returncode, done.stdout, done.stderr)

    return started


@pytest.fixture
def schools(write):
    return write("schools.csv", SCHOOLS)


@pytest.fixture
def scores(write):
    return write("scores.csv", SCORES)


@pytest.fixture
def balance(schools):
    """The line of a small run."""
    return ("run", "balance.standard", schools, "-p", "standard=yzjh-2017")
