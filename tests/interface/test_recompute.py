"""The proof of the scores: replay, difference, repair, the draw, the grid, as a running service."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from uuid6 import uuid7

from contracts import tasks
from contracts.caller import Caller
from contracts.measures import Flag, Measure, Ratio
from contracts.orders import scoring as orders
from infra.local.programs import ROOT
from services.scoring.service import Scoring
from tests.support.calling import CallFailed, Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Scoring]
CSV = (Path(__file__).parents[2] / "services/scoring/sample/sample_74.csv").read_text("utf-8")
NOON = datetime(2026, 8, 1, 4, tzinfo=UTC)
GANQUAN = Caller(account="gq", name="甘泉", roles=("district_office",), district="ganquan")
PROVINCE = Caller(account="sheng", name="省", roles=("province_reviewer",), district="*")
OPS = Caller(account="ops", name="运维", roles=("operations",), district="*")


@pytest.fixture(scope="module")
def service(stack: Stack) -> Running:
    return stack.start(Scoring).wait_ready()


@pytest.fixture(scope="module")
def calls(stack: Stack, service: Running) -> Calls:
    calls = Calls(stack, "scoring")
    calls.command(
        orders.ImportStandard(version="v1", name="样表", csv=CSV, answers={"*": "default"})
    )
    calls.command(orders.PublishStandard(version="v1"))
    publish(stack, tasks.DistrictFounded(district="ganquan", name="甘泉区"), district="ganquan")
    campaign = tasks.CampaignOpened(
        campaign="c-2026", year=2026, name="创建", standard="v1", districts=("ganquan", "linhe")
    )
    publish(stack, campaign, district="*")
    eventually(lambda: calls.ask(orders.League(year=2026, level="city")))
    return calls


def confirmed(item: str, level: str = "city", **measures: Measure) -> tasks.ResultConfirmed:
    return tasks.ResultConfirmed(
        task=f"t-2026-ganquan-{item}",
        year=2026,
        standard="v1",
        item=item,
        title="x",
        lead="jiaoyu",
        person="p",
        level=level,  # type: ignore[arg-type]
        by="wang",
        measures=dict(measures),
        evidence=("e-1",),
        amended=False,
        reason="",
    )


def shown(calls: Calls, item: str, level: str = "city") -> dict[str, Any]:
    ask = orders.ItemScoreOf(district="ganquan", year=2026, item=item, level=level)  # type: ignore[arg-type]
    return calls.ask(ask)


def recompute(calls: Calls, repair: bool = False) -> dict[str, Any]:
    order = orders.Recompute(district="ganquan", year=2026, repair=repair)
    return calls.command(order, caller=OPS)


def scores(stack: Stack) -> Any:
    return stack.mongo("scoring")["scores"]


def replay(stack: Stack, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: PLW1510  the exit code is what is asked
        [sys.executable, "-W", "ignore", "-m", "services.scoring.replay", *words],
        cwd=ROOT,
        env={**os.environ, **stack.env("scoring")},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_what_is_stored_equals_the_replay_of_its_facts_whatever_their_order(
    calls: Calls, stack: Stack
) -> None:
    def unit(version: int, name: str, kind: str) -> None:
        fact = tasks.UnitRegistered(unit=name, name=name, kind=kind, parent="", serves=())
        publish(stack, fact, district="ganquan", version=version)

    told = [
        (confirmed("B04", "city", ratio=Ratio(numerator=228, denominator=252)), 6),
        (confirmed("B04", "district", ratio=Ratio(numerator=240, denominator=252)), 5),
        (confirmed("B03", done=Flag(value=True)), 4),
        (confirmed("B03", done=Flag(value=False)), 3),
        (
            tasks.RegisterCounted(
                register="r-B06", year=2026, standard="v1", item="B06", done=2, rows=4
            ),
            7,
        ),
    ]
    for fact, version in told:
        for id in (str(uuid7()),) * 2:
            publish(stack, fact, district="ganquan", version=version, id=id, time=NOON)
    unit(1, "town-a", "township")
    unit(1, "town-b", "township")
    assert eventually(lambda: shown(calls, "B06", "self")["score"] == 1500)
    assert eventually(lambda: shown(calls, "B03")["score"] == 1000)
    assert eventually(lambda: shown(calls, "B04")["score"] == 1200)
    assert eventually(lambda: stack.mongo("scoring")["facts"].count_documents({}) == len(told))
    assert eventually(lambda: recompute(calls)["equal"])
    stored = scores(stack).find_one({"_id": "ganquan:2026:B06"})["state"]
    assert stored["announced"]["self"] == 1500, "units that came later are counted anew"
    assert replay(stack, "--district", "ganquan", "--year", "2026").returncode == 0


def test_a_difference_is_told_and_repaired_only_on_order(calls: Calls, stack: Stack) -> None:
    scores(stack).update_one(
        {"_id": "ganquan:2026:B04"},
        {
            "$set": {"state.announced.city": 999, "state.levels.city.by": "nobody"},
            "$inc": {"version": 1},
        },
    )
    found = recompute(calls)
    assert (found["equal"], found["differing"], found["repairing"]) == (False, ["B04"], False)
    assert {each["field"] for each in found["differences"]} == {"announced", "levels"}
    told = replay(stack, "--district", "ganquan", "--year", "2026")
    assert told.returncode == 1
    assert "B04" in told.stdout
    assert recompute(calls)["equal"] is False
    assert recompute(calls, repair=True)["repairing"]
    assert eventually(lambda: recompute(calls)["equal"])
    assert shown(calls, "B04")["marks"]["city"]["by"] == "wang"
    ask = orders.ScoreHistoryOf(district="ganquan", year=2026, item="B04")
    newest, *_, first = calls.ask(ask)["moves"]
    assert "按事实重新计算" in newest["text"]
    assert "变为 1.2 分" in newest["text"]
    assert "由 0 分" in first["text"]
    assert "t-2026-ganquan-B04" in first["text"]


def test_the_nightly_proof_raises_the_metric_only_for_what_it_finds_twice(
    calls: Calls, stack: Stack, service: Running
) -> None:
    def counted() -> float:
        return service.metric("tongxin_score_mismatches_total")

    assert counted() == 0
    audits = stack.mongo("scoring")["audits"]
    audit = audits.find_one({"_id": "ganquan:2026"})
    assert audit
    past = {"$set": {"due": audit["due"].replace(year=2020)}}

    def state() -> Any:
        audit = audits.find_one({"_id": "ganquan:2026"})
        return audit and audit["state"]

    def checked() -> Any:
        """The state after one more check; its due day moves before that, with the lease."""
        before = state()["checked"]
        audits.update_one({"_id": "ganquan:2026"}, past)
        return eventually(lambda: (now := state())["checked"] != before and now)

    scores(stack).update_one(
        {"_id": "ganquan:2026:B03"}, {"$set": {"state.announced.city": 1}, "$inc": {"version": 1}}
    )
    first = checked()
    assert (first["suspected"], first["differing"]) == (["B03"], [])
    assert counted() == 0
    second = checked()
    assert (second["suspected"], second["differing"]) == ([], ["B03"])
    assert counted() == 1
    recompute(calls, repair=True)
    assert eventually(lambda: recompute(calls)["equal"])


def test_four_levels_stand_side_by_side_with_who_when_and_why(calls: Calls) -> None:
    levels = {each["level"]: each for each in shown(calls, "B04")["levels"]}
    assert list(levels) == ["self", "district", "city", "province"]
    assert (levels["district"]["score"], levels["city"]["score"]) == (2000, 1200)
    assert levels["city"]["mark"]["by"] == "wang"
    assert levels["city"]["mark"]["at"]
    [source] = shown(calls, "B04")["sources"]
    assert (source["kind"], source["id"], source["version"]) == ("task", "t-2026-ganquan-B04", 6)


def test_the_grid_names_the_lead_of_every_empty_cell(calls: Calls, stack: Stack) -> None:
    fact = tasks.TaskAssigned(
        task="t-2026-ganquan-A05",
        year=2026,
        standard="v1",
        item="A05",
        title="x",
        lead="town-a",
        cooperating=(),
        person="p",
        due=date(2026, 9, 30),
    )
    publish(stack, fact, district="ganquan", version=1)
    ask = orders.GapGrid(district="*", level="city", first=2025, last=2026)

    def cell(item: str) -> Any:
        ganquan = calls.ask(ask)["districts"][0]
        return next(row for row in ganquan["rows"] if row["item"] == item)["cells"][1]

    assert eventually(lambda: cell("A05")["task"] == "t-2026-ganquan-A05")
    assert (cell("A05")["state"], cell("A05")["lead"]) == ("no-fact", "town-a")
    assert (cell("B04")["state"], cell("B04")["lost"]) == ("partial", 800)
    grid = calls.ask(ask)
    cells = [c for d in grid["districts"] for row in d["rows"] for c in row["cells"]]
    assert len(cells) == 2 * 74 * 2
    assert all(c["lead"] for c in cells if c["state"] in ("no-fact", "no-campaign"))
    assert calls.ask(ask, caller=GANQUAN)["districts"] == grid["districts"][:1]
    sheet = calls.ask(orders.GapSheet(district="ganquan", level="city", first=2026, last=2026))
    assert len(sheet["workbook"]["sheets"][0]["rows"]) == 75
    with pytest.raises(CallFailed) as refused:
        calls.ask(orders.GapGrid(district="*", level="city", first=2010, last=2026))
    assert refused.value.status == 422


def test_years_are_shown_with_their_mean(calls: Calls) -> None:
    found = calls.ask(orders.YearsOf(district="ganquan", level="city"))
    assert [year["year"] for year in found["years"]] == [2026]
    assert found["mean"] == found["years"][0]["total"] > 0


def test_the_province_draws_once_and_what_it_left_out_keeps_the_citys_mark(
    calls: Calls, stack: Stack
) -> None:
    with pytest.raises(CallFailed) as forbidden:
        calls.command(orders.DrawSpotCheck(year=2026, seed="3D-417"))
    assert forbidden.value.status == 403
    drawn = calls.command(orders.DrawSpotCheck(year=2026, seed="3D-417"), caller=PROVINCE)
    assert {len(items) for items in drawn["items"].values()} == {25}
    ask = orders.SpotCheckOf(year=2026)
    assert calls.ask(ask)["items"] == drawn["items"]
    assert list(calls.ask(ask, caller=GANQUAN)["items"]) == ["ganquan"]
    with pytest.raises(CallFailed) as again:
        calls.command(orders.DrawSpotCheck(year=2026, seed="3D-418"), caller=PROVINCE)
    assert again.value.code == "spot-check-drawn"

    score = orders.DistrictScoreOf(district="ganquan", year=2026, level="province")
    items = {item["code"]: item for item in calls.ask(score)["items"]}
    for code, of_city in (("B03", 1000), ("B04", 1200)):
        chosen = code in drawn["items"]["ganquan"]
        assert items[code]["drawn"] is chosen
        assert items[code]["score"] == (0 if chosen else of_city)
    assert eventually(lambda: recompute(calls)["equal"])
