"""The platform's own commands, each in a process of its own, on a small county."""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from time import monotonic, sleep

import pytest
from tests.own_home import around, changed, copied, rows
from tests.postgres import CHOSEN

GOOD = "学校,学段,学生数,图书\n甲小学,小学,90,1800\n乙小学,小学,60,900\n"
BAD = "学校,学段,学生数,图书\n甲小学,小学,九十,1800\n"


def xueheng(home, *words, stop_at=""):
    """One command in a process of its own."""
    line = [sys.executable, "-m", "xueheng", *words, "--home", str(home)]
    environment = around(home, XUEHENG_STOP_AT=stop_at)
    return subprocess.run(line, capture_output=True, encoding="utf-8", env=environment)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A home with the small county."""
    home = tmp_path_factory.mktemp("platform") / "home"
    xueheng(home, "init")
    environment = around(home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    subprocess.run(
        [sys.executable, "-m", "django", "sample", "--size", "small"],
        check=True,
        capture_output=True,
        env=environment,
    )
    return home


@pytest.fixture
def home(small, tmp_path):
    """A copy of it for one test."""
    return copied(small, tmp_path / "home")


@pytest.fixture
def bring(home, write):
    """Import a text file into the county's table of resources."""

    def brought(text, *more, user="clerk", stop_at=""):
        words = ("import", str(write("a.csv", text)), "--table", "school_resources", "--school", "430299")
        return xueheng(home, *words, "--as", user, "--period", "2031", *more, stop_at=stop_at)

    return brought


def test_init_opens_the_first_account_once_and_keeps_what_stands(tmp_path):
    first = xueheng(tmp_path / "h", "init", "--name", "青山县", "--code", "430299")
    second = xueheng(tmp_path / "h", "init", "--name", "青山县", "--code", "430299")
    assert "激活码" in first.stdout
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, "")


def test_doctor_finds_a_new_home_healthy(home):
    found = xueheng(home, "doctor", "--json")
    document = json.loads(found.stdout)
    assert (found.returncode, document["healthy"]) == (0, True), found.stdout
    assert {"audit", "roster", "intake", "runs", "publish"} <= set(document["checks"])


def test_doctor_notices_an_altered_history(home):
    drop = "drop trigger audit_no_update" if not CHOSEN else "drop trigger audit_no_change on audit_entry"
    changed(home, drop, "update audit_entry set actor = 'somebody' where sequence = 3")
    found = xueheng(home, "doctor", "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["checks"]["audit"]


def test_the_database_itself_refuses_to_alter_the_history(home):
    with pytest.raises(Exception, match="audit entries are never altered"):
        changed(home, "update audit_entry set actor = 'somebody' where sequence = 3")


def test_doctor_notices_an_altered_dataset(home):
    path = sorted((home / "datasets").glob("*.parquet"))[0]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    found = xueheng(home, "doctor", "--json")
    assert (found.returncode, json.loads(found.stdout)["healthy"]) == (1, False)


def test_a_file_is_brought_in_once(bring):
    first, second = json.loads(bring(GOOD, "--json").stdout), json.loads(bring(GOOD, "--json").stdout)
    assert first["files"][0]["dataset"] == second["files"][0]["dataset"] != None  # noqa: E711


def test_a_bad_file_is_refused_with_its_row(bring):
    found = bring(BAD)
    assert found.returncode == 1
    assert "学生数" in found.stderr
    assert "九十" in found.stderr


def test_who_may_not_commit_brings_nothing_in(bring):
    assert bring(GOOD, user="leader").returncode != 0
    assert bring(GOOD, user="nobody").returncode == 2


@pytest.mark.parametrize(
    "point", ["intake.receive.stored", "intake.commit.file_written", "intake.commit.row_written"]
)
def test_a_kill_while_importing_leaves_before_or_after(bring, home, point):
    killed = bring(GOOD, stop_at=point)
    ((n,),) = rows(home, "select count(*) from intake_dataset where period = '2031'")
    assert (killed.returncode, n) == (-9, 0)
    assert xueheng(home, "doctor").returncode == 0
    assert bring(GOOD).returncode == 0


def test_serve_wants_a_database_first(tmp_path):
    found = xueheng(tmp_path / "empty", "serve", "--port", "1")
    assert (found.returncode, "xueheng init" in found.stderr) == (2, True)


def test_the_public_pages_need_no_account(home):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "xueheng", "serve", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=around(home)) as process:
        text = answered(f"http://127.0.0.1:{port}/public/")
        process.terminate()
    assert "青山县" in text


def answered(address):
    """What a server says once it has started."""
    until = monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            if monotonic() > until:
                raise
            sleep(0.2)
