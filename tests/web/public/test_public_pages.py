"""The public pages: no account, current, verifiable, gone once taken down."""

import pytest
from django.urls import reverse
from tests.platform_home import NOW

from xueheng.apps.publish import queries
from xueheng.apps.publish.services import take_down
from xueheng.methods.run import digest
from xueheng.methods.verify import verify

pytestmark = pytest.mark.django_db
FILES = (("public:publication", ()), ("public:bundle", ()), ("public:table", ("table-1.csv",)))


@pytest.fixture
def shown(press):
    return press.published(press.balance())


def page(client, name="public:index", *arguments):
    return client.get(reverse(name, args=arguments))


def status(client, name, *arguments):
    """The status of an answer that was read to its end."""
    answer = page(client, name, *arguments)
    answer.getvalue()
    return answer.status_code


def text(response):
    return response.content.decode()


def test_anybody_finds_what_is_published_and_the_schools(client, shown):
    said = text(page(client))
    assert "2026年均衡监测结果" in said
    assert "城关一小" in said
    assert reverse("public:publication", args=[shown.pk]) in said


def test_a_publication_says_its_date_documents_and_receipt(client, shown):
    said = text(page(client, "public:publication", shown.pk))
    assert shown.run.bundle_sha256 in said
    assert shown.sha256 in said
    assert "教督〔2017〕6号" in said


def test_it_speaks_english_too(client, shown):
    client.cookies["django_language"] = "en"
    said = text(page(client, "public:publication", shown.pk))
    assert "How to verify this result" in said
    assert "Between-school" in said or "between-school" in said


def test_the_public_receipt_is_the_run_s(client, shown):
    answer = page(client, "public:bundle", shown.pk)
    assert b"".join(answer.streaming_content) == queries.bundle(shown).read_bytes()


def test_no_page_has_a_script_or_style_of_its_own(client, shown):
    said = text(page(client, "public:publication", shown.pk))
    assert "<style" not in said
    assert said.count("<script") == said.count("<script src=") + said.count(
        '<script type="application/json">'
    )


@pytest.mark.parametrize(("name", "more"), FILES)
def test_once_taken_down_every_address_of_it_is_gone(client, press, shown, name, more):
    assert status(client, name, shown.pk, *more) == 200
    take_down(shown, reason="数据有误", actor=press.desk.second, now=NOW)
    assert status(client, name, shown.pk, *more) in (404, 410)
    assert "2026年均衡监测结果" not in text(page(client))


def test_a_taken_down_page_says_why(client, press, shown):
    take_down(shown, reason="数据<script>有误", actor=press.desk.second, now=NOW)
    answer = page(client, "public:publication", shown.pk)
    assert answer.status_code == 410
    assert "数据&lt;script&gt;有误" in text(answer)


@pytest.mark.parametrize(("name", "more"), FILES)
def test_what_waits_for_approval_is_nowhere(client, press, name, more):
    waiting = press.ask(press.balance())
    assert page(client, name, waiting.pk, *more).status_code == 404


@pytest.mark.parametrize("name", ["released.json", "manifest.json", "zh.html", "..%2Fmanifest.json"])
def test_only_tables_can_be_fetched_by_name(client, shown, name):
    assert page(client, "public:table", shown.pk, name).status_code == 404


def test_pages_for_schools_are_not_public(client, press):
    private = press.published(press.balance(), "schools")
    assert page(client, "public:publication", private.pk).status_code == 404


def test_an_older_one_says_so_and_links_on(client, press, shown):
    new = press.published(press.balance(plus=1))
    answer = page(client, "public:publication", shown.pk)
    assert reverse("public:publication", args=[new.pk]) in text(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_nothing_is_kept_on_the_way(client, shown):
    assert page(client, "public:publication", shown.pk).headers["Cache-Control"] == "no-cache"


def test_small_schools_are_protected_and_no_receipt_goes_around_it(client, press):
    small = press.published(press.balance(4, 300, 420, 510))
    said = text(page(client, "public:publication", small.pk))
    assert "不单列，以保护人数少的学校" in said
    assert "&lt;5" in said
    assert page(client, "public:bundle", small.pk).status_code == 404


def test_a_page_takes_few_queries(client, shown, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        page(client)
    with django_assert_max_num_queries(15):
        page(client, "public:publication", shown.pk)


def test_the_public_receipt_is_verified_by_anybody(client, shown):
    found = verify(queries.bundle(shown), public_key=None)
    says_so = "用它重算一遍" in text(page(client, "public:publication", shown.pk))
    assert (found.intact, found.recomputed is True) == (True, says_so)
    assert queries.manifest(shown)["public_bundle_sha256"] == digest(queries.bundle(shown))
