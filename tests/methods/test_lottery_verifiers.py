"""Three programs that share no code draw alike: ours, the one file of Python, and the page in a browser."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files

import pyarrow as pa
import pytest

from xueheng.methods.lottery_draw import Params, body
from xueheng.methods.outcome import csv_bytes, json_value
from xueheng.methods.params import params_json

HOME = files("xueheng.methods.lottery_draw")
MANY = 1_000
SHOWN = ("position", "id", "ticket", "admitted", "class")
LETTERS = "AZaz09-甲乙é\U00020000\uffe0"


def _params(random_: random.Random) -> Params:
    procedure = random_.choice(["xhl1", "xhl1", "xhl1", "rfc3797", "start_interval"])
    few = random_.choice([None, 0, 1, 3, 7])
    rule = random_.choice(["expand", "skip", "split"])
    if procedure != "xhl1":
        sources = (
            f"{random_.randrange(99)},{random_.randrange(99)}",
            f"ordered:{random_.getrandbits(70)},4,0",
        )
        given = (
            {"sources": sources}
            if procedure == "rfc3797"
            else {"start": 1, "interval": random_.randint(1, 9)}
        )
        return Params(procedure, select=few, seats=random_.choice([None, 4]), last_unit=rule, **given)
    secrets = tuple(f"见证{n}:{random_.getrandbits(64):x}:" + "尾" for n in range(random_.randrange(3)))
    public = random_.choice(["", "福彩3D|2026200|4,0,9"])
    said = Params(procedure, hash_=random_.choice(["sha256", "sm3"]), event="甲" * random_.randint(1, 60))
    classes = random_.choice([None, 1, 3])
    return replace(said, public=public, secret=secrets, seats=few, last_unit=rule, classes=classes)


def _roll(random_: random.Random) -> pa.Table:
    texts = (
        "".join(random_.choices(LETTERS, k=random_.randint(1, 4))) for _ in range(random_.randint(1, 14))
    )
    ids = list(dict.fromkeys(texts))
    groups = [random_.choice([None, None, "组\uffe1", "组\U00020001"]) for _ in ids]
    return pa.table(
        {
            "id": ids,
            "together": pa.array(groups, pa.string()),
            "size": [random_.choice([1, 1, 2]) for _ in ids],
        }
    )


@pytest.fixture(scope="module")
def draws():
    """Random draws of every kind: what was announced, and the published rows as text."""
    made = []
    for seed in range(MANY):
        random_ = random.Random(seed)
        params = _params(random_)
        outcome = body.run({"roll": _roll(random_)}, params)
        said = {"params": params_json(params), "figures": json_value(outcome.figures)}
        made.append((said, csv_bytes(outcome.tables["order"]).decode()))
    return made


@pytest.fixture(scope="module")
def verifier():
    spec = importlib.util.spec_from_file_location("verifier", str(HOME / "verifier.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    opened.set_default_timeout(20_000)
    opened.goto((HOME / "verifier.html").as_uri())
    yield opened
    opened.close()


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_one_file_agrees_on_a_thousand_random_draws(draws, verifier):
    wrong = []
    for said, text in draws:
        published = _rows(text)
        steps, rows = verifier.recomputed(said["params"], published)
        same = [[str(r[c]) for c in SHOWN] for r in rows] == [[r[c] for c in SHOWN] for r in published]
        if not same or any(said["figures"].get(name) != steps.get(name) for name in ("roll_hash", "seed")):
            wrong.append(said)
    assert wrong == []


browsers = pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium on the path")


@browsers
def test_the_page_agrees_on_a_thousand_random_draws(draws, page):
    found = page.evaluate("(draws) => draws.map(([said, text]) => verified(said, csv(text)).holds)", draws)
    assert found == [True] * MANY


@browsers
def test_the_page_shows_each_step_and_ones_own_place(draws, page):
    said, text = next(d for d in draws if d[0]["figures"]["stage"] == "drawn" and d[0]["params"]["secret"])
    own = _rows(text)[0]
    page.evaluate("document.querySelector('details').open = true")
    page.fill("#draw", json.dumps(said))
    page.fill("#order", text)
    page.fill("#id", own["id"])
    page.click("#go")
    page.wait_for_selector("#said h2")
    shown = page.inner_text("#said")
    assert "全部相符" in shown
    assert own["ticket"] in shown
    assert said["figures"]["roll_hash"] in shown
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@browsers
def test_the_page_takes_the_bundle_itself(run, write, pack, page):
    roll = write("roll.csv", "id\nA1\nB2\n")
    drawn = run(
        "lottery.draw", {"roll": roll}, procedure="rfc3797", sources="1,2", seats="1", rehearsal="true"
    )
    page.set_input_files("#files", pack(drawn)[1])
    page.click("#go")
    page.wait_for_selector("#said h2")
    shown = page.inner_text("#said")
    assert "全部相符" in shown
    assert "演练" in shown


@pytest.mark.parametrize("change", [("true", "false"), ("1,", "2,")])
def test_a_changed_order_is_found_by_the_one_file(draws, change, tmp_path):
    said, text = next(d for d in draws if "true" in d[1] and d[0]["params"]["procedure"] == "xhl1")
    head, _, rest = text.partition("\n")
    for name, order, code in (("right", rest, 0), ("wrong", rest.replace(*change, 1), 1)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "draw.json").write_text(json.dumps(said), "utf-8")
        (folder / "order.csv").write_text(f"{head}\n{order}", "utf-8", newline="")
        call = [sys.executable, "-I", "-X", "utf8", str(HOME / "verifier.py"), str(folder)]
        assert subprocess.run(call, capture_output=True, check=False).returncode == code


def test_the_sm3_of_the_one_file_is_that_of_the_standard(verifier):
    assert verifier.sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
