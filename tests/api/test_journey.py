"""A program does what a clerk does on the pages: from a file to what everybody may read."""

import pytest
from django.contrib.auth import get_user_model
from tests.api.addresses import operations
from tests.api.conftest import with_token
from tests.api.test_once import SCORES, form
from tests.apps.publish.conftest import resources

from xueheng.apps.audit.queries import breaks
from xueheng.apps.roster.models import Guardian, Person, Spell

pytestmark = pytest.mark.django_db
BALANCE = {"method": "balance.standard", "params": {"standard": "yzjh-2017"}, "is_rehearsal": False}


@pytest.fixture
def clerk(program, county):
    return program("section_clerk", county.bureau)


@pytest.fixture
def second(program, county):
    return program("approver", county.bureau)


@pytest.fixture
def sent(clerk, django_capture_on_commit_callbacks):
    """Sends a file, which is read at once, and commits it."""

    def committed(form):
        with django_capture_on_commit_callbacks(execute=True):
            upload = clerk.send(form).json()["id"]
        return clerk.post(f"uploads/{upload}/commit").json()

    return committed


@pytest.fixture
def dataset(sent, county):
    table = resources(300, 420, 510, 640).to_pydict()
    text = "\n".join(",".join(row) for row in [tuple(table), *zip(*table.values(), strict=True)])
    said = {"table": "school_resources", "org": county.county.code, "label": "条件", "exam": "{}"}
    return sent(form(county, text, **said))


@pytest.fixture
def run(clerk, second, dataset, county):
    asked = BALANCE | {"org": county.county.code, "inputs": {"schools": dataset["id"]}}
    made = clerk.post("runs", asked).json()
    [waiting] = second.get("approvals").json()
    second.post(f"approvals/{waiting['id']}/decision", {"answer": "agree"})
    return clerk.get(f"runs/{made['id']}").json()


def test_a_file_becomes_rows_that_can_be_read(clerk, dataset):
    rows = clerk.get(f"datasets/{dataset['id']}/rows", limit=2, offset=1).json()
    assert (dataset["rows"], rows["total"], len(rows["rows"])) == (4, 4, 2)


def test_a_run_is_sealed_by_a_second_program_and_tells_the_same_as_its_page(clerk, run):
    report, table = (clerk.get(f"runs/{run['id']}/{part}").json() for part in ("report", "tables/verdicts"))
    assert (run["state"], report["kind"], report["title"]["zh"]) == ("sealed", "report", run["title"])
    assert len(table["rows"]) == table["total"] > 0


def test_who_asked_does_not_agree(clerk, second, dataset, county):
    asked = BALANCE | {"org": county.county.code, "inputs": {"schools": dataset["id"]}}
    clerk.post("runs", asked)
    [waiting] = second.get("approvals").json()
    assert clerk.post(f"approvals/{waiting['id']}/decision", {"answer": "agree"}).status_code in (403, 404)


def test_what_is_published_is_read_by_everybody_until_it_is_taken_down(clerk, second, stranger, run):
    said = {"run": run["id"], "audience": "public", "title": "均衡", "title_en": "Balance"}
    shown = clerk.post("publications", said).json()
    [waiting] = second.get("approvals").json()
    second.post(f"approvals/{waiting['id']}/decision", {"answer": "agree"})
    path = f"publications/{shown['id']}"
    read = [stranger.get(p).status_code for p in (path, f"{path}/page", f"{path}/tables/table-1.csv")]
    second.post(f"{path}/take-down", {"reason": "有误"})
    assert (read, stranger.get(path).status_code, breaks()) == ([200, 200, 200], 404, [])


def test_a_pupil_is_listed_without_papers_and_phones(program, county):
    child = Person.objects.create(
        name="<script>甲", number="G1", id_number="430299201301010019", phone="13800000000"
    )
    Spell.objects.create(person=child, school=county.south, klass=county.south_class, valid_from="2025-09-01")
    head = program("head", county.south)
    told = [head.get("pupils").content.decode(), head.get(f"pupils/{child.pk}").content.decode()]
    assert ["G1" in text for text in told] == [False, True]
    assert not any("430299201301010019" in text or "1380000" in text for text in told)


@pytest.mark.parametrize(("lent", "seen"), [(["children"], ["孩子"]), (["data.see"], [])])
def test_a_guardian_sees_own_children_where_the_token_lists_them(county, lent, seen):
    account = get_user_model().objects.get(pk=county.actor("head", county.south).account)
    child = Person.objects.create(name="孩子")
    Guardian.objects.create(child=child, guardian=account.person)
    told = with_token(account, permissions=lent)
    assert [one["person"]["name"] for one in told.get("children").json()] == seen
    assert (told.get(f"pupils/{child.pk}").status_code == 200) == bool(seen)


def test_nothing_in_an_exported_file_becomes_a_formula(clerk, sent, county):
    text = SCORES.replace("生10", "=HYPERLINK(1)")
    dataset = sent(form(county, text))["id"]
    assert b",'=HYPERLINK" in clerk.get(f"datasets/{dataset}/export", format="csv").body


@pytest.mark.parametrize("name", [n for n, (method, _p) in operations().items() if method == "GET"])
def test_only_what_is_public_is_read_without_a_token(stranger, name):
    path = operations()[name][1].removeprefix("/api/v1/")
    filled = path.format(id="00000000-0000-0000-0000-000000000000", number=1, code="x", name="x")
    assert (stranger.get(filled).status_code == 401) == (not name.startswith("publication"))
