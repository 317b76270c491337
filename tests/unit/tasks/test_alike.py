"""What a thing takes over from another, by name."""

import msgspec
import pytest
from msgspec import Struct

from services.tasks.alike import alike


class Asked(Struct, frozen=True, kw_only=True):
    unit: str
    title: str
    due: str | None = None


class Visit(Struct, frozen=True, kw_only=True):
    unit: str
    year: int


class Kept(Struct, frozen=True, kw_only=True):
    unit: str
    title: str
    year: int = 0
    note: str = ""


ASKED = Asked(unit="publicity", title="标语")


def test_a_thing_takes_what_its_source_calls_by_the_same_name() -> None:
    assert alike(Kept, ASKED) == Kept(unit="publicity", title="标语")


def test_the_first_source_is_heard_before_the_others() -> None:
    kept = alike(Kept, ASKED, Visit(unit="education", year=2026))
    assert kept == Kept(unit="publicity", title="标语", year=2026)


def test_what_is_said_besides_is_heard_before_every_source() -> None:
    assert alike(Kept, ASKED, title="横幅", note="已改").title == "横幅"


def test_a_field_that_nobody_says_is_refused_by_name() -> None:
    with pytest.raises(msgspec.ValidationError, match="title"):
        alike(Kept, Visit(unit="education", year=2026))


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="year"):
        alike(Kept, ASKED, year="2026")


def test_what_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="remark"):
        alike(Kept, ASKED, remark="")
