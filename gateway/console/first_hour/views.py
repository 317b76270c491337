"""The steps of the first hour, and how far a city is. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from contracts.caller import Caller
from contracts.roles import CITY, CITY_AND_PROVINCE, OFFICES, Roles

ADMIN: Roles = ("system_admin",)


class Step(NamedTuple):
    """Words ``first_hour.<key>``, ``….need`` and ``….by``. ``by``: who does it; ``path``: where."""

    key: str
    by: Roles
    path: str


STEPS = (
    Step("office", ADMIN, "/console/accounts/new?district=*"),
    Step("districts", CITY, "/console/units/district"),
    Step("staff", CITY, "/console/accounts/new"),
    Step("units", OFFICES, "/console/import?kind=units#file-form"),
    Step("people", OFFICES, "/console/accounts/import"),
    Step("standard", CITY_AND_PROVINCE, "/console/import?kind=standard#file-form"),
    Step("year", CITY, "/console/campaigns/new"),
    Step("table", OFFICES, "/console/campaigns"),
    Step("task", OFFICES, "/console/tasks?state=all"),
)


class District(NamedTuple):
    """What the caller's districts have. ``tasks``: any at all."""

    name: str
    office: bool = False
    reviewer: bool = False
    units: bool = False
    people: bool = False
    tasks: bool = False


class City(NamedTuple):
    """What the services answer. ``confirmed``: the first task, at whatever level."""

    office: bool = False
    districts: Sequence[District] = ()
    published: bool = False
    opened: bool = False
    confirmed: bool = False


class Line(NamedTuple):
    """``state``: of ``frame/macros.html: steps``; ``lacking``: districts that are not so far;
    ``path``: empty for whom it is not to do."""

    key: str
    state: str
    path: str
    lacking: tuple[str, ...]


def lines(city: City, caller: Caller) -> list[Line]:
    """Each step with its state: the first that is not done is the next."""
    found: list[Line] = []
    waiting = True
    for step in STEPS:
        lacking = _lacking(step.key, city)
        done = _done(step.key, city, lacking)
        state = "done" if done else "now" if waiting else "next"
        waiting = waiting and done
        path = step.path if caller.has(*step.by) and not done else ""
        found.append(Line(step.key, state, path, lacking))
    return found


def _done(key: str, city: City, lacking: Sequence[str]) -> bool:
    whole = {
        "office": city.office,
        "districts": bool(city.districts),
        "standard": city.published,
        "year": city.opened,
        "task": city.confirmed,
    }
    return whole[key] if key in whole else bool(city.districts) and not lacking


def _lacking(key: str, city: City) -> tuple[str, ...]:
    has = {
        "staff": lambda one: one.office and one.reviewer,
        "units": lambda one: one.units,
        "people": lambda one: one.people,
        "table": lambda one: one.tasks,
    }
    return tuple(one.name for one in city.districts if key in has and not has[key](one))
