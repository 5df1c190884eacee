"""镜像入库: the roster agrees with the export, doubts wait for people, and a commit can be taken back."""

import pytest
from tests.packs.student_status.conftest import DA, NORTH, SOUTH, XIAO, line

from xueheng.apps.audit.models import Entry
from xueheng.apps.errors import DomainError, NotAllowed
from xueheng.apps.intake import services
from xueheng.apps.roster.models import Org, Person, Spell

pytestmark = pytest.mark.django_db


def test_new_pupils_are_enrolled_in_the_classes_that_stand(registry):
    registry.commit(XIAO, DA)
    assert registry.roll == {("林小满", "2143029901-2024-1"), ("赵大雪", "3143029902-2025-1")}


def test_an_unknown_class_is_made(registry, classes):
    registry.commit(line(NORTH, "三年级", "2402班", "G003", "孙七"))
    assert "2143029901-primary-2024-2" in classes()


def test_committing_the_same_rows_again_changes_nothing(registry):
    registry.commit(XIAO, DA)
    before = rows(Spell)
    registry.commit(DA, XIAO)
    assert rows(Spell) == before


def test_a_pupil_who_moved_has_one_open_spell_and_a_past_one(registry):
    registry.commit(XIAO, DA)
    registry.commit(XIAO.replace("三年级,1班", "三年级,2班"), DA)
    assert ("林小满", "2143029901-primary-2024-2") in registry.roll
    assert Spell.objects.filter(person__name="林小满", exit_kind="class_changed").count() == 1


def test_facts_that_changed_are_kept(registry):
    registry.commit(XIAO, DA)
    registry.commit(XIAO.replace("在读,否", "在读,是"), DA)
    assert Person.objects.get(number="G001").facts["boarder"] == "1"


@pytest.mark.parametrize(
    ("word", "way"), [("转出", "transferred"), ("毕业", "graduated"), ("退学", "withdrawn")]
)
def test_who_has_left_by_the_export_is_off_the_roll(registry, word, way):
    registry.commit(XIAO, DA)
    registry.commit(XIAO, DA.replace("在读", word))
    assert registry.roll == {("林小满", "2143029901-2024-1")}
    assert Spell.objects.get(person__name="赵大雪").exit_kind == way


def test_who_the_export_leaves_out_stays_on_the_roll(registry):
    registry.commit(XIAO, line(NORTH, "三年级", "1班", "G004", "周八"))
    registry.commit(XIAO)
    assert ("周八", "2143029901-2024-1") in registry.roll


def test_a_contradicting_row_changes_nobody(registry):
    registry.commit(XIAO, DA)
    registry.commit_as(None, XIAO.replace("林小满", "林小曼"), DA)
    assert Person.objects.get(number="G001").name == "林小满"


def test_a_name_changes_once_somebody_has_said_who_it_is(registry):
    registry.commit(XIAO, DA)
    person = Person.objects.get(number="G001")
    registry.commit_as(person.pk, XIAO.replace("林小满", "林小曼"), DA)
    assert Person.objects.get(pk=person.pk).name == "林小曼"


def test_a_pupil_who_comes_back_is_the_same_person(registry):
    registry.commit(XIAO, DA)
    registry.commit(XIAO, DA.replace("在读", "转出"))
    registry.commit(XIAO, DA)
    assert Person.objects.filter(name="赵大雪").count() == 1
    assert ("赵大雪", "3143029902-2025-1") in registry.roll


def rows(model):
    """Every row as it stands."""
    return list(model.objects.order_by("pk").values())


def test_undo_restores_the_roll(registry, classes):
    registry.commit(XIAO, DA)
    spells, persons, rooms = (
        list(Spell.objects.order_by("pk").values()),
        list(Person.objects.order_by("pk").values()),
        classes(),
    )
    changed = [
        XIAO.replace("三年级,1班", "三年级,9班"),
        DA.replace("在读,否", "转出,是"),
        line(SOUTH, "七年级", "3班", "G5", "新生"),
    ]
    dataset = registry.commit(*changed)
    services.undo(dataset, actor=registry.clerk, now=registry.now)
    assert (rows(Spell), rows(Person), classes()) == (spells, persons, rooms)


def test_undo_is_refused_once_a_pupil_has_moved_again(registry):
    dataset = registry.commit(XIAO)
    Spell.objects.update(valid_to="2026-09-16")
    with pytest.raises(DomainError, match="不能撤销"):
        services.undo(dataset, actor=registry.clerk, now=registry.now)


def test_who_does_not_keep_the_roll_commits_no_registry(registry, county):
    upload = registry.upload(XIAO)
    with pytest.raises(NotAllowed):
        services.commit(upload, actor=county.actor("exam_officer", county.county), now=registry.now)
    assert not Spell.objects.exists()


def test_who_does_not_keep_the_roll_takes_no_registry_back(registry, county):
    dataset = registry.commit(XIAO)
    with pytest.raises(NotAllowed):
        services.undo(dataset, actor=county.actor("exam_officer", county.county), now=registry.now)
    assert Spell.objects.exists()


def test_rows_of_another_school_are_not_taken_in(registry, county):
    registry.commit(XIAO, DA, org=county.north)
    assert registry.roll == {("林小满", "2143029901-2024-1")}


def test_a_school_cannot_take_a_pupil_from_another(registry, county):
    registry.commit(DA)
    registry.commit(XIAO, line(NORTH, "三年级", "1班", "G002", "赵大雪", born="20120501"), org=county.north)
    assert ("赵大雪", "3143029902-2025-1") in registry.roll


def test_the_audit_says_how_many_and_no_names(registry):
    registry.commit(XIAO, DA)
    entry = Entry.objects.get(action="student_status.reconciled")
    assert entry.details["new"] == 2
    assert "林小满" not in str(entry.details)


def test_every_class_that_is_made_lies_below_its_school(registry):
    registry.commit(line(SOUTH, "七年级", "12班", "G6", "吴九"))
    made = Org.objects.get(code="3143029902-junior-2026-12")
    assert made.path.startswith(made.parent.path)
    assert made.parent.code == "3143029902"
