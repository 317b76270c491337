"""Snapshots as a running service: frozen, the same months later, and in order over time."""

from hashlib import sha256
from pathlib import Path

import pytest

from contracts import tasks
from contracts.caller import Caller
from contracts.measures import Flag
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
    stack.start(Scoring).wait_ready()
    calls = Calls(stack, "scoring")
    publish_standard(calls, "v1")
    campaign = tasks.CampaignOpened(
        campaign="c-2026", year=2026, name="创建", standard="v1", districts=("ganquan", "linhe")
    )
    publish(stack, campaign, district="*")
    eventually(lambda: calls.ask(orders.League(year=2026, level="city")))
    return calls


def publish_standard(calls: Calls, version: str) -> None:
    calls.command(
        orders.ImportStandard(version=version, name="样表", csv=CSV, answers={"*": "default"})
    )
    calls.command(orders.PublishStandard(version=version))


def confirm(calls: Calls, stack: Stack, item: str, district: str, version: int, done: bool) -> None:
    fact = tasks.ResultConfirmed(
        task=f"t-2026-{district}-{item}",
        year=2026,
        standard="v1",
        item=item,
        title="x",
        lead="u",
        person="p",
        level="city",
        by="wang",
        measures={"done": Flag(value=done)},
        evidence=(),
        amended=False,
        reason="",
    )
    publish(stack, fact, district=district, version=version)
    ask = orders.ItemScoreOf(district=district, year=2026, item=item, level="city")
    eventually(lambda: (calls.ask(ask)["score"] > 0) is done)


def freeze(calls: Calls, name: str) -> str:
    order = orders.FreezeSnapshot(year=2026, level="city", name=name)
    frozen: str = calls.command(order)["snapshot"]
    return frozen


def test_a_snapshot_stays_the_same_whatever_comes_after_it(calls: Calls, stack: Stack) -> None:
    confirm(calls, stack, "B03", "ganquan", 3, True)
    confirm(calls, stack, "A05", "linhe", 3, True)
    july = freeze(calls, "七月通报")
    before = calls.ask(orders.SnapshotOf(snapshot=july, district="ganquan"))
    assert sha256(before["text"].encode()).hexdigest() == before["sha256"]
    assert sha256(before["part"].encode()).hexdigest() == before["part_sha256"]
    assert before["part_sha256"] in before["text"]

    confirm(calls, stack, "B03", "ganquan", 5, False)
    confirm(calls, stack, "A05", "ganquan", 5, True)
    publish_standard(calls, "v2")
    after = calls.ask(orders.SnapshotOf(snapshot=july, district="ganquan"))
    assert after == before
    verified = calls.ask(orders.VerifySnapshot(snapshot=july))
    assert (verified["equal"], verified["sha256"]) == (True, before["sha256"])
    ask = orders.FrozenItemOf(snapshot=july, district="ganquan", item="B03")
    assert calls.ask(ask)["score"] == 1000, "as it was in July"

    august = freeze(calls, "八月通报")
    found = calls.ask(orders.Trend(year=2026, level="city"))
    assert [each["snapshot"] for each in found["snapshots"]] == [july, august]
    ganquan = next(d for d in found["districts"] if d["district"] == "ganquan")
    assert [point["change"] for point in ganquan["points"]] == [None, 1500 - 1000]
    names = [each["name"] for each in calls.ask(orders.Snapshots(year=2026))["items"]]
    assert names == ["八月通报", "七月通报"]


def test_a_changed_snapshot_is_found_out(calls: Calls, stack: Stack) -> None:
    id = freeze(calls, "九月通报")
    stored = stack.mongo("scoring")["snapshots"]
    (document,) = stored.find({"_id": id})
    head = document["state"]["head"]
    stored.update_one({"_id": id}, {"$set": {"state.head": head.replace("九月", "十月")}})
    verified = calls.ask(orders.VerifySnapshot(snapshot=id))
    assert (verified["equal"], verified["differing"]) == (False, 1)
    assert "SHA-256" in verified["differences"][0]


def test_a_district_sees_its_own_part_and_not_the_ranking_of_all(calls: Calls) -> None:
    id = freeze(calls, "十月通报")
    own = calls.ask(orders.SnapshotOf(snapshot=id), caller=GANQUAN)
    assert (own["district"], own["text"]) == ("ganquan", "")
    with pytest.raises(CallFailed) as refused:
        calls.ask(orders.SnapshotOf(snapshot=id, district="linhe"), caller=GANQUAN)
    assert refused.value.status == 404
    with pytest.raises(CallFailed) as hidden:
        ask = orders.FrozenItemOf(snapshot=id, district="linhe", item="A05")
        calls.ask(ask, caller=GANQUAN)
    assert hidden.value.status == 404
    found = calls.ask(orders.Trend(year=2026, level="city"), caller=GANQUAN)
    assert [each["district"] for each in found["districts"]] == ["ganquan"]
    with pytest.raises(CallFailed) as forbidden:
        order = orders.FreezeSnapshot(year=2026, level="city", name="我的")
        calls.command(order, caller=GANQUAN)
    assert forbidden.value.status == 403


def test_a_snapshot_of_a_year_without_a_campaign_is_refused(calls: Calls) -> None:
    with pytest.raises(CallFailed) as refused:
        calls.command(orders.FreezeSnapshot(year=2030, level="city", name="x"))
    assert refused.value.status == 404
