"""Lists and saved views on the running tasks service: filters, scope, search, pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary, StandardPublished
from contracts.words import Role
from tests.support.calling import CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
YEAR = 2026


def caller(account: str, role: Role, district: str = "ganzhou", unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


ZHAO = caller("zhao", "city_office", "*")
QIAN = caller("qian", "district_office")
HAN = caller("han", "district_office", "linze")
SUN = caller("sun", "unit", unit="publicity")
ZHENG = caller("zheng", "inspector")

ITEM = ItemSummary(
    code="A01",
    category="宣传教育",
    title="内容 A01",
    points=2000,
    side="地",
    kind="硬",
    evidence=("PIC",),
    lead="宣传部",
    cooperating=(),
    register=False,
)
STANDARD = StandardPublished(version="v1", name="样表", items=(ITEM,), sha256="0" * 64)


class Desk:
    """Orders and questions to the running service."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def give(self, order: Any, by: Caller = ZHAO) -> dict[str, Any]:
        return self._calls.command(order, caller=by)

    def ask(self, ask: Any, by: Caller = QIAN) -> dict[str, Any]:
        return self._calls.ask(ask, caller=by)

    def titles(self, by: Caller = QIAN, **filters: Any) -> list[str]:
        page = self.ask(orders.Tasks(**filters), by)
        return [one["title"] for one in page["items"]]


@pytest.fixture(scope="module")
def tasks(stack: Stack) -> Running:
    return stack.start(SERVICES[0], TONGXIN_DUE_SECONDS="0.2").wait_ready()


@pytest.fixture(scope="module")
def desk(stack: Stack, tasks: Running) -> Iterator[Desk]:
    """Two districts, two units each, and tasks of several origins."""
    desk = Desk(Calls(stack, "tasks"))
    for district in ("ganzhou", "linze"):
        desk.give(orders.FoundDistrict(district=district, name=district))
        for unit in ("publicity", "education"):
            order = orders.RegisterUnit(district=district, unit=unit, name=unit, kind="department")
            desk.give(order)
    for account, district, unit in (
        ("sun", "ganzhou", "publicity"),
        ("li", "ganzhou", "education"),
        ("wei", "linze", "publicity"),
    ):
        desk.give(
            orders.AppointPerson(
                account=account,
                name=account,
                roles=("unit",),
                district=district,
                unit=unit,
                email=f"{account}@example.org",
            )
        )
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name="创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: desk.give(campaign))
    for title, lead, person, month, origin in (
        ("户外ＬＥＤ屏宣传", "publicity", "sun", 3, "decision"),
        ("led屏检修（二）", "education", "li", 5, "instruction"),
        ("国防教育进校园", "education", "li", 9, "decision"),
    ):
        assign(desk, title, lead, person, month, origin)
    assign(desk, "临泽LED屏", "publicity", "wei", 4, "decision", "linze")
    yield desk


def assign(
    desk: Desk,
    title: str,
    lead: str,
    person: str,
    month: int,
    origin: Any,
    district: str = "ganzhou",
) -> str:
    order = orders.Assign(
        district=district,
        campaign=f"c-{YEAR}",
        origin=origin,
        title=title,
        lead=lead,
        person=person,
        due=date(YEAR + 1, month, 1),
        source="会议一",
    )
    return str(desk.give(order)["id"])


def test_text_is_found_whatever_its_case_and_width(desk: Desk) -> None:
    assert desk.titles(text="led") == ["户外ＬＥＤ屏宣传", "led屏检修（二）"]
    assert desk.titles(text="ＬＥＤ屏检修(二)") == ["led屏检修（二）"]
    assert desk.titles(text=".*") == []


def test_units_are_found_by_name_alias_kind_and_parent(desk: Desk) -> None:
    def found(**filters: Any) -> list[str]:
        page = desk.ask(orders.Units(district="linze", **filters), ZHAO)
        return [one["unit"] for one in page["items"]]

    town: dict[str, Any] = {"district": "linze", "kind": "township", "aliases": ("ＬＺ镇",)}
    desk.give(orders.RegisterUnit(unit="town", name="平川镇", **town))
    village: dict[str, Any] = {"district": "linze", "kind": "community", "parent": "town"}
    desk.give(orders.RegisterUnit(unit="village", name="平川村", **village))
    assert found(text="平川") == ["village", "town"]
    assert found(text="lz") == ["town"]
    assert found(text="平川", kind="community") == ["village"]
    assert found(parent="town") == ["village"]


def test_filters_are_joined_by_and(desk: Desk) -> None:
    assert desk.titles(text="led", unit="education") == ["led屏检修（二）"]
    assert desk.titles(origin="decision") == ["户外ＬＥＤ屏宣传", "国防教育进校园"]
    since, until = date(YEAR + 1, 5, 1), date(YEAR + 1, 9, 1)
    assert desk.titles(due_from=since) == ["led屏检修（二）", "国防教育进校园"]
    assert desk.titles(due_from=since, due_to=until, origin="decision") == ["国防教育进校园"]
    assert desk.titles(due_to=date(YEAR, 1, 1)) == []
    assert desk.titles(level="district") == []
    assert desk.titles(state="assigned", level="district") == []
    assert len(desk.titles(state="assigned", year=YEAR, overdue=False)) == 3


def test_a_search_never_leaves_the_callers_scope(desk: Desk) -> None:
    assert desk.titles(SUN, text="led") == ["户外ＬＥＤ屏宣传"]
    assert desk.titles(HAN, text="led") == ["临泽LED屏"]
    assert desk.titles(HAN, text="led", district="ganzhou") == []
    assert len(desk.titles(ZHAO, text="led")) == 3


def test_pages_go_on_where_the_filtered_list_stopped(desk: Desk) -> None:
    first = desk.ask(orders.Tasks(text="led", limit=1))
    then = desk.ask(orders.Tasks(text="led", limit=1, cursor=first["next"]))
    assert [first["items"][0]["title"], then["items"][0]["title"]] == [
        "户外ＬＥＤ屏宣传",
        "led屏检修（二）",
    ]
    assert then["next"] is None


def test_findings_are_found_by_kind_day_and_words(desk: Desk) -> None:
    inspection = desk.give(
        orders.PlanInspection(
            district="ganzhou",
            campaign=f"c-{YEAR}",
            kind="routine",
            title="日常检查",
            on=date(YEAR, 5, 6),
        ),
        ZHENG,
    )["id"]
    for fault, place in (("点位ＬＥＤ不亮", "东街"), ("台账缺页", "西街")):
        order = orders.RaiseFinding(
            inspection=inspection,
            item="A01",
            unit="publicity",
            kind="维护",
            fault=fault,
            place=place,
        )
        desk.give(order, ZHENG)

    def faults(by: Caller = QIAN, **filters: Any) -> set[str]:
        return {one["fault"] for one in desk.ask(orders.Findings(**filters), by)["items"]}

    assert faults(text="led") == {"点位ＬＥＤ不亮"} == faults(text="东街")
    assert faults(kind="维护", on_from=date(YEAR, 5, 6), on_to=date(YEAR, 5, 6)) == {
        "点位ＬＥＤ不亮",
        "台账缺页",
    }
    assert faults(on_from=date(YEAR, 5, 7)) == faults(kind="别的") == set()
    assert faults(SUN, text="led") == {"点位ＬＥＤ不亮"}
    assert faults(caller("li", "unit", unit="education"), text="led") == set()


def test_persons_are_listed_without_a_way_to_reach_them(desk: Desk) -> None:
    page = desk.ask(orders.Persons())
    assert [one["account"] for one in page["items"]] == ["li", "sun"]
    assert all("email" not in one for one in page["items"])
    assert [p["account"] for p in desk.ask(orders.Persons(), SUN)["items"]] == ["sun"]
    assert desk.ask(orders.Persons(unit="education"), SUN)["items"] == []
    assert [p["account"] for p in desk.ask(orders.Persons(role="unit"), HAN)["items"]] == ["wei"]


def test_a_decomposition_table_is_read_back_by_whom_it_concerns(desk: Desk) -> None:
    duty = orders.Duty(item="A01", lead="publicity", person="sun")
    order = orders.Decompose(
        campaign=f"c-{YEAR}", district="ganzhou", due=date(YEAR, 12, 31), duties=(duty,)
    )
    desk.give(order, QIAN)
    ask = orders.DecompositionOf(campaign=f"c-{YEAR}", district="ganzhou")
    assert [row["lead"] for row in desk.ask(ask)["duties"]] == ["publicity"]
    assert len(desk.ask(ask, SUN)["duties"]) == 1
    assert desk.ask(ask, caller("li", "unit", unit="education"))["duties"] == []
    with pytest.raises(CallFailed) as no:
        desk.ask(ask, HAN)
    assert no.value.code == "not-found"


def views(desk: Desk, by: Caller, **filters: Any) -> list[tuple[str, bool]]:
    page = desk.ask(orders.Views(**filters), by)
    return [(one["name"], one["own"]) for one in page["items"]]


def test_a_view_is_its_owners_until_it_is_shared_in_the_district(desk: Desk) -> None:
    order = orders.SaveView(list="tasks", name="屏", filters={"text": "led", "overdue": False})
    id = desk.give(order, QIAN)["id"]
    assert views(desk, QIAN) == [("屏", True)] and views(desk, SUN) == views(desk, HAN) == []
    shared = orders.SaveView(list="tasks", name="屏", filters={"text": "led"}, shared=True)
    assert desk.give(shared, QIAN)["id"] == id
    assert views(desk, SUN, list="tasks") == [("屏", False)]
    assert views(desk, SUN, list="findings") == views(desk, HAN) == []
    with pytest.raises(CallFailed) as no:
        desk.give(orders.DropView(view=id), SUN)
    assert no.value.code == "forbidden"
    (kept,) = desk.ask(orders.Views(), QIAN)["items"]
    assert desk.titles(**kept["filters"]) == ["户外ＬＥＤ屏宣传", "led屏检修（二）"]
    desk.give(orders.DropView(view=id), QIAN)
    assert views(desk, QIAN) == views(desk, SUN) == []


def test_a_view_shared_by_the_city_is_seen_in_every_district(desk: Desk) -> None:
    desk.give(orders.SaveView(list="findings", name="全市", filters={}, shared=True), ZHAO)
    assert views(desk, HAN) == [("全市", False)] == views(desk, SUN, list="findings")


def test_a_lead_sees_the_persons_of_the_units_below_it_and_of_no_other(desk: Desk) -> None:
    for unit, parent in (("town", None), ("village", "town"), ("other", None)):
        desk.give(
            orders.RegisterUnit(
                district="linze", unit=unit, name=f"临泽{unit}", kind="community", parent=parent
            )
        )
        desk.give(
            orders.AppointPerson(
                account=f"of-{unit}", name="王村", roles=("unit",), district="linze", unit=unit
            )
        )

    def seen(of: str, **filters: Any) -> list[str]:
        by = caller(f"of-{of}", "unit", "linze", of)
        return [one["account"] for one in desk.ask(orders.Persons(**filters), by)["items"]]

    assert seen("town") == ["of-town", "of-village"]
    assert seen("town", unit="village") == ["of-village"]
    assert seen("town", unit="other") == []
    assert seen("village") == ["of-village"]
    assert seen("village", unit="town") == []
    assert seen("town", district="ganzhou") == []
