"""Who knows of what is not everybody's: one rule, and its form on the wire."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from contracts.caller import Caller
from contracts.envelope import decode, encode, seal
from contracts.evidence import CheckBegun
from contracts.refusals import absent
from contracts.sight import (
    MAX_NAMES,
    MAX_TEXT,
    Confidants,
    covers,
    names_of,
    told,
)
from contracts.words import Role


def caller(account: str, role: Role, district: str = "ganquan", unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


CITY_VISIT = Confidants(("shi", "chu", "@city"))
DISTRICT_VISIT = Confidants(("zheng", "@district"))


@pytest.mark.parametrize(
    ("who", "of_the_city", "of_the_district"),
    [
        (caller("shi", "inspector", "*"), True, False),
        (caller("chu", "inspector"), True, False),
        (caller("zheng", "inspector"), False, True),
        (caller("qian", "inspector"), False, False),
        (caller("zhao", "city_office", "*"), True, True),
        (caller("gq-office", "district_office"), False, True),
        (caller("feng", "reviewer", "*"), False, False),
        (caller("sheng", "province_reviewer", "*"), False, False),
        (caller("ops", "operations", "*"), False, False),
        (caller("he", "leader"), False, False),
        (caller("sun", "unit", unit="publicity"), False, False),
        (caller("shi", "unit", unit="publicity"), False, False),
        (caller("odd", "district_office", unit="publicity"), False, False),
        (caller("@city", "unit"), False, False),
    ],
)
def test_who_is_confided_in(who: Caller, of_the_city: bool, of_the_district: bool) -> None:
    assert CITY_VISIT.include(who) is of_the_city
    assert DISTRICT_VISIT.include(who) is of_the_district
    assert told(None, who), "what has no confidants is everybody's"


def test_an_inspector_cannot_bear_the_name_of_an_office() -> None:
    assert Confidants.read("@city @district") == Confidants(("@city", "@district"))
    for name in ("@", "@city2", "@province", "a@b c d@"):
        if name == "a@b c d@":
            assert Confidants.read(name) == Confidants(("a@b", "c", "d@"))
        else:
            with pytest.raises(ValueError, match="no list"):
                Confidants.read(name)


def envelope_with(confidants: str) -> bytes:
    document = msgspec.json.decode(encode(sealed(None)))
    return msgspec.json.encode(document | {"confidants": confidants})


def sealed(confidants: Confidants | None) -> Any:
    return seal(
        CheckBegun(evidence="e-1", attempt=1),
        id="0197c0de-0000-7000-8000-000000000001",
        source="/tongxin/evidence",
        subject="e-1",
        time=datetime(2026, 6, 1, tzinfo=UTC),
        district="ganquan",
        version=3,
        confidants=confidants,
    )


def test_an_event_carries_its_confidants_and_an_open_one_none() -> None:
    assert decode(encode(sealed(CITY_VISIT))).told_to == CITY_VISIT
    assert b"confidants" not in encode(sealed(None))
    assert decode(encode(sealed(None))).told_to is None


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "shi ",
        " shi",
        "shi  chu",
        "shi\nchu",
        "shi\n",
        "@everybody",
        "x" * 81,
        " ".join(["a"] * (MAX_NAMES + 1)),
        "x" * (MAX_TEXT + 1),
    ],
)
def test_an_envelope_whose_confidants_cannot_be_read_is_refused(text: str) -> None:
    """To take it for an open one would tell everybody."""
    with pytest.raises(msgspec.ValidationError):
        decode(envelope_with(text))


def test_of_many_confidants_the_last_are_not_told() -> None:
    many = Confidants(("shi",)).joined_by(Confidants(tuple(f"i{n}" for n in range(200))))
    assert len(many.names) == MAX_NAMES and many.names[0] == "shi"
    assert Confidants.read(str(many)) == many


def test_one_thing_may_be_named_to_all_who_know_of_another() -> None:
    assert covers(None, None) and covers(None, CITY_VISIT)
    assert covers(CITY_VISIT, Confidants(("chu",))) and covers(CITY_VISIT, CITY_VISIT)
    assert not covers(CITY_VISIT, None)
    assert not covers(CITY_VISIT, DISTRICT_VISIT)


def test_a_caller_answers_to_few_names() -> None:
    assert names_of(caller("zhao", "city_office", "*")) == ("@city", "@district")
    assert names_of(caller("shi", "inspector", "*")) == ("shi",)
    assert names_of(caller("sun", "unit", unit="publicity")) == ()


def test_what_may_not_be_known_is_refused_as_what_is_not_there() -> None:
    assert (absent("x-1").code, absent("x-1").detail) == ("not-found", "没有这个对象：x-1")
