"""Scoring: what one more fact costs when many are known, and how fast a replay is.

``TONGXIN_BENCH_FACTS`` (default 20000) says how many. The facts go through the reactions of the
service's own wiring, straight to the database: the broker's time is measured elsewhere.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from contracts import tasks
from contracts.envelope import Envelope, Fact, seal
from contracts.measures import Flag, Ratio
from contracts.orders.scoring import ImportStandard, PublishStandard
from kit.change import Knowing
from kit.machine import Input, Machine
from kit.reader import Reader
from kit.store import Store
from kit.table import Command, Hearing
from services.scoring.audits.looks import compare
from services.scoring.sample import CSV
from services.scoring.service import Scoring
from services.scoring.standards.store import STANDARDS
from tests.support.calling import CITY
from tests.support.stack import Stack

FACTS = int(os.environ.get("TONGXIN_BENCH_FACTS", "20000"))
FIRST = 1000
YEARS = (2023, 2024, 2025, 2026)
DISTRICTS = tuple(f"district-{n}" for n in range(1, 13))
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Scored:
    """The scoring service's reactions over one database, without a broker."""

    def __init__(self, stack: Stack) -> None:
        url = stack.env("scoring")["TONGXIN_MONGO_URL"]
        self.store = Store(url, Scoring.aggregates(), pool=4, mark_days=30)
        self.machine = Machine("scoring", self.store, lambda *_: None)
        self.reactions = {
            door.fact: door.reactions
            for door in Scoring.doors.values()
            if isinstance(door, Hearing)
        }
        self.heard = 0

    def hear(self, fact: Fact, district: str, version: int) -> None:
        """As the event's door does it."""
        self.heard += 1
        event = self._event(fact, district, version)
        given: Knowing[None] = Knowing(
            key="", now=event.time, cause=event.id, event=event, found=None
        )
        input = Input(value=fact, cause=event.id, event=event)
        for each in self.reactions[type(fact)]:
            for key in each.keys(fact, given, Reader(self.store)):
                self.machine.change(each, key, input)

    def _event(self, fact: Fact, district: str, version: int) -> Envelope:
        return seal(
            fact,
            id=f"bench-{self.heard:08}",
            source="/tongxin/bench",
            subject="bench",
            time=BEGIN + timedelta(seconds=self.heard),
            district=district,
            version=version,
        )

    def prepare(self) -> list[str]:
        """A published standard, four campaigns of twelve districts; the items' codes."""
        answers = {"*": "default"}
        csv = CSV.read_text("utf-8")
        self.order(ImportStandard(version="bench", name="样表", csv=csv, answers=answers))
        self.order(PublishStandard(version="bench"))
        for year in YEARS:
            fact = tasks.CampaignOpened(
                campaign=f"c-{year}",
                year=year,
                name="创建",
                standard="bench",
                districts=DISTRICTS,
            )
            self.hear(fact, "*", 1)
        return [item.code for item in Reader(self.store).get(STANDARDS, "bench").standard.items]

    def order(self, order: Any) -> None:
        """An order about the standard, as the office gives it."""
        specs = (door for door in Scoring.doors.values())
        command = next(s for s in specs if isinstance(s, Command) and s.order is type(order))
        how = command.reaction
        input = Input(value=order, cause=f"bench:{type(order).__name__}", caller=CITY)
        self.machine.change(how, "bench", input)


def told(codes: list[str]) -> Iterator[tuple[Fact, str, int]]:
    """Facts without end, spread over years, districts and items: (fact, district, version).

    Four follow one another on one item, so that the first thousand too are mostly updates.
    """
    places = [(year, d, code) for year in YEARS for d in DISTRICTS for code in codes]
    number = 0
    while True:
        year, district, code = places[number // 4 * 7919 % len(places)]
        about: dict[str, Any] = {"year": year, "standard": "bench", "item": code}
        yield _fact(number, district, about), district, number + 1
        number += 1


def _fact(number: int, district: str, about: dict[str, Any]) -> Fact:
    task = f"t-{about['year']}-{district}-{about['item']}"
    kind = number % 4
    if kind == 0:
        return tasks.RegisterCounted(**about, register=f"r-{task}", done=number % 90, rows=90)
    if kind == 1:
        return tasks.FindingRaised(
            **about,
            finding=f"f-{number}",
            inspection="i-1",
            unit="unit-1",
            kind="found",
            fault="缺页",
            on=date(about["year"], 8, 1),
            evidence=(),
        )
    return tasks.ResultConfirmed(
        **about,
        task=task,
        title="x",
        lead="unit-1",
        person="p",
        level="city" if kind == 2 else "district",
        by="reviewer",
        measures={
            "done": Flag(value=True),
            "ratio": Ratio(numerator=number % 90, denominator=90),
        },
        evidence=("e-1",),
        amended=False,
        reason="",
    )


@contextmanager
def filled(stack: Stack) -> Iterator[tuple[Scored, Iterator[tuple[Fact, str, int]]]]:
    scored = Scored(stack)
    try:
        yield scored, told(scored.prepare())
    finally:
        scored.store.close()


def seconds(
    scored: Scored, facts: Iterator[tuple[Fact, str, int]], count: int
) -> tuple[float, float]:
    """Medians: of one fact, and of one small insert made beside it, which knows of no facts."""
    took, beside = [], []
    control = scored.store.database["control"]
    for fact, district, version in islice(facts, count):
        started = time.monotonic()
        scored.hear(fact, district, version)
        between = time.monotonic()
        control.insert_one({"_id": f"{scored.heard}"})
        took.append(between - started)
        beside.append(time.monotonic() - between)
    return median(took), median(beside)


def measured(stack: Stack) -> dict[str, float]:
    """``first``: seconds for a fact among the first thousand; ``later``: after FACTS;
    ``ratio``: later ÷ first; ``steady``: the same, each as a multiple of a small insert made at the
    same time, so that a machine or a server that has become slower does not show; ``replay``: facts
    replayed and compared per second.
    """
    with filled(stack) as (scored, facts):
        first, beside_first = seconds(scored, facts, FIRST)
        for fact, district, version in islice(facts, FACTS - FIRST):
            scored.hear(fact, district, version)
        later, beside_later = seconds(scored, facts, FIRST)
        started = time.monotonic()
        replayed = sum(_compared(scored, year, each) for year in YEARS for each in DISTRICTS)
        took = time.monotonic() - started
    assert replayed == FACTS + FIRST
    return {
        "first": first,
        "later": later,
        "ratio": later / first,
        "steady": (later / beside_later) / (first / beside_first),
        "replay": replayed / took,
    }


def _compared(scored: Scored, year: int, district: str) -> int:
    """The facts of a district's year, which the store must equal."""
    found = compare(Reader(scored.store), district, year)
    assert found.equal, found.differences[:3]
    return found.facts
