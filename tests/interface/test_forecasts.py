"""Forecasts over the running service: what-if is what then happens; what to push is told."""

from pathlib import Path
from typing import Any

import pytest

from contracts import tasks
from contracts.caller import Caller
from contracts.measures import Flag, Measure
from contracts.orders import scoring as orders
from contracts.words import Level
from services.scoring.service import Scoring
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Scoring]
CSV = (Path(__file__).parents[2] / "services/scoring/sample/sample_74.csv").read_text("utf-8")
GANQUAN = Caller(account="gq", name="甘泉", roles=("district_office",), district="ganquan")
UNIT = Caller(account="u", name="教育局", roles=("unit",), district="ganquan", unit="jiaoyu")


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    """Scoring with a campaign of two districts; ganquan has a unit and a register."""
    stack.start(Scoring).wait_ready()
    calls = Calls(stack, "scoring")
    calls.command(
        orders.ImportStandard(version="v1", name="样表", csv=CSV, answers={"*": "default"})
    )
    calls.command(orders.PublishStandard(version="v1"))
    publish(stack, tasks.DistrictFounded(district="ganquan", name="甘泉区"), district="ganquan")
    publish(
        stack,
        tasks.UnitRegistered(
            unit="xuanchuan", name="甘泉区宣传部", kind="department", parent="", serves=("宣传部",)
        ),
        district="ganquan",
    )
    publish(
        stack,
        tasks.CampaignOpened(
            campaign="c-2026",
            year=2026,
            name="创建",
            standard="v1",
            districts=("ganquan", "linhe"),
        ),
        district="*",
    )
    publish(
        stack,
        tasks.RegisterCounted(
            register="r-1", year=2026, standard="v1", item="B04", done=34, rows=40
        ),
        district="ganquan",
    )
    eventually(lambda: self_score(calls) == 1200)
    return calls


def self_score(calls: Calls) -> int:
    ask = orders.ItemScoreOf(district="ganquan", year=2026, item="B04", level="self")
    found: int = calls.ask(ask)["score"]
    return found


def what_if(*changes: orders.SupposedChange, district: str = "ganquan") -> orders.WhatIf:
    return orders.WhatIf(district=district, year=2026, level="self", changes=changes)


def test_a_unit_is_told_how_many_more_gain_how_much(calls: Calls) -> None:
    def near(level: Level, item: str = "B04") -> Any:
        ask = orders.NextOf(district="ganquan", year=2026, item=item, level=level)
        return calls.ask(ask, caller=UNIT)

    found = near("self")
    assert found["moved"] is None
    assert [(step["more"], step["gain"]) for step in found["next"]["steps"]] == [(4, 800)]
    assert near("city")["next"] is None
    with pytest.raises(CallFailed) as refused:
        near("self", "Z99")
    assert (refused.value.status, refused.value.field) == (404, "$.item")


def test_what_if_is_what_then_happens_and_asking_changes_nothing(
    calls: Calls, stack: Stack
) -> None:
    ask = orders.DistrictScoreOf(district="ganquan", year=2026, level="self")
    before = calls.ask(ask)["total"]
    done: dict[str, Measure] = {"done": Flag(value=True)}
    forecast = calls.ask(
        what_if(orders.IfRows(item="B04", done=6), orders.IfFinished(item="B03", measures=done)),
        caller=GANQUAN,
    )
    assert (forecast["now"]["total"], forecast["difference"]) == (before, 800 + 1000)
    assert calls.ask(ask)["total"] == before
    counted = tasks.RegisterCounted(
        register="r-1", year=2026, standard="v1", item="B04", done=40, rows=40
    )
    publish(stack, counted, district="ganquan", version=2)
    submitted = tasks.TaskSubmitted(
        task="t-2026-ganquan-B03",
        year=2026,
        standard="v1",
        item="B03",
        title="x",
        lead="xuanchuan",
        by="a",
        measures=done,
        evidence=(),
    )
    publish(stack, submitted, district="ganquan", version=2)
    assert eventually(lambda: calls.ask(ask)["total"] == forecast["then"]["total"])


def test_the_change_at_fault_is_named(calls: Calls) -> None:
    with pytest.raises(CallFailed) as refused:
        calls.ask(
            what_if(
                orders.IfVeto(topic="disputes", raised=True),
                orders.IfRows(item="A05", done=1),
            )
        )
    assert (refused.value.status, refused.value.field) == (422, "$.changes[1].item")


def test_what_to_push_names_the_lead_unit_and_no_person(calls: Calls) -> None:
    plan = calls.ask(orders.PushNext(district="ganquan", year=2026, level="self"), caller=GANQUAN)
    assert [group["title"] for group in plan["groups"]] == [
        "硬件上少失分",
        "软件上不失分",
        "特色多加分",
    ]
    every = [push for group in plan["groups"] for push in group["items"]]
    budget = next(push for push in every if push["item"] == "A05")
    assert budget["lead_name"] == "编办"
    assert (plan["marked"], budget["attainable"]) == (True, 1500)
    assert not {"person", "account", "by"} & budget.keys()


def test_a_level_that_has_marked_nothing_has_no_plan_and_nothing_that_could_be(
    calls: Calls,
) -> None:
    plan = calls.ask(orders.PushNext(district="ganquan", year=2026, level="province"))
    assert (plan["marked"], plan["total"], plan["groups"]) == (False, None, [])
    ask = orders.WhatIf(
        district="ganquan",
        year=2026,
        level="province",
        changes=(orders.IfFinished(item="A05", measures={"done": Flag(value=True)}),),
    )
    told = calls.ask(ask)
    assert (told["marked"], told["difference"], told["then"]["total"]) == (False, None, None)


def test_what_to_push_is_that_of_after_a_change(calls: Calls, stack: Stack) -> None:
    ask = orders.PushNext(district="ganquan", year=2026, level="self")

    def pushed() -> dict[str, int]:
        groups = calls.ask(ask, caller=GANQUAN)["groups"]
        return {push["item"]: push["attainable"] for group in groups for push in group["items"]}

    before = pushed()
    assert pushed() == before
    submitted = tasks.TaskSubmitted(
        task="t-2026-ganquan-A05",
        year=2026,
        standard="v1",
        item="A05",
        title="x",
        lead="xuanchuan",
        by="a",
        measures={"done": Flag(value=True)},
        evidence=(),
    )
    publish(stack, submitted, district="ganquan", version=2)
    score = orders.ItemScoreOf(district="ganquan", year=2026, item="A05", level="self")
    eventually(lambda: calls.ask(score)["score"] > 0)
    after = pushed()
    assert "A05" in before
    assert after == {item: worth for item, worth in before.items() if item != "A05"}


def test_another_district_does_not_exist_and_a_unit_does_not_steer(calls: Calls) -> None:
    ask = orders.PushNext(district="linhe", year=2026, level="city")
    with pytest.raises(CallFailed) as refused:
        calls.ask(ask, caller=GANQUAN)
    assert refused.value.status == 404
    with pytest.raises(CallFailed) as refused:
        calls.ask(what_if(orders.IfRows(item="B04", done=1)), caller=UNIT)
    assert refused.value.status == 403
