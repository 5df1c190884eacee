"""密码规则: what others know of the owner is no password."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xueheng.apps.roster.models import Account, Person

DAYS = ("%Y%m%d", "%y%m%d", "%d%m%Y")
WORDS = ("学衡", "教育局", "xueheng", "jiaoyu", "admin", "123456", "qwerty", "password")
LENGTHS = (11, 15, 18)  # of telephones and identity numbers, anybody's
SIGNS = 5  # different ones, at least
TAIL = 6  # of an identity number or a telephone: what people take for a password


class NothingOfTheOwner:
    """Refuses a password that holds the owner's name, number, telephone, identity number or birthday."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise when something of the owner is in the password, however it is spaced."""
        person = user.person if user is not None else None
        plain = "".join(sign for sign in password.casefold() if sign.isalnum())
        if person is not None and any(known in plain for known in _known(person)):
            raise ValidationError(_("密码里不能有姓名、编号、电话、证件号或生日。"), code="password_of_owner")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("不能有您的姓名、编号、电话、证件号或生日。")


class NothingEasy:
    """Refuses very few different signs, words that everybody here would try, and what looks like a number."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise for what is easy to guess at a bureau of education."""
        plain = password.casefold()
        if plain.isdigit() and len(plain) in LENGTHS:
            raise ValidationError(_("密码不能是电话号码或证件号的样子。"), code="password_number")
        if len(set(plain)) < SIGNS or any(word in plain for word in WORDS):
            raise ValidationError(
                _("密码太好猜：不能只用几个相同的字，也不能有“学衡”“教育局”这样的词。"), code="password_easy"
            )

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("不能只用几个相同的字，也不能有“学衡”“教育局”“admin”这样的词。")


def _known(person: Person) -> Iterator[str]:
    if len(person.name) > 1:
        yield person.name.casefold()
    if person.number:
        yield person.number.casefold()
    for number in (person.id_number, person.phone):
        if number and len(number) >= TAIL:
            yield number[-TAIL:].casefold()
    if person.born_on:
        yield from (person.born_on.strftime(form) for form in DAYS)
