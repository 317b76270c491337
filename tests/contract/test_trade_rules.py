"""The rules of the trade that bind the software (State Council letter 2026-12): tests, not
intentions. No tracks, no check-ins, no ranking of persons or of app use."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect
from prometheus_client import REGISTRY

from contracts import envelope
from gateway.routes import TABLES
from gateway.routes.exports import COLUMNS
from infra.generate import facts, orders, services

ROOT = Path(__file__).parents[2]
OPENAPI: dict[str, Any] = json.loads((ROOT / "contracts" / "openapi.json").read_text("utf-8"))
TRACKS = ("track", "trajectory", "checkin", "check-in", "check_in", "heartbeat", "online", "login")
RANKED = ("rank", "league")


def fields(kinds: dict[str, Any]) -> set[str]:
    return {f.name for kind in kinds.values() for f in msgspec.structs.fields(kind)}


def test_no_route_takes_tracks_check_ins_or_time_online() -> None:
    for path in OPENAPI["paths"]:
        assert not any(word in path.lower() for word in TRACKS), path


def test_no_order_and_no_fact_has_a_field_for_tracks_or_app_use() -> None:
    for name in fields(dict(orders())) | fields(dict(facts())):
        assert not any(word in name.lower() for word in TRACKS), name


def test_only_districts_are_ranked() -> None:
    ranked = [p for p in OPENAPI["paths"] if any(word in p.lower() for word in RANKED)]
    assert ranked == ["/api/v1/league"]
    asked = {f.name for f in msgspec.structs.fields(orders()["scoring.League"])}
    assert asked == {"year", "level"}


def test_a_sealed_file_tells_others_that_it_has_a_position_and_not_which() -> None:
    names = {f.name for f in msgspec.structs.fields(facts()["evidence.evidence_sealed.v1"])}
    assert "has_position" in names
    assert not names & {"position", "latitude", "longitude"}


def test_no_fact_carries_an_identity_number_or_a_telephone() -> None:
    kinds = [kind for t, kind in envelope.FACTS.items() if t in facts()]
    names = {f.name for kind in kinds for f in msgspec.structs.fields(kind)}
    assert not names & {"phone", "telephone", "identity", "id_number", "address"}


# -- everything that is there: doors, questions, collections, exports, metrics --------------------

ROWS = [row for rows in TABLES.values() for row in rows]
AGGREGATES = {
    f"{service.name}.{aggregate.collection}": aggregate
    for service in services()
    for aggregate in service.aggregates()
}
APP_USE = ("streak", "visits", "usage", "clicks", "sessions", "last_seen", "installs", "active")
PERSONS = ("account", "person", "by", "responsible", "inspectors", "user", "name")
PERSONAL_LABELS = {*PERSONS, "unit", "district", "device", "address", "ip", "caller", "subject"}
SORTING = {"sort", "sort_by", "order_by", "group_by", "rank_by", "by_person"}
RANKED_WORDS = re.compile("排名|名次|排行|积分|登录|在线|轨迹|打卡|签到|定位|使用率|活跃")


def structs_within(kind: Any) -> dict[type, set[str]]:
    """A struct and the structs inside it, each with the names of its fields."""
    found: dict[type, set[str]] = {}
    waiting = [inspect.type_info(kind)]
    while waiting:
        info = waiting.pop()
        if isinstance(info, inspect.StructType) and info.cls not in found:
            found[info.cls] = {field.name for field in info.fields}
            waiting += [field.type for field in info.fields]
        for part in ("item_type", "key_type", "value_type"):
            if hasattr(info, part):
                waiting.append(getattr(info, part))
        waiting += [*getattr(info, "types", ()), *getattr(info, "item_types", ())]
    return found


def names_within(kind: Any) -> set[str]:
    """The names of all fields, but those of a district's place among districts."""
    found: set[str] = set()
    for names in structs_within(kind).values():
        of_districts = "district" in names and not names & {*PERSONS, "unit"} - {"name"}
        found |= names - {"rank"} if of_districts else names
    return found


def worded(name: str, words: tuple[str, ...]) -> bool:
    """Whether one of the name's own words is among these: ``last_seen_at`` holds ``last_seen``."""
    return any(re.search(rf"(^|_){word}(s|ed|ing)?(_|$)", name) for word in words)


def test_the_search_for_words_finds_them() -> None:
    """A test of this test: it must see what it forbids, at any depth and in any form."""
    inner = msgspec.defstruct("Inner", [("login_count", int)])
    outer = msgspec.defstruct("Outer", [("rows", tuple[inner, ...]), ("more", inner | None)])  # type: ignore[valid-type]
    assert "login_count" in names_within(outer)
    for name in ("rank", "person_ranking", "ranked", "last_seen_at", "tracks"):
        assert worded(name, (*RANKED, *TRACKS, *APP_USE)), name
    for name in ("frank", "interactive", "blogin"):
        assert not worded(name, (*RANKED, *TRACKS, *APP_USE)), name


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.verb} {row.path}")
def test_no_door_ranks_persons_tracks_positions_or_counts_app_use(row: Any) -> None:
    words = set(re.split(r"[^a-z]+", row.path.lower()))
    assert not words & {*TRACKS, *APP_USE, "rank", "ranking", "positions", "persons-league"}
    assert "league" not in words or row.shape.__name__ in ("League", "LeagueOf", "Trend")
    assert not RANKED_WORDS.search(row.summary.replace("区县排名", "")), row.summary


@pytest.mark.parametrize("name", sorted(orders()))
def test_no_question_and_no_order_sorts_or_ranks_persons(name: str) -> None:
    found = names_within(orders()[name])
    assert not found & SORTING, "lists come in one order, which is no person's place"
    assert not [one for one in found if worded(one, (*RANKED, *TRACKS, *APP_USE))]


PLACED = ("evidence.evidence", "tasks.findings", "tasks.leads")
"""What has a place: a photo, a fault that was found or told of. None is a person's way."""


@pytest.mark.parametrize("name", sorted(AGGREGATES))
def test_nothing_kept_ranks_persons_tracks_positions_or_counts_app_use(name: str) -> None:
    found = names_within(AGGREGATES[name].state)
    assert not [one for one in found if worded(one, (*RANKED, *TRACKS, *APP_USE))]
    if name not in PLACED:
        assert not found & {"position", "latitude", "longitude"}, "no person has a place"


@pytest.mark.parametrize("name", sorted(AGGREGATES))
def test_no_index_orders_persons_by_a_figure(name: str) -> None:
    for index in AGGREGATES[name].indexes:
        keys = [key.removeprefix("state.") for key in index.keys]
        persons = [key for key in keys if key.rpartition(".")[2] in PERSONS]
        beside = [key for key in keys if key not in persons and key != "district"]
        numbers = [key for key in beside if worded(key, ("count", "score", "points", "total"))]
        assert not (persons and numbers), keys


@pytest.mark.parametrize("shape", COLUMNS, ids=lambda shape: shape.__name__)
def test_no_exported_column_ranks_persons_or_counts_app_use(shape: Any) -> None:
    for column in COLUMNS[shape]:
        words = re.split(r"[._]", column.path)
        assert not set(words) & {*RANKED, *TRACKS, *APP_USE, "position", "email"}, column
        assert not RANKED_WORDS.search(column.title), column
        assert column.title not in ("身份证号", "电话", "手机", "经度", "纬度")


def test_no_metric_is_kept_by_person_unit_or_device() -> None:
    kept = [c for c in REGISTRY._collector_to_names if hasattr(c, "_labelnames")]
    assert len(kept) > 15
    for metric in kept:
        assert not set(metric._labelnames) & PERSONAL_LABELS, metric
        name = getattr(metric, "_name", "")
        assert name
        assert not worded(name, (*APP_USE, "login", "online", "track", "rank")), name
