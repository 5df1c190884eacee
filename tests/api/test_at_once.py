"""Programs that ask at the same moment, of a served home."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.api.conftest import EXAM
from tests.own_home import around
from tests.web.robust.serving import House, multipart, sample

CLICKS = 6
MAKE = """
import django; django.setup()
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from xueheng.apps.roster import tokens
account, now = get_user_model().objects.get(username="clerk"), timezone.now()
lent = ["data.see", "data.upload", "data.commit", "marks.see"]
print(tokens.make(account, "at once", permissions=lent, until=now + timedelta(days=1), now=now).secret)
"""
SCORES = "考号,姓名,学校,班级,数学,科学\n" + "\n".join(
    f"{n},生{n},青山县第二中学,1,{n},{n}" for n in range(10, 40)
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    served = House(sample(tmp_path_factory.mktemp("at_once") / "home"))
    with served.up():
        yield served


@pytest.fixture(scope="module")
def secret(house: House) -> str:
    told = around(house.home, DJANGO_SETTINGS_MODULE="xueheng.project.settings")
    line = [sys.executable, "-c", MAKE]
    return subprocess.run(line, env=told, capture_output=True, check=True, text=True).stdout.strip()


@pytest.fixture
def home() -> Path | None:
    return None


def post(house: House, path: str, secret: str, body: tuple[bytes, str], **headers: str) -> Any:
    """The status, the body and the headers that an act is answered with."""
    told = {"Authorization": f"Bearer {secret}", "Content-Type": body[1], **headers}
    request = urllib.request.Request(f"{house.base}/api/v1/{path}", body[0], told)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def form(period: str) -> tuple[bytes, str]:
    said = {"table": "scores", "org": "430299", "period": period, "label": "大考", "exam": EXAM}
    return multipart(said, ("a.csv", SCORES.encode("utf-8-sig")))


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "one"}])
def test_the_same_file_sent_at_once_is_one_upload(house: House, secret: str, key: dict[str, str]) -> None:
    period, body = str(2041 + len(key)), form(str(2041 + len(key)))
    with ThreadPoolExecutor(CLICKS) as pool:
        answers = list(pool.map(lambda _n: post(house, "uploads", secret, body, **key), range(CLICKS)))
    assert {status for status, _body, _headers in answers} <= {200, 409}
    assert all(headers["Retry-After"] for status, _body, headers in answers if status == 409)
    assert house.value("select count(*) from intake_upload where period = ?", period) == 1
    assert post(house, "uploads", secret, body, **key)[0] == 200


def test_a_limit_counts_what_several_ask_at_once(house: House, secret: str) -> None:
    with ThreadPoolExecutor(CLICKS) as pool:
        told = list(
            pool.map(lambda _n: post(house, "me", "xh_wrong", (b"{}", "application/json")), range(66))
        )
    statuses = [status for status, _body, _headers in told]
    assert (statuses.count(401), statuses.count(429)) == (60, 6)
