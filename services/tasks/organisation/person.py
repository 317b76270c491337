"""Named persons: an account with its roles and the scope in which they hold."""

from msgspec import Struct

from contracts.orders.tasks import AppointPerson
from contracts.refusals import Invalid
from contracts.roles import DUTIES, KEEPERS, given_by
from contracts.tasks import PersonAppointed
from contracts.words import CITY_WIDE, Role
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.organisation.unit import unit_id
from services.tasks.refusals import GrantForbidden

CITY_ONLY: frozenset[Role] = frozenset({"city_office", "province_reviewer", *KEEPERS})
"""Roles whose scope is the whole city."""
CITY_GIVEN: frozenset[Role] = frozenset({"inspector", "reviewer", "province_reviewer"})
"""Roles that look into what a district and its units do: no district gives or takes them."""
LOOKED_INTO: frozenset[Role] = frozenset({"district_office", "unit", "field"})
"""Roles of those whose work inspectors and reviewers look into; nobody does both."""
UNIT_ONLY: frozenset[Role] = frozenset({"unit", "field"})
"""Roles that mean nothing without a unit."""


class Person(Struct, frozen=True, kw_only=True):
    """Its id is the account. ``unit`` is empty for those who see the whole district."""

    district: str
    account: str
    name: str
    roles: tuple[Role, ...]
    unit: str
    email: str


def appoint_person(
    person: Person | None, order: AppointPerson, given: Knowing[frozenset[str]]
) -> Change[Person] | None:
    """Appoint, or appoint anew with other roles or another scope.

    ``given.found``: ids (of district and unit) that exist among those the order names.
    Raises: GrantForbidden (more than the caller's own scope, or an inspector or reviewer), Invalid
    (scope and roles disagree, or one would look into one's own work).
    """
    _must_be_grantable(person, order, given)
    _must_fit(order)
    _must_exist(order, given.found)
    roles = tuple(dict.fromkeys(order.roles))
    new = alike(Person, order, roles=roles, unit=order.unit or "", email=order.email or "")
    return None if new == person else Change(new, (alike(PersonAppointed, new),))


def _must_be_grantable(person: Person | None, order: AppointPerson, given: Given) -> None:
    reach = given.by.district
    held = set(person.roles) if person is not None else set()
    if reach == CITY_WIDE:
        if not held | set(order.roles) <= given_by(given.by.roles):
            raise GrantForbidden("系统管理员、安全管理员、审计员由系统管理员任命和变更。")
        return
    elsewhere = person is not None and person.district != reach
    if order.district != reach or elsewhere or CITY_ONLY & set(order.roles):
        raise GrantForbidden("区级只能任命本区人员，且不能授予市级角色，请由市双拥办办理。")
    if CITY_GIVEN & (held | set(order.roles)):
        raise GrantForbidden("督查、复核人员由市双拥办任命和变更，区级不能办理。")


def _must_fit(order: AppointPerson) -> None:
    roles = set(order.roles)
    if len(roles) > 1 and not roles.isdisjoint(DUTIES):
        raise Invalid(
            "系统管理员、安全管理员、审计员须各由专人担任，不得兼任，也不得兼任其他岗位。",
            field="roles",
        )
    if roles & CITY_GIVEN and roles & LOOKED_INTO:
        raise Invalid(
            "督查、复核人员不得兼任区双拥办、单位联系人或外勤人员，以免自查自评。", field="roles"
        )
    if order.district == CITY_WIDE and "district_office" in roles:
        raise Invalid("区双拥办人员须指定所在区县。", field="district")
    if order.district != CITY_WIDE and roles & CITY_ONLY:
        raise Invalid("市级角色的范围须为全市（district 为 *）。", field="district")
    if order.unit is None and roles & UNIT_ONLY:
        raise Invalid("单位联系人和外勤人员须指定所在单位。", field="unit")
    if order.unit is not None and (order.district == CITY_WIDE or not roles & UNIT_ONLY):
        raise Invalid("只有单位联系人和外勤人员才指定单位，其他角色请去掉 unit。", field="unit")


def _must_exist(order: AppointPerson, known: frozenset[str]) -> None:
    if order.district == CITY_WIDE:
        return
    if order.district not in known:
        raise Invalid(f"区县 {order.district} 不存在，请先设立区县。", field="district")
    if order.unit is not None and unit_id(order.district, order.unit) not in known:
        raise Invalid(f"单位 {order.unit} 不存在，请先登记单位。", field="unit")
