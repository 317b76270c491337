"""The steps of the first hour follow from what is there."""

from contracts.caller import Caller
from contracts.words import Role
from gateway.console.first_hour.views import STEPS, City, District, Line, lines

WHOLE = District("甘州区", *[True] * 5)


def of(role: Role) -> Caller:
    return Caller(account="a", name="陈明", roles=(role,), district="*")


def states(city: City) -> list[str]:
    return [line.state for line in lines(city, of("city_office"))]


def test_the_first_step_that_is_not_done_is_the_next() -> None:
    assert states(City()) == ["now", *["next"] * 8]
    assert states(City(office=True)) == ["done", "now", *["next"] * 7]
    assert states(City(True, (WHOLE,), True, True, True)) == ["done"] * len(STEPS)


def test_a_step_done_out_of_turn_is_done_and_the_gap_is_the_next() -> None:
    found = states(City(True, (District("甘州区", units=True),), published=True))
    assert found == ["done", "done", "now", "done", "next", "done", "next", "next", "next"]


def test_a_step_names_the_districts_that_lack_it() -> None:
    city = City(True, (WHOLE, District("临泽县", office=True)))
    named = {line.key: line.lacking for line in lines(city, of("city_office"))}
    assert {key for key, missing in named.items() if missing == ("临泽县",)} == {
        "staff",
        "units",
        "people",
        "table",
    }
    assert named["districts"] == ()


def test_only_who_does_a_step_has_its_link_and_only_until_it_is_done() -> None:
    def linked(city: City, role: Role) -> list[str]:
        return [line.key for line in lines(city, of(role)) if line.path]

    empty = City()
    assert linked(empty, "system_admin") == ["office"]
    assert linked(empty, "province_reviewer") == ["standard"]
    assert linked(empty, "district_office") == ["units", "people", "table", "task"]
    assert "districts" not in linked(City(True, (WHOLE,)), "city_office")
    assert lines(City(True, (WHOLE,), True, True, True), of("city_office"))[-1] == Line(
        "task", "done", "", ()
    )
