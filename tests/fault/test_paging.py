"""Pages of a list: each thing once, whatever the order, the gaps and the size of a page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from contracts.caller import Caller
from contracts.orders.base import MAX_COUNT, PageAsk
from contracts.refusals import Invalid, NotFound
from kit.aggregate import Aggregate
from kit.reader import Reader
from kit.store import Store
from tests.probe.service import Probe
from tests.support.stack import Stack

SERVICES = [Probe]
NORTH = Caller(account="a", name="甲", roles=("unit",), district="north")
DAY = datetime(2026, 5, 1, tzinfo=UTC)


class Thing(Struct, frozen=True, kw_only=True):
    district: str
    rank: int | None = None
    name: str = ""
    due: datetime | None = None


THINGS = Aggregate("things", Thing)
DISTRICTS = st.sampled_from(["north", "south", "*"])
THING = st.builds(
    Thing,
    district=DISTRICTS,
    rank=st.none() | st.integers(-2, 2),
    name=st.sampled_from(["", "一", "a", "b"]),
    due=st.none() | st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
)


@pytest.fixture(scope="module")
def store(stack: Stack) -> Iterator[Store]:
    address = stack.env("probe")["TONGXIN_MONGO_URL"]
    opened = Store(address, [THINGS], pool=4, mark_days=30)
    yield opened
    opened.close()


def fill(store: Store, things: list[Thing]) -> None:
    collection = store.database["things"]
    collection.delete_many({})
    documents = [
        {"_id": f"t{n}", "district": t.district, "version": 1, "state": THINGS.dump(t)}
        for n, t in enumerate(things)
    ]
    if documents:
        collection.insert_many(documents)


def pages(reader: Reader, by: tuple[str, int], limit: int) -> list[dict[str, Any]]:
    items, cursor = [], ""
    for _ in range(100):
        page = reader.page(THINGS, {}, PageAsk(limit=limit, cursor=cursor), by)
        assert len(page["items"]) <= limit
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items
        assert page["items"]
    raise AssertionError("pages without end")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    things=st.lists(THING, max_size=12),
    field=st.sampled_from(["rank", "name", "due", "_id"]),
    direction=st.sampled_from([1, -1]),
    limit=st.integers(1, 5),
)
def test_paging_visits_each_thing_once_in_order(
    store: Store, things: list[Thing], field: str, direction: int, limit: int
) -> None:
    fill(store, things)
    items = pages(Reader(store), (field, direction), limit)
    assert sorted(item["id"] for item in items) == sorted(f"t{n}" for n in range(len(things)))
    values = [item["id" if field == "_id" else field] for item in items]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=direction < 0)
    gaps = [value is None for value in values]
    assert gaps == sorted(gaps, reverse=direction > 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(things=st.lists(THING, max_size=10))
def test_a_caller_sees_its_district_and_the_whole_city_and_nothing_else(
    store: Store, things: list[Thing]
) -> None:
    fill(store, things)
    reader = Reader(store, NORTH)
    visible = {f"t{n}" for n, thing in enumerate(things) if thing.district != "south"}
    assert {item["id"] for item in pages(reader, ("_id", 1), 3)} == visible
    assert {id for id, _ in reader.all(THINGS, {})} == visible
    assert reader.count(THINGS, {}) == len(visible)
    for n in range(len(things)):
        assert (reader.find(THINGS, f"t{n}") is not None) == (f"t{n}" in visible)
    assert reader.all(THINGS, {"district": "south"}) == []


def counted(store: Store, filters: dict[str, Any], **asked: Any) -> Any:
    reader = Reader(store, NORTH)
    return reader.page(THINGS, filters, PageAsk(limit=2, **asked), ("rank", 1)).get("count", "")


def test_the_first_page_tells_how_many_the_caller_may_see_where_it_is_asked(store: Store) -> None:
    seen = [Thing(district="north", rank=n, name="一") for n in range(3)]
    fill(store, [*seen, Thing(district="*"), Thing(district="south")])
    after = Reader(store, NORTH).page(THINGS, {}, PageAsk(limit=2), ("rank", 1))["next"]
    assert counted(store, {}) == ""
    assert counted(store, {}, count=True) == 4
    assert counted(store, {"name": "一"}, count=True) == 3
    assert counted(store, {"rank": 1}, count=True) == 1
    assert counted(store, {"name": "二"}, count=True) == 0
    assert counted(store, {}, count=True, cursor=after) == ""


def test_a_count_ends_at_its_bound_and_is_left_out_where_texts_would_be_read(store: Store) -> None:
    fill(store, [Thing(district="north", name="一甲") for _ in range(MAX_COUNT + 5)])
    assert counted(store, {}, count=True) == MAX_COUNT
    text = {"$regex": "甲"}
    assert counted(store, {"name": text}, count=True) is None
    assert counted(store, {"$or": [{"state.name": text}]}, count=True) is None


def test_another_districts_thing_is_not_found(store: Store) -> None:
    fill(store, [Thing(district="south")])
    for read in (Reader(store, NORTH).get, Reader(store, NORTH).show):
        with pytest.raises(NotFound):
            read(THINGS, "t0")


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "W10", "bnVsbA", "WzEsMl0", "W3siYSI6MX0sImIiXQ", "é"]
)
def test_a_cursor_that_is_not_ours_is_refused(store: Store, cursor: str) -> None:
    with pytest.raises(Invalid) as caught:
        Reader(store).page(THINGS, {}, PageAsk(cursor=cursor), ("rank", 1))
    assert caught.value.field == "$.cursor"
