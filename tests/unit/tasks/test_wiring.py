"""The wiring table answers everything that the contract names, and says who may ask."""

import inspect
import re

from contracts.orders import tasks as orders
from contracts.orders.base import Ask, Order
from contracts.words import READERS
from kit.table import Command, Query
from services.tasks.service import Tasks

ROLES = {
    "accept": {"unit"},
    "accept_need": {"city_office", "district_office"},
    "add_rows": {"city_office", "district_office"},
    "amend_row": {"city_office", "district_office"},
    "appeal": {"unit"},
    "appoint_person": {"city_office", "district_office"},
    "assign": {"city_office", "district_office"},
    "close_rectification": {"city_office", "district_office", "inspector"},
    "confirm_met": {"unit", "city_office", "district_office"},
    "confirm_need": {"unit", "city_office", "district_office"},
    "correct_meeting": {"city_office", "district_office"},
    "confirm": {"reviewer", "province_reviewer", "unit"},
    "decide_extension": {"city_office", "district_office"},
    "decline_need": {"city_office", "district_office"},
    "demand_material": {"city_office", "district_office", "inspector"},
    "decompose": {"city_office", "district_office"},
    "decompose_by_roles": {"city_office", "district_office"},
    "decompose_table": {"city_office", "district_office"},
    "divide_task": {"city_office", "district_office", "unit"},
    "found_district": {"city_office"},
    "hand_over": {"city_office", "district_office", "unit"},
    "hand_over_all": {"city_office", "district_office", "unit"},
    "look_back": {"city_office", "district_office", "inspector"},
    "name_in_bulletin": {"city_office", "district_office"},
    "object": {"unit"},
    "import_rows": {"city_office", "district_office"},
    "import_units": {"city_office", "district_office"},
    "open_campaign": {"city_office"},
    "open_register": {"city_office", "district_office"},
    "plan_calendar": {"city_office", "district_office"},
    "plan_inspection": {"inspector"},
    "postpone_rectification": {"unit"},
    "prioritise": {"city_office", "district_office"},
    "publish_inspection": {"city_office", "district_office", "inspector"},
    "raise_need": {"unit"},
    "record_meeting": {"city_office", "district_office"},
    "raise_finding": {"inspector"},
    "record_accountability": {"city_office", "district_office"},
    "rectify": {"unit"},
    "register_unit": {"city_office", "district_office"},
    "reply_accountability": {"unit"},
    "request_extension": {"unit"},
    "reschedule": {"city_office", "district_office"},
    "return": {"reviewer", "province_reviewer", "unit"},
    "rule": {"city_office", "district_office"},
    "rule_appeal": {"city_office", "district_office"},
    "rule_postponement": {"city_office", "district_office", "inspector"},
    "drop_view": set(),
    "save_view": set(),
    "save_draft": {"unit", "field"},
    "set_slip_rules": {"city_office"},
    "submit": {"unit"},
    "succeed_unit": {"city_office", "district_office"},
    "urge": {"city_office", "district_office", "inspector"},
    "withdraw_row": {"city_office", "district_office"},
}

ASKED_BY = {
    "preview_rows": {"city_office", "district_office"},
    "preview_by_roles": {"city_office", "district_office"},
    "preview_decomposition": {"city_office", "district_office"},
    "preview_units": {"city_office", "district_office"},
}
"""Questions that not every reader may ask."""
OPEN = (orders.Districts, orders.Campaigns, orders.Units, orders.Views)
"""Those that operations may ask, too."""


def shapes(base: type) -> set[type]:
    return {
        shape
        for _, shape in inspect.getmembers(orders, inspect.isclass)
        if issubclass(shape, base) and shape.__module__.startswith(orders.__name__)
    }


def method_of(shape: type) -> str:
    return re.sub(r"(?<=.)(?=[A-Z])", "_", shape.__name__).lower()


def test_every_order_has_a_door_under_its_name_for_its_roles() -> None:
    commands = {n: d for n, d in Tasks.doors.items() if isinstance(d, Command)}
    assert {spec.order for spec in commands.values()} == shapes(Order)
    assert {name: set(spec.roles) for name, spec in commands.items()} == ROLES
    for name, spec in commands.items():
        assert name == method_of(spec.order)


def test_every_question_has_a_door_under_its_name_for_its_roles() -> None:
    questions = {n: d for n, d in Tasks.doors.items() if isinstance(d, Query)}
    assert {spec.ask for spec in questions.values()} == shapes(Ask)
    for name, spec in questions.items():
        assert name == method_of(spec.ask)
        usual = set() if spec.ask in OPEN else set(READERS)
        assert set(spec.roles) == ASKED_BY.get(name, usual)
