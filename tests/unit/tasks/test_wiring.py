"""The wiring table answers everything that the contract names, and says who may ask."""

import inspect
import re

from contracts.orders import tasks as orders
from contracts.orders.base import Ask, Order
from kit.wiring import Command, Query, doors
from services.tasks.service import Tasks

ROLES = {
    "accept": {"unit"},
    "add_rows": {"city_office", "district_office"},
    "appeal": {"unit"},
    "appoint_person": {"city_office", "district_office"},
    "assign": {"city_office", "district_office"},
    "close_rectification": {"inspector"},
    "confirm": {"reviewer", "province_reviewer"},
    "decompose": {"city_office", "district_office"},
    "found_district": {"city_office"},
    "object": {"unit"},
    "open_campaign": {"city_office"},
    "open_register": {"city_office", "district_office"},
    "plan_inspection": {"inspector"},
    "raise_finding": {"inspector"},
    "rectify": {"unit"},
    "register_unit": {"city_office", "district_office"},
    "return": {"reviewer", "province_reviewer"},
    "rule": {"city_office", "district_office"},
    "rule_appeal": {"city_office", "district_office"},
    "submit": {"unit"},
}


def shapes(base: type) -> set[type]:
    return {
        shape
        for _, shape in inspect.getmembers(orders, inspect.isclass)
        if issubclass(shape, base) and shape.__module__.startswith(orders.__name__)
    }


def method_of(shape: type) -> str:
    return re.sub(r"(?<=.)(?=[A-Z])", "_", shape.__name__).lower()


def test_every_order_has_a_door_under_its_name_for_its_roles() -> None:
    commands = {n: d.spec for n, d in doors(Tasks).items() if isinstance(d.spec, Command)}
    assert {spec.order for spec in commands.values()} == shapes(Order)
    assert {name: set(spec.roles) for name, spec in commands.items()} == ROLES
    for name, spec in commands.items():
        assert name == method_of(spec.order)


def test_every_question_has_a_door_under_its_name_for_every_role() -> None:
    questions = {n: d.spec for n, d in doors(Tasks).items() if isinstance(d.spec, Query)}
    assert {spec.ask for spec in questions.values()} == shapes(Ask)
    for name, spec in questions.items():
        assert name == method_of(spec.ask)
        assert spec.roles == ()
