"""Scoring as a process: facts come as events, figures go out with their explanation."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contracts import scoring, tasks
from contracts.caller import Caller
from contracts.envelope import decode, open_fact
from contracts.measures import Flag, Measure, Ratio
from contracts.orders import scoring as orders
from services.scoring.service import Scoring
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Scoring]
CSV = (Path(__file__).parents[2] / "services/scoring/sample/sample_74.csv").read_text("utf-8")
GANQUAN = Caller(account="gq", name="甘泉", roles=("district_office",), district="ganquan")


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    """Scoring with a published standard and a campaign of two districts."""
    stack.start(Scoring).wait_ready()
    calls = Calls(stack, "scoring")
    calls.command(
        orders.ImportStandard(version="v1", name="样表", csv=CSV, answers={"*": "default"})
    )
    calls.command(orders.PublishStandard(version="v1"))
    publish(stack, tasks.DistrictFounded(district="ganquan", name="甘泉区"), district="ganquan")
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
    eventually(lambda: calls.ask(orders.League(year=2026, level="city")))
    return calls


def confirmed(item: str, version: int = 3, **measures: Measure) -> tasks.ResultConfirmed:
    return tasks.ResultConfirmed(
        task=f"t-2026-ganquan-{item}",
        year=2026,
        standard="v1",
        item=item,
        title="x",
        lead="u",
        person="p",
        level="city",
        by="r",
        measures=dict(measures),
        evidence=("e-1",),
        amended=False,
        reason="",
    )


def score(calls: Calls, item: str, level: str = "city") -> int:
    ask = orders.ItemScoreOf(district="ganquan", year=2026, item=item, level=level)  # type: ignore[arg-type]
    found: int = calls.ask(ask)["score"]
    return found


def test_a_confirmed_result_scores_with_an_explanation_that_adds_up(
    calls: Calls, stack: Stack
) -> None:
    publish(
        stack,
        confirmed("B04", ratio=Ratio(numerator=228, denominator=252)),
        district="ganquan",
        version=3,
    )
    assert eventually(lambda: score(calls, "B04") == 1200)
    ask = orders.ItemScoreOf(district="ganquan", year=2026, item="B04", level="city")
    shown = calls.ask(ask)
    assert sum(line["thousandths"] for line in shown["line"]["children"]) == 1200
    assert "228/252" in str(shown["line"])
    assert shown["marks"]["city"]["evidence"] == ["e-1"]


def test_an_older_confirmation_that_comes_late_changes_nothing(calls: Calls, stack: Stack) -> None:
    publish(stack, confirmed("B03", done=Flag(value=True)), district="ganquan", version=9)
    assert eventually(lambda: score(calls, "B03") == 1000)
    publish(stack, confirmed("B03", done=Flag(value=False)), district="ganquan", version=4)
    publish(stack, confirmed("A05", done=Flag(value=True)), district="ganquan", version=4)
    assert eventually(lambda: score(calls, "A05") == 1500)
    assert score(calls, "B03") == 1000


def test_a_finding_deducts_and_the_change_is_announced(calls: Calls, stack: Stack) -> None:
    finding = tasks.FindingRaised(
        finding="f-1",
        inspection="i-1",
        year=2026,
        standard="v1",
        item="F07",
        unit="u",
        kind="found",
        fault="缺页",
        on=date(2026, 8, 1),
        evidence=(),
    )
    channel = stack.amqp().channel()
    queue = channel.queue_declare("", exclusive=True).queue
    channel.queue_bind(queue, "scoring.events", scoring.ScoreChanged.type)
    publish(stack, finding, district="ganquan")
    assert eventually(lambda: score(calls, "F07") == 900)
    envelope = decode(eventually(lambda: channel.basic_get(queue, no_ack=True)).body)
    fact = open_fact(envelope)
    assert isinstance(fact, scoring.ScoreChanged)
    assert (fact.item, fact.score, envelope.district) == ("F07", 900, "ganquan")


def test_a_veto_makes_a_district_ineligible_and_leaves_its_total(
    calls: Calls, stack: Stack
) -> None:
    ask = orders.DistrictScoreOf(district="ganquan", year=2026, level="city")
    before = calls.ask(ask)
    order = orders.RaiseVeto(district="ganquan", year=2026, topic="disputes", reason="越级上访")
    veto = calls.command(order)["id"]
    during = calls.ask(ask)
    assert (during["eligible"], during["total"]) == (False, before["total"])
    calls.command(orders.ClearVeto(veto=veto, reason="已化解"))
    assert calls.ask(ask)["eligible"] is True


def test_a_finding_of_a_vetos_kind_is_shown_as_a_ground_until_an_office_decides(
    calls: Calls, stack: Stack
) -> None:
    ask = orders.DistrictScoreOf(district="ganquan", year=2026, level="city")
    finding = tasks.FindingRaised(
        finding="f-forged",
        inspection="i-2",
        year=2026,
        standard="v1",
        item="F07",
        unit="u",
        kind="forgery",
        fault="照片系翻拍",
        on=date(2026, 8, 2),
        evidence=(),
    )
    publish(stack, finding, district="ganquan")
    (ground,) = eventually(lambda: calls.ask(ask)["veto_grounds"])
    assert (ground["topic"], ground["reading"]["text"]) == ("forgery", "f-forged")
    assert calls.ask(ask)["eligible"] is True, "a ground is no veto"
    order = orders.RaiseVeto(district="ganquan", year=2026, topic="forgery", reason="查实")
    veto = calls.command(order)["id"]
    raised = calls.ask(ask)
    assert (raised["eligible"], raised["veto_grounds"]) == (False, [])
    calls.command(orders.ClearVeto(veto=veto, reason="查明系误报"))
    assert calls.ask(ask)["veto_grounds"] == []


def test_a_district_without_facts_is_listed_and_not_ranked(calls: Calls) -> None:
    rows = calls.ask(orders.League(year=2026, level="city"))["rows"]
    linhe = next(row for row in rows if row["district"] == "linhe")
    assert (linhe["rank"], linhe["total"]) == (None, None)


def test_a_level_that_has_marked_nothing_gives_no_figure_no_rank_and_no_tick(calls: Calls) -> None:
    league = calls.ask(orders.League(year=2026, level="province"))
    assert {(row["rank"], row["total"], row["eligible"]) for row in league["rows"]} == {
        (None, None, None)
    }
    score = orders.DistrictScoreOf(district="ganquan", year=2026, level="province")
    found = calls.ask(score)
    assert (found["marked"], found["total"], found["eligible"]) == (False, None, None)
    assert {part["score"] for part in (*found["categories"], *found["items"])} == {None}
    item = orders.ItemScoreOf(district="ganquan", year=2026, item="B04", level="province")
    levels = {each["level"]: each for each in calls.ask(item)["levels"]}
    assert (levels["province"]["marked"], levels["province"]["score"]) == (False, None)
    assert levels["city"]["marked"] and levels["city"]["score"] == 1200


def test_another_districts_score_does_not_exist(calls: Calls) -> None:
    ask = orders.DistrictScoreOf(district="linhe", year=2026, level="city")
    with pytest.raises(CallFailed) as refused:
        calls.ask(ask, caller=GANQUAN)
    assert refused.value.status == 404
    league = calls.ask(orders.League(year=2026, level="city"), caller=GANQUAN)
    assert [row["district"] for row in league["rows"]] == ["ganquan"]


def test_a_district_is_told_its_own_place_among_all(calls: Calls, stack: Stack) -> None:
    ask = orders.League(year=2026, level="province")
    facts: dict[str, dict[str, Any]] = {
        "linhe": {"done": Flag(value=True)},
        "ganquan": {"done": Flag(value=False)},
    }
    for district, measures in facts.items():
        fact = confirmed("B03", **measures)
        publish(stack, msgspec.structs.replace(fact, level="province"), district=district)
    rows = eventually(lambda: (r := calls.ask(ask)["rows"])[0]["total"] and r[1]["rank"] and r)
    assert [(row["district"], row["rank"]) for row in rows] == [("linhe", 1), ("ganquan", 2)]
    league = calls.ask(ask, caller=GANQUAN)
    assert ([row["rank"] for row in league["rows"]], league["of"]) == ([2], 2)


def test_a_faulty_standard_is_refused_with_row_and_column_and_nothing_is_kept(
    calls: Calls,
) -> None:
    broken = CSV.replace(",硬,FIX,", ",硬,大概,")
    with pytest.raises(CallFailed) as refused:
        calls.command(orders.ImportStandard(version="v2", name="坏表", csv=broken))
    assert refused.value.code == "standard-faulty"
    fault = refused.value.extra["faults"][0]
    assert fault["row"] > 1
    assert fault["column"]
    with pytest.raises(CallFailed) as missing:
        calls.ask(orders.StandardOf(version="v2"))
    assert missing.value.status == 404


def test_the_schema_of_rules_is_published(calls: Calls) -> None:
    schema = calls.ask(orders.RuleSchema())
    assert schema["$defs"]
