import shutil
import subprocess
import sys

import pytest

from xueheng.cli.demo import EXAMPLES, Job
from xueheng.cli.main import main
from xueheng.standards.yaml_source import load_list

CHROMIUM = shutil.which("chromium")
JOBS = [job.id for job in load_list(EXAMPLES / "jobs.yaml", Job)]


def demo(home, *more):
    """What the demonstration prints in a process of its own."""
    line = [
        sys.executable,
        "-m",
        "xueheng",
        "demo",
        "--no-serve",
        "--size",
        "small",
        "--home",
        str(home),
        *more,
    ]
    done = subprocess.run(line, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A home folder in which the demonstration has been made once, and what it said."""
    folder = tmp_path_factory.mktemp("home")
    return folder, demo(folder)


@pytest.fixture(scope="module")
def home(told):
    """The home folder alone."""
    return told[0]


@pytest.mark.parametrize("job", JOBS)
def test_each_job_leaves_a_report_tables_and_bundles(home, job):
    names = {file.name for file in (home / "demo" / job).iterdir()}
    assert {
        "index.html",
        "index.en.html",
        "result.json",
        "receipt.xhb.zip",
        "receipt.public.xhb.zip",
    } <= names
    assert any(name.endswith(".csv") for name in names)


@pytest.mark.parametrize("job", JOBS)
def test_each_bundle_is_signed_by_the_home_and_recomputes(home, job, capsys):
    key = home / "keys" / "signing.pub.pem"
    bundle = home / "demo" / job / "receipt.xhb.zip"
    assert main(["verify", str(bundle), "--key", str(key), "--lang", "en"]) == 0
    assert "Signature valid" in capsys.readouterr().out


def test_a_second_start_makes_the_same_bundles(home):
    bundles = sorted((home / "demo").rglob("*.xhb.zip"))
    before = [b.read_bytes() for b in bundles]
    demo(home, "--lang", "en")
    assert [b.read_bytes() for b in bundles] == before


def test_it_says_what_it_read_found_and_wrote(told):
    home, said = told
    assert "读到 coefficients：coefficients.csv，14 行，其中可用 14 行" in said
    assert "小学图书差异系数：0.515" in said
    assert said.count("存证已核验") == len(JOBS)
    assert str(home / "demo" / "index.html") in said


def test_nothing_half_written_stays(home):
    assert not [p for p in home.rglob(".writing-*")]


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_the_screen_and_complains_of_nothing(home, browser, width):
    complaints, wide = [], []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in sorted((home / "demo").rglob("*.html")):
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path.name)
    page.close()
    assert (complaints, wide) == ([], [])
