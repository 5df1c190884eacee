"""Single values are sealed: the database alone tells nobody a number, and nothing sealed moves or changes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.platform_home import NOW, TODAY

from xueheng.apps.audit.health import CHECKS
from xueheng.apps.roster.actor import system
from xueheng.apps.roster.keyring import Broken, Key, NoKey, add_key, ring
from xueheng.apps.roster.models import Account, Person, Spell
from xueheng.apps.roster.queries import search
from xueheng.apps.roster.rekeying import rekey
from xueheng.apps.roster.services import PersonRow, load_persons

pytestmark = pytest.mark.django_db
NUMBER = "43029920180102001X"


@pytest.fixture
def person():
    return Person.objects.create(name="陈小禾", id_number=NUMBER, phone="13800000000", facts={"health": "10"})


@pytest.fixture
def holder(county):
    return Account.objects.get(pk=county.actor("head", county.north).account)


@pytest.fixture
def secret(holder):
    made = generate_totp_secret()
    TOTP.activate(holder, made)
    cache.clear()
    return made


def _raw(column="id_number"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM roster_person ORDER BY id DESC LIMIT 1")
        return cursor.fetchone()[0]


def _set(column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE roster_person SET {column} = %s", [value])


def _found():
    return {finding.code for finding in CHECKS["keys"]()}


@given(st.text(max_size=40), st.text(max_size=20))
def test_what_was_sealed_opens_as_it_was(text, about):
    key = Key("00000000", b"k" * 32)
    assert (
        key.cipher.decrypt(
            b"n" * 12, key.cipher.encrypt(b"n" * 12, text.encode(), about.encode()), about.encode()
        )
        == text.encode()
    )


@pytest.mark.parametrize("column", ["id_number", "phone", "facts"])
def test_the_database_holds_no_value_in_clear(person, column):
    assert not any(said in _raw(column) for said in (NUMBER, "138000", "health"))
    held = Person.objects.get(pk=person.pk)
    assert (held.id_number, held.phone, held.facts) == (NUMBER, "13800000000", {"health": "10"})


def test_equal_values_look_different_and_have_one_index(person):
    first = _raw()
    Person.objects.create(name="另一人", id_number=NUMBER.lower())
    assert _raw() != first
    assert len(set(Person.objects.values_list("id_digest", flat=True))) == 1


def test_a_value_moved_to_another_column_does_not_open(person):
    _set("phone", _raw("id_number"))
    with pytest.raises(Broken):
        Person.objects.get(pk=person.pk)
    assert _found() == {"SEALED_ALTERED"}


@pytest.mark.parametrize("value", ["13800000000", "不是密文", "A" * 80])
def test_a_value_that_was_never_sealed_does_not_open(person, value):
    _set("phone", value)
    with pytest.raises((Broken, NoKey)):
        Person.objects.get(pk=person.pk)


@pytest.mark.parametrize("lookup", ["id_number", "id_number__icontains", "phone__startswith"])
def test_nobody_searches_in_sealed_columns(person, lookup):
    with pytest.raises(FieldError):
        list(Person.objects.filter(**{lookup: "138"}))


def test_the_empty_value_can_be_asked_for(person):
    Person.objects.create(name="没有电话")
    assert [p.name for p in Person.objects.filter(phone="")] == ["没有电话"]


@pytest.mark.parametrize("asked", [NUMBER, NUMBER.lower(), f" {NUMBER} "])
def test_a_pupil_is_found_by_the_whole_number_only(county, person, asked):
    Spell.objects.create(person=person, school=county.north, valid_from=TODAY)
    clerk = county.actor("section_clerk", county.bureau)
    assert [hit.name.zh for hit in search(clerk, asked, on=TODAY)] == ["陈小禾"]
    assert search(clerk, NUMBER[:-1], on=TODAY) == []


def test_bulk_loading_seals_and_indexes():
    made = load_persons([PersonRow("甲", id_number=NUMBER, facts={"a": "1"})], actor=system("t"), now=NOW)
    held = Person.objects.get(pk=made[0].pk)
    assert (held.id_number, held.facts, len(held.id_digest)) == (NUMBER, {"a": "1"}, 64)


def test_an_older_key_still_reads_and_finds(person, home, county):
    add_key(home)
    assert Person.objects.get(pk=person.pk).id_number == NUMBER
    Spell.objects.create(person=person, school=county.north, valid_from=TODAY)
    assert search(county.actor("section_clerk", county.bureau), NUMBER, on=TODAY)


def test_rekey_writes_all_with_the_new_key_once(person, home):
    name = add_key(home)
    assert rekey(actor=system("t"), now=NOW) == 3
    assert {_raw(column)[:8] for column in ("id_number", "phone", "facts")} == {name}
    assert (rekey(actor=system("t"), now=NOW), _found()) == (0, set())


def test_rekey_goes_on_where_it_stopped(person, home, capsys):
    add_key(home)
    Person.objects.get(pk=person.pk).save(update_fields=["phone"])
    call_command("rekey", "--resume")
    assert "2 处" in capsys.readouterr().out


def test_rekey_seals_files_again(home):
    path = home / "mirror" / "one.sealed"
    path.parent.mkdir()
    path.write_bytes(ring().seal(b"journal", "mirror/one.sealed"))
    os.utime(path, (1e9, 1e9))
    add_key(home)
    rekey(actor=system("t"), now=NOW)
    (home / "keys" / "field.key").write_text((home / "keys" / "field.key").read_text().splitlines()[-1])
    assert ring().open(path.read_bytes(), "mirror/one.sealed") == b"journal"
    assert path.stat().st_mtime == 1e9  # since when it is not needed


def test_a_second_factor_still_lets_in_once_the_old_key_is_gone(home, secret, holder):
    kept = json.dumps(Authenticator.objects.get().data)
    name = add_key(home)
    assert (rekey(actor=system("t"), now=NOW), rekey(actor=system("t"), now=NOW)) == (1, 0)
    key = home / "keys" / "field.key"
    key.write_text("".join(line for line in key.read_text().splitlines(True) if line.startswith(name)))
    ring().__init__(key)
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    held = Authenticator.objects.get()
    assert held.wrap().validate_code(code)
    assert json.dumps(held.data) != kept


@pytest.mark.parametrize("kept", ["", "不是密文", "QUJD", "MDAwMDAwMDA="])
def test_doctor_finds_a_secret_of_a_second_factor_that_does_not_open(secret, holder, kept):
    assert _found() == set()
    Authenticator.objects.update(data={"secret": kept})
    assert _found() == {"SEALED_NO_KEY"}


def test_a_home_has_keys_of_its_own(home, tmp_path_factory, settings):
    sealed, settings.XUEHENG_HOME = ring().seal(b"x", "x"), str(tmp_path_factory.mktemp("other"))
    add_key(Path(settings.XUEHENG_HOME))
    with pytest.raises(NoKey):
        ring().open(sealed, "x")
    settings.XUEHENG_HOME = home
    assert ring().open(sealed, "x") == b"x"


def test_doctor_says_that_the_key_is_missing(person, home):
    (home / "keys" / "field.key").unlink()
    ring().__init__(home / "keys" / "field.key")
    assert _found() == {"KEY_MISSING"}
    with pytest.raises(NoKey, match=r"keys/field\.key"):
        Person.objects.get(pk=person.pk)


def test_doctor_finds_values_of_an_unknown_key(person, home):
    (home / "keys" / "field.key").unlink()
    add_key(home)
    assert _found() == {"SEALED_NO_KEY"}


def test_doctor_finds_an_index_of_another_number(person):
    _set("id_digest", "0" * 64)
    assert _found() == {"SEALED_INDEX"}


def test_doctor_finds_a_key_that_others_can_read(home):
    (home / "keys" / "field.key").chmod(0o644)
    assert _found() == {"KEY_OPEN"}


def test_what_rekey_notes_holds_no_value(person, home):
    from xueheng.apps.audit.models import Entry

    add_key(home)
    rekey(actor=system("t"), now=NOW)
    assert NUMBER not in json.dumps([e.details for e in Entry.objects.all()])
