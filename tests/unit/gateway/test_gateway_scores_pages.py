"""What the pages of scores make of the services' answers."""

from datetime import UTC, date, datetime
from typing import Any

from gateway.console.brief.views import line
from gateway.console.bulletins.views import code, differences, league, part
from gateway.console.districts.views import newest, table
from gateway.console.frame.figures import Chosen, marked
from gateway.console.frame.slipping import counted
from gateway.console.frame.words import moment, say, short_day, stamp, today
from gateway.console.gaps.views import grid, tasks_of
from gateway.console.scores import ledgers, sources, tree
from gateway.console.steering.views import picked, pushes

Json = dict[str, Any]


def cell(year: int, state: str, lost: int = 0, unit: str = "edu", **more: Any) -> Json:
    shown = {"year": year, "state": state, "lost": lost, "unit": unit, "lead": "教育局"}
    return {**shown, "task": f"t-{year}", **more}


def row(item: str, *cells: Json, kind: str = "hard", side: str = "civil", **more: Any) -> Json:
    shown = {"item": item, "title": f"{item} 项", "category": "组织领导", "kind": kind}
    return {**shown, "side": side, "cells": list(cells), **more}


def gaps(*rows: Json, unmarked: tuple[int, ...] = ()) -> Json:
    district = {"district": "x", "name": "某区", "rows": list(rows), "unmarked": list(unmarked)}
    return {"years": [2025, 2026], "districts": [district]}


NONE = cell(2025, "no-campaign", unit="")


def test_a_year_without_a_campaign_has_no_column_and_what_is_missing_is_summed() -> None:
    found = grid(gaps(row("A01", NONE, cell(2026, "partial", 500))), {})
    assert (found.years, found.lost, found.gaps) == ([2026], 500, 1)
    assert [[c.kind for c in r.cells] for r in found.rows] == [["partial"]]


def test_what_a_silent_level_or_a_bonus_lacks_is_no_loss() -> None:
    answer = gaps(row("A01", NONE, cell(2026, "no-fact", 2000)), unmarked=(2026,))
    found = grid(answer, {})
    assert (found.lost, found.rows[0].cells[0].kind) == (0, "unmarked")
    assert found.rows[0].task == "t-2026"
    bonus = grid(gaps(row("T01", NONE, cell(2026, "no-fact", 2000), kind="feature")), {})
    assert (bonus.lost, bonus.gaps) == (0, 0)


def test_filters_keep_the_rows_that_fit_all_of_them() -> None:
    answer = gaps(
        row("A01", NONE, cell(2026, "partial", 500)),
        row("A02", NONE, cell(2026, "full"), side="military"),
        row("B01", NONE, cell(2026, "no-fact", 300, unit="law", lead="司法局"), category="宣传"),
    )

    def kept(**filters: str) -> list[str]:
        return [r.item for r in grid(answer, filters).rows]

    assert kept(unit="law") == ["B01"]
    assert kept(heading="组织领导", gap="1") == ["A01"]
    assert kept(side="military") == ["A02"]
    assert kept(unit="law", side="military") == []
    assert grid(answer, {}).units == [("law", "司法局"), ("edu", "教育局")]


def test_only_what_is_missing_and_charged_can_be_urged_and_each_once() -> None:
    rows = grid(
        gaps(
            row("A01", NONE, cell(2026, "partial", 500)),
            row("A02", NONE, cell(2026, "full")),
            row("A03", NONE, cell(2026, "no-fact", 500, task="")),
        ),
        {},
    ).rows
    assert [r.item for r in tasks_of(rows, ["A03", "A01", "A01", "A02", "Z99"])] == ["A01"]


def test_the_list_of_what_to_push_is_by_urgency_and_what_left_it_is_told() -> None:
    def push(item: str, priority: int, recoverable: bool = True) -> Json:
        return {
            "item": item,
            "priority": priority,
            "attainable": 100,
            "recoverable": recoverable,
            "lost": 0,
        }

    plan = {
        "groups": [
            {"kind": "hard", "items": [push("A01", 1), push("A02", 9, recoverable=False)]},
            {"kind": "feature", "items": [push("T01", 5)]},
        ]
    }
    listed = pushes(plan)
    assert [(one["item"], one["kind"]) for one in listed] == [("T01", "feature"), ("A01", "hard")]
    found = picked(["A01", "A01", "A02", "T01"], listed, 3)
    assert (found.items, found.unknown) == (["A01", "T01"], ["A02"])
    assert picked(["A01", "T01"], listed, 1).items == ["A01"]


TREND = {
    "snapshots": [{"snapshot": "s1"}, {"snapshot": "s2"}],
    "districts": [
        {
            "district": "a",
            "points": [
                {"at": "2026-03-01T20:00:00+00:00", "total": 40000},
                {"at": "2026-06-01T02:00:00+00:00", "total": 50000},
            ],
        },
        {"district": "b", "points": [{"at": "2026-06-01T02:00:00+00:00", "total": None}]},
    ],
}


def place(district: str, total: int | None, rank: int | None) -> Json:
    return {
        "district": district,
        "name": district,
        "total": total,
        "rank": rank,
        "eligible": total is not None,
        "vetoes": [],
    }


def test_districts_change_since_the_newest_snapshot_and_the_unmarked_stand_apart() -> None:
    rows = [place("a", 49000, 1), place("b", 7000, 2), place("c", None, None)]
    found = table(rows, TREND, 100)
    assert [(p.district, p.change) for p in found.ranked] == [("a", -1000), ("b", None)]
    assert [p.district for p in found.apart] == ["c"]
    assert found.ranked[0].bar == 100
    assert newest(TREND) == {"snapshot": "s2"}
    assert newest(None) is newest({"snapshots": [], "districts": []}) is None


def test_the_course_goes_from_the_first_snapshot_to_today_below_the_full_marks() -> None:
    found = line(TREND, "a", 55000, 100000, date(2026, 7, 1))
    assert found is not None
    assert [(dot.on, dot.total) for dot in found.dots] == [
        (date(2026, 3, 2), 40000),
        (date(2026, 6, 1), 50000),
        (date(2026, 7, 1), 55000),
    ]
    assert [dot.x for dot in found.dots] == sorted({dot.x for dot in found.dots})
    assert found.dots[0].y > found.dots[-1].y > found.full
    assert line(TREND, "a", None, 100000, date(2026, 7, 1)) is None
    assert line(TREND, "b", 1, 100000, date(2026, 7, 1)) is None
    assert line(None, "a", 1, 100000, date(2026, 7, 1)) is None


def test_snapshots_of_one_day_are_drawn_beside_each_other() -> None:
    once = {"district": "a", "points": [{"at": "2026-06-01T02:00:00+00:00", "total": 5}]}
    same = line({"districts": [once]}, "a", 6, 10, date(2026, 6, 1))
    assert same is not None
    assert same.dots[0].x < same.dots[1].x


def test_the_scale_has_each_band_as_wide_as_its_count_and_says_where_we_are() -> None:
    near = {
        "done": 228,
        "of": 252,
        "bands": [
            {"count": 0, "score": 0},
            {"count": 202, "score": 1200},
            {"count": 240, "score": 2000},
        ],
        "steps": [{"count": 240}],
    }
    found = sources.scale(near, 252)
    assert found is not None
    assert [(p.x, p.width, p.now) for p in found.pieces] == [
        (0.0, 202.0, False),
        (202.0, 38.0, True),
        (240.0, 12.0, False),
    ]
    assert (found.now, found.next) == (228.0, 240.0)
    assert sources.scale(None, 252) is sources.scale({**near, "bands": []}, 252) is None


def test_marks_tell_how_far_a_level_is_from_the_one_before_it() -> None:
    def level(name: str, score: int | None) -> Json:
        mark = {"by": name, "task": "t"} if score is not None else None
        return {"level": name, "score": score, "mark": mark, "earlier": []}

    answer = {"levels": [level("self", 2000), level("district", None), level("city", 1200)]}
    assert [m.differs for m in sources.marks(answer)] == [0, 0, -800]


def test_a_register_that_did_not_count_is_a_source_too_and_a_finding_is_one_once() -> None:
    answer = {
        "sources": [{"kind": "finding", "id": "f-1", "feeds": ["faults"]}],
        "register": {"register": "r-1", "done": 1, "rows": 2},
        "findings": {"f-1": {"kind": "case", "fault": "x"}, "f-2": {"kind": "case", "fault": "y"}},
    }
    found = sources.found(answer)
    assert [one.path for one in found] == [
        "/console/findings/f-1",
        "/console/registers/r-1",
        "/console/findings/f-2",
    ]


def test_a_fact_without_a_word_of_its_own_is_still_told() -> None:
    (one,) = sources.history([{"kind": "tasks.something_new.v1"}])
    assert one["word"] == "scores.move.other"


def test_headings_of_a_silent_level_have_points_and_no_figure() -> None:
    district = {
        "marked": False,
        "categories": [
            {"name": "乙", "points": 1000, "score": None, "bonus": False},
            {"name": "甲", "points": 2000, "score": None, "bonus": False},
        ],
        "items": [{"category": "甲", "marked": False}],
    }
    found = tree.headings(district, 100)
    assert [(h.name, h.score, h.lost, h.length, h.filled) for h in found] == [
        ("乙", None, 0, 50, 0),
        ("甲", None, 0, 100, 0),
    ]
    assert found[1].unmarked == 1


def test_headings_stand_by_what_they_lost_and_bonus_last() -> None:
    district = {
        "marked": True,
        "categories": [
            {"name": "加分", "points": 9000, "score": 0, "bonus": True},
            {"name": "少", "points": 1000, "score": 900, "bonus": False},
            {"name": "多", "points": 2000, "score": 500, "bonus": False},
        ],
        "items": [],
    }
    assert [(h.name, h.lost) for h in tree.headings(district, 90)] == [
        ("多", 1500),
        ("少", 100),
        ("加分", 0),
    ]


def test_a_line_knows_the_inputs_that_it_was_read_from() -> None:
    read = {"label": "x", "text": "", "inputs": ["ratio"], "of": [{"inputs": ["count"]}]}
    leaf = {"op": "x", "label": "x", "text": "", "thousandths": 1, "readings": [read]}
    answer = {"item": "A01", "score": 1, "points": 1, "line": leaf}
    assert ledgers.ledger(answer, 10)[0].inputs == {"ratio", "count"}
    assert ledgers.unnamed({"inputs": [{"label": "标准所列 4 项中的第 1 项"}]})
    assert not ledgers.unnamed({"inputs": [{"label": "第一责任人"}]})


def test_a_snapshots_text_is_its_league_and_a_districts_part() -> None:
    snapshot = {
        "text": '{"league":[{"district":"a","rank":1,"total":5,"eligible":true}]}',
        "part": '{"district":"a","items":{"B01":{"score":1,"points":2}},"total":null}',
    }
    assert league(snapshot)[0].total == 5
    assert league({"text": ""}) == []
    found = part(snapshot)
    assert found is not None and found.total is None and found.items[0].points == 2
    assert part({"text": ""}) is None
    assert differences(["a B01：快照 1", "排名不符"], {"a": "甲区"}) == [
        "甲区 B01：快照 1",
        "排名不符",
    ]
    assert code("3f0a91bc77") == "3f0a 91bc"


def test_slips_are_counted_by_district_and_colour() -> None:
    found = counted(
        [{"district": "a", "colour": "red"}] * 2 + [{"district": "b", "colour": "blue"}]
    )
    assert (found.of("a", "red"), found.sum("a"), found.of("b", "red")) == (2, 2, 0)


def test_a_level_has_marked_where_the_year_has_a_total() -> None:
    years = {"years": [{"year": 2025, "total": 1}, {"year": 2026, "total": None}]}
    assert [marked(years, year) for year in (2024, 2025, 2026)] == [False, True, False]
    assert not marked(None, 2026)
    chosen = Chosen(2026, "city", "a", [], [], 0)
    assert chosen.year_options == [(2026, 2026)] and chosen.place is None


def test_days_and_moments_are_short_in_both_languages() -> None:
    assert short_day("2020-08-14", "zh") == "2020年8月14日"
    assert short_day("2020-08-14", "en") == "14 Aug 2020"
    assert short_day(today().replace(month=8, day=14).isoformat(), "zh") == "8月14日"
    at = datetime(today().year, 7, 29, 2, 5, tzinfo=UTC)
    assert moment(at.replace(year=2020), "zh") == "2020年7月29日 10:05"
    assert moment(at.replace(year=2020), "en") == "29 Jul 2020 10:05"
    assert (moment(at, "zh"), moment(at, "en")) == ("7月29日 10:05", "29 Jul 10:05")
    assert (stamp(at.isoformat(), "en"), stamp(None, "en")) == ("29 Jul 10:05", "")


def test_a_chinese_name_in_an_english_sentence_says_that_it_is_chinese_and_is_no_markup() -> None:
    said = say("en", "issuer", city="甘泉区<b>")
    assert said == 'Double-Support Office of <span lang="zh-CN">甘泉区&lt;b&gt;</span>'
    assert say("en", "issuer", city="<b>") == "Double-Support Office of &lt;b&gt;"
    assert say("zh", "scope", year=2026, level="市评<b>") == "2026 年度，市评&lt;b&gt;"
