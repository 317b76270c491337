"""The oracle itself, against figures worked out by hand from the standard's words; its story."""

from collections import Counter
from datetime import date

import pytest

from tests.oracle import Deed, figures
from tests.oracle.history import Claimed
from tests.year.generator import stories, together

TOWNSHIPS, UNITS = 4, 2


def done(code: str, **measures: object) -> list[Deed]:
    return [Deed("confirms", code, "city", dict(measures))]


def found(code: str, *ids: str) -> list[Deed]:
    return [Deed("finds", code, finding=id) for id in ids]


@pytest.mark.parametrize(
    ("code", "history", "score"),
    [
        ("A05", done("A05", done=True), 1500),
        ("A04", done("A04", part_1=True, part_3=True), 1250),
        ("A02", done("A02", count=1), 750),
        ("A03", done("A03", count=0), 0),
        ("B06", done("B06", count=3), 1250),  # four townships, one sign missing
        ("E03", done("E03", count=1), 1500),  # two garrison units, one village missing
        ("B04", done("B04", ratio=(228, 252)), 1200),  # 90.5 %: 60 % of 2
        ("B07", done("B07", ratio=(4, 5)), 750),  # half of the way from 60 % to 100 %
        ("B08", done("B08", ratio=(5, 7)), 714),
        ("C08", done("C08", ratio=(3, 4)), 833),  # 1 × 0.75 ÷ 0.9
        ("D01", done("D01", ratio=(99, 100)), 0),
        ("D06", done("D06", ratio=(98, 100)), 750),
        ("H01", [*done("H01", ratio=(98, 100)), *found("H01", "f")], 1000),
        ("C04", [*done("C04", ratio=(9, 10)), *found("C04", "f", "g")], 800),
        ("F07", found("F07", "f", "g"), 800),
        ("F07", [*found("F07", "f", "g"), Deed("upholds", "F07", finding="f")], 900),
        ("H05", [*found("H05", "f", "g"), Deed("misses", "H05", finding="f")], 450),
        ("T02", done("T02", claims=[Claimed("claim", "X"), Claimed("claim", "Y")]), 1000),
        ("T01", done("T01", mark="3"), 2000),
    ],
)
def test_an_item_is_worth_what_its_words_say(code: str, history: list[Deed], score: int) -> None:
    assert figures(history, "city", TOWNSHIPS, UNITS).items[code] == score


def test_the_second_bulletin_costs_the_third_step_once() -> None:
    named = [Deed("names", "H05", finding="f", bulletin=f"b-{n}") for n in (1, 1, 2, 3)]
    history = found("H05", "f")
    scores = [
        figures([*history, *named[:n]], "city", TOWNSHIPS, UNITS).items["H05"] for n in range(5)
    ]
    assert scores == [1200, 1200, 1200, 0, 0]


def test_one_honour_counts_once_and_the_bonus_stops_at_ten() -> None:
    march = [date(2026, 3, day) for day in range(1, 9)]
    honour = Claimed("national", "X", march[0])
    history = [*done("T05", claims=[honour]), *done("T06", claims=[honour])]
    both = figures(history, "city", TOWNSHIPS, UNITS)
    assert (both.items["T05"], both.items["T06"], both.bonus) == (1000, 750, 1000)
    for code in ("T02", "T03", "T04", "T07", "T08"):
        claims = [Claimed("claim", f"{code}-{n}", march[n]) for n in range(3)]
        history += done(code, claims=claims)
    history += done("T01", mark="2") + done("T06", claims=[honour._replace(ref="Y")])
    full = figures(history, "city", TOWNSHIPS, UNITS)
    # 1 + 4 × 1.5 + 1 + 0.75 are in time; the mark of T01 has no day and takes what is left.
    assert (full.bonus, full.counted["T01"]) == (10_000, 1250)


def test_what_a_return_voids_is_gone_at_every_level() -> None:
    history = [Deed("submits", "A05", measures={"done": True}), *done("A05", done=True)]
    returned = [*history, Deed("returns", "A05")]
    assert figures(history, "self", TOWNSHIPS, UNITS).items["A05"] == 1500
    for level in ("self", "city"):
        assert figures(returned, level, TOWNSHIPS, UNITS).items["A05"] == 0


def test_the_story_of_four_years_is_the_same_each_time_and_long_enough() -> None:
    one, again = stories(2000), stories(2000)
    assert together(one) == together(again)
    assert sum(len(story.history) for story in one) >= 2000
    times = Counter(told.envelope.id for _, told in together(one))
    assert len(times) == sum(len(story.history) for story in one)
    assert max(times.values()) == 2


def test_what_arrives_is_out_of_order_and_the_versions_tell_the_order() -> None:
    story = stories(2000)[0]
    numbers = [int(told.envelope.id.rpartition("-")[2]) for told in story.arriving]
    assert numbers != sorted(numbers)
    versions: dict[str, list[tuple[int, int]]] = {}
    for number, told in zip(numbers, story.arriving, strict=True):
        versions.setdefault(told.envelope.subject, []).append((number, told.envelope.version))
    for several in versions.values():
        in_truth = [version for _, version in sorted(set(several))]
        assert in_truth == list(range(1, len(in_truth) + 1))
