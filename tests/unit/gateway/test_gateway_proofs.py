"""What pages make of registers, of results and of evidence: figures, filters, a plan."""

import json
from typing import Any

import pytest

from gateway import boundary
from gateway.boundary import NoBoundary, Point
from gateway.console.frame.forms import Misfilled
from gateway.console.frame.plan import MARK, SHEETS, Place, Plan, plan, position, value
from gateway.console.frame.words import today
from gateway.console.gallery import views as gallery
from gateway.console.map import views as map_views
from gateway.console.registers import views as registers
from gateway.console.registers.views import Filters
from gateway.console.review import views as review

YEAR = today().year

# -- the plan ---------------------------------------------------------------------------------


def place(longitude: float, latitude: float, label: str = "P") -> Place:
    return Place(Point(longitude, latitude), "ok", label, "/x")


def test_north_is_above_and_east_is_right_and_all_lies_within_the_margins() -> None:
    for sheet in SHEETS:
        told = [place(100.4, 38.9), place(100.6, 38.9), place(100.5, 39.0)]
        found = plan(told, sheet=sheet)
        west, east, north = found.spots
        assert west.y == east.y > north.y and west.x < north.x < east.x
        for spot in found.spots:
            assert 0 <= spot.x <= sheet.width - MARK
            assert 0 <= spot.y <= sheet.height - MARK


def test_a_degree_of_longitude_is_as_long_as_it_is_at_that_latitude() -> None:
    found = plan([place(100, 60), place(101, 60), place(100, 60.5)])
    corner, east, north = found.spots
    assert (east.x - corner.x) / (corner.y - north.y) == pytest.approx(1, rel=0.02)


def test_a_single_place_lies_in_the_middle_and_none_makes_an_empty_plan() -> None:
    wide = SHEETS[0]
    (spot,) = plan([place(100.45, 38.92)]).spots
    assert (spot.x + MARK / 2, spot.y + MARK / 2) == (wide.width / 2, wide.height / 2)
    assert plan([]) == Plan(wide, [], [])


def test_what_lies_at_one_place_is_set_side_by_side_and_the_last_is_at_it() -> None:
    corner = [place(100.45, 38.92, str(n)) for n in range(30)]
    for sheet in SHEETS:
        spots = plan(corner, sheet=sheet).spots
        assert len({(spot.x, spot.y) for spot in spots}) == 30
        assert [spot.label for spot in spots] == [one.label for one in corner]
        assert (spots[-1].x + MARK / 2, spots[-1].y + MARK / 2) == (
            sheet.width / 2,
            sheet.height / 2,
        )
        assert all(0 <= spot.x <= sheet.width - MARK for spot in spots)
    many = plan(corner * 20, sheet=SHEETS[1]).spots
    assert len(many) == 600


def test_a_boundary_frames_the_places_within_it() -> None:
    ring = [Point(100, 38), Point(101, 38), Point(101, 39), Point(100, 38)]
    found = plan([place(100.9, 38.1)], [ring])
    assert len(found.lines) == 1 and len(found.lines[0].split()) == 4
    across = [float(pair.split(",")[0]) for pair in found.lines[0].split()]
    assert min(across) < found.spots[0].x < max(across)


# -- the boundary -----------------------------------------------------------------------------

RING = [[100, 38], [101, 38], [101, 39], [100, 38]]


@pytest.mark.parametrize(
    ("thing", "lines"),
    [
        ({"type": "LineString", "coordinates": RING}, 1),
        ({"type": "Polygon", "coordinates": [RING, RING]}, 2),
        ({"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}, 3),
        ({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}, 1),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": RING}],
            },
            1,
        ),
    ],
)
def test_the_boundary_is_read_from_whatever_geojson_draws_lines(thing: Any, lines: int) -> None:
    assert len(boundary.parse(json.dumps(thing).encode())) == lines
    whole = {"type": "FeatureCollection", "features": [thing]}
    assert len(boundary.parse(json.dumps(whole).encode())) == lines


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[]", "no GeoJSON"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "no polygon"),
        (b'{"type": "Circle"}', "Circle"),
        (b'{"type": "Polygon"}', "list is missing"),
        (b'{"type": "LineString", "coordinates": [[1, 2]]}', "two points"),
        (b'{"type": "LineString", "coordinates": [[1, 2], [200, 2]]}', "degrees"),
        (b'{"type": "LineString", "coordinates": [[1, 2], ["x", 2]]}', "degrees"),
        (b'{"type": "LineString", "coordinates": [[1, 2], [true, 2]]}', "degrees"),
        (b'{"type": "Feature", "geometry": ' * 9 + b"{}" + b"}" * 9, "no GeoJSON"),
    ],
)
def test_what_is_no_boundary_is_refused_in_words(raw: bytes, told: str) -> None:
    with pytest.raises(NoBoundary, match=told):
        boundary.parse(raw)


def test_a_boundary_is_bounded_and_its_file_must_be_there(tmp_path: Any) -> None:
    line = {"type": "LineString", "coordinates": [[1, 2]] * (boundary.MAX_POINTS + 1)}
    with pytest.raises(NoBoundary, match="points"):
        boundary.parse(json.dumps(line).encode())
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (boundary.MAX_BYTES + 1))
    with pytest.raises(NoBoundary, match="larger"):
        boundary.read(str(large))
    with pytest.raises(NoBoundary, match="cannot be read"):
        boundary.read(str(tmp_path / "none.json"))
    assert boundary.read("") == ()


# -- registers --------------------------------------------------------------------------------


def row(key: str, state: str = "open", unit: str = "edu", *evidence: str) -> dict[str, Any]:
    said = {"label": f"名 {key}", "place": "东街", "unit": unit, "state": state}
    return {"key": key, **said, "evidence": list(evidence)}


REGISTER: dict[str, Any] = {
    "id": "r-1",
    "item": "B04",
    "rows": [row("P1", "done", "edu", "e1", "e2"), row("P2"), row("P3", "withdrawn"), row("Q4")],
}


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({}, ["P2", "Q4", "P1", "P3"]),
        ({"state": "done"}, ["P1"]),
        ({"find": "q"}, ["Q4"]),
        ({"find": "东街", "state": "open"}, ["P2", "Q4"]),
        ({"unit": "none"}, []),
    ],
)
def test_rows_are_those_asked_for_with_what_is_missing_first(
    asked: dict[str, str], keys: list[str]
) -> None:
    assert [one["key"] for one in registers.rows(REGISTER, Filters.of(asked))] == keys


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("99", 3), ("0", 1), ("x", 1), ("9" * 50, 1)]
)
def test_a_page_that_is_none_is_the_nearest(asked: str, number: int) -> None:
    found = registers.page([row(str(n)) for n in range(250)], asked)
    assert (found.number, found.pages) == (number, 3)
    assert len(found.rows) == (50 if number == 3 else 100)


def test_a_row_lies_where_its_newest_evidence_with_a_position_was_taken() -> None:
    here, there = {"latitude": 38.0, "longitude": 100.0}, {"latitude": 39.0, "longitude": 101.0}
    pieces: dict[str, Any] = {
        "e1": {"position": here, "facts": {}},
        "e2": {"position": None, "facts": {"position": there}},
    }
    things = list(map_views.of_register(REGISTER, pieces))
    (found,) = map_views.places(things)
    assert (found.at, found.label, found.mark) == (Point(101.0, 39.0), "P1 名 P1", "ok")
    assert found.path == "/console/registers/r-1/rows/P1"
    assert map_views.places(map_views.of_register(REGISTER, {})) == []
    assert registers.on_plan(
        {"district": "gz", "year": 2026, "item": "B04"}, Filters("edu", "done", "牌")
    ) == {"district": "gz", "year": 2026, "item": "B04"} | {
        "unit": "edu",
        "state": "row.done",
        "find": "牌",
    }


# -- the plan of a district -------------------------------------------------------------------


def finding(state: str, due: str | None = "2026-01-05", **more: Any) -> map_views.Thing:
    usual = {"id": "f-1", "item": "B04", "unit": "edu", "fault": "标语褪色", "place": "广场"}
    held = {"evidence": ["e1"], "overdue": False, "position": None, "state": state}
    pieces = {"e1": {"position": {"latitude": 38.0, "longitude": 100.0}}}
    return map_views.of_finding({**usual, **held, "rectify_by": due, **more}, pieces)


def test_a_finding_lies_where_it_was_recorded_else_where_its_photo_was_taken() -> None:
    own = {"latitude": 39.0, "longitude": 101.0}
    assert finding("ordered", position=own).at == Point(101.0, 39.0)
    assert finding("ordered").at == Point(100.0, 38.0)
    assert finding("ordered", evidence=[]).at is None


def test_every_state_has_a_shape_of_its_own_and_a_word_in_the_legend() -> None:
    shown = dict(map_views.KEY)
    assert set(shown) == set(map_views.ORDER)
    assert len(set(shown.values())) == len(map_views.KEY)
    marks = [finding(state, None).mark for state in ("ordered", "rectified", "closed")]
    assert len(set(marks)) == 3


def test_what_is_overdue_stands_first_in_the_list_and_above_the_others_on_the_plan() -> None:
    late, soon = finding("ordered"), finding("ordered", "2999-01-01")
    done = next(iter(map_views.of_register(REGISTER, {})))
    assert map_views.in_order([done, soon, late]) == [late, soon, done]
    assert map_views.places([late, soon])[-1].mark == "red"
    assert [one.late for one in (late, soon, finding("closed"))] == [True, False, False]


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({}, True),
        ({"kind": "finding", "state": "finding.ordered", "item": "B04", "unit": "edu"}, True),
        ({"kind": "row"}, False),
        ({"state": "row.open"}, False),
        ({"item": "A01"}, False),
        ({"unit": "army"}, False),
        ({"late": "true"}, True),
        ({"find": "广场"}, True),
        ({"find": "车站"}, False),
    ],
)
def test_one_filter_holds_for_all(asked: dict[str, str], taken: bool) -> None:
    assert map_views.Filters.of(asked).takes(finding("ordered")) is taken


def test_a_place_is_chosen_as_latitude_and_longitude_and_what_is_none_stays_as_it_came() -> None:
    at = Point(100.5, -8.25)
    assert value(at) == "-8.25000,100.50000"
    assert position(value(at)) == {"latitude": -8.25, "longitude": 100.5}
    for wrong in ("", "8", "8,", "8;1", "8,1\n", "x,1", "8.1234567891,1"):
        assert position(wrong) == wrong


def test_what_units_bear_is_summed_and_its_share_is_cut() -> None:
    units = [
        {"made": 1, "met": 1, "avoided": 2, "repeated": 0},
        {"made": 2, "met": 0, "avoided": 0, "repeated": 1},
    ]
    assert registers.burden(units) == (3, 1, 2, 1)
    assert registers.burden(units).share == 40
    assert registers.burden([]).share is None


# -- review -----------------------------------------------------------------------------------

HELD: dict[str, Any] = {
    "ratio": {"type": "ratio", "numerator": 9, "denominator": 10},
    "count": {"type": "quantity", "value": "6"},
    "done": {"type": "flag", "value": True},
    "claims": {
        "type": "tally",
        "entries": [{"kind": "a", "ref": "甲", "count": 2}, {"kind": "a", "ref": "乙", "count": 1}],
    },
}


def test_a_claim_is_amended_where_something_was_typed_and_nowhere_else() -> None:
    assert review.amended(HELD, {}) == HELD
    typed = {"m.ratio.numerator": " 8 ", "m.count.value": "5.5", "m.done.value": "no"}
    found = review.amended(HELD, {**typed, "m.claims.1": "0"})
    assert found["ratio"] == {"type": "ratio", "numerator": 8, "denominator": 10}
    assert (found["count"]["value"], found["done"]["value"]) == ("5.5", False)
    assert [one["ref"] for one in found["claims"]["entries"]] == ["甲"]


@pytest.mark.parametrize("typed", ["", "-1", "1.5", "八", "１", "9" * 40])
def test_every_count_that_is_none_is_named_at_its_field(typed: str) -> None:
    form = {"m.ratio.numerator": typed, "m.claims.0": typed}
    with pytest.raises(Misfilled) as refused:
        review.amended(HELD, form)
    assert set(refused.value.faults) == set(form)


def test_the_next_of_a_queue_is_the_one_behind_or_the_first() -> None:
    queue = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    assert review.beside(queue, "b") == ("a", "c")
    assert review.beside(queue, "a") == ("", "b")
    assert review.beside(queue, "c") == ("b", "")
    assert review.beside(queue, "elsewhere") == ("", "a")
    assert review.beside([], "elsewhere") == ("", "")


def test_the_next_due_is_the_first_that_will_still_be_handed_in() -> None:
    tasks = [{"state": "submitted"}, {"state": "returned"}, {"state": "assigned"}]
    assert review.next_due(tasks) is tasks[1]
    assert review.next_due(tasks[:1]) is None


# -- evidence ---------------------------------------------------------------------------------


def shown(**changes: Any) -> dict[str, Any]:
    blank = dict.fromkeys(gallery.CAPTIONS, "")
    piece = {"id": "e", "title": "标语", "filename": "a.jpg", "media_type": "image/jpeg"}
    facts = {
        "taken_at": f"{YEAR}-08-01T01:10:00Z",
        "position": {"latitude": 38.92, "longitude": 100.45},
    }
    told = {"caption": blank, "captured_at": None, "position": None, "facts": facts}
    more = {
        "unit": "u",
        "district": "d",
        "reason": "",
        "thumbnail": True,
        "duplicate": None,
        "near_of": None,
        "comparison": "done",
        "doubts": [],
    }
    return {**piece, **told, **more, "mode": "camera", "state": "SEALED", "size": 31927} | {
        "sha256": "0" * 64,
        **changes,
    }


def test_what_a_picture_does_not_say_is_said_of_pictures_alone() -> None:
    assert gallery.piece(shown(), "zh").without == []
    bare = gallery.piece(shown(facts={}), "zh")
    assert bare.without == ["gallery.no_time", "gallery.no_position"]
    assert gallery.piece(shown(facts={}, media_type="application/pdf"), "zh").without == []
    assert gallery.piece(shown(facts={}, state="REJECTED"), "zh").without == []


def test_the_captions_time_stands_before_the_phones_and_the_pictures() -> None:
    own = {"caption": {**dict.fromkeys(gallery.CAPTIONS, ""), "time": "八一前夕"}}
    assert gallery.piece(shown(**own), "zh").time == "八一前夕"
    assert gallery.piece(shown(captured_at=f"{YEAR}-08-01T02:00:00Z"), "zh").time == "8月1日 10:00"
    assert gallery.piece(shown(), "zh").time == "8月1日 09:10"


@pytest.mark.parametrize("media_type", ["image/heic", "application/pdf", "video/mp4"])
def test_what_browsers_do_not_show_is_not_shown_large(media_type: str) -> None:
    assert not gallery.piece(shown(media_type=media_type), "zh").shows
    assert (
        gallery.piece(shown(), "zh").shows
        and not gallery.piece(shown(state="CHECKING"), "zh").shows
    )


def test_two_files_beside_one_another_say_where_they_differ() -> None:
    same = gallery.beside(shown(), shown(), "zh")
    assert not any(side.differs for side in same)
    other = gallery.beside(shown(), shown(sha256="1" * 64, size=5), "zh")
    assert [side.label for side in other if side.differs] == ["gallery.size", "gallery.sha256"]


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (5 * 2**30, "5.0 GB")]
)
def test_sizes_read_as_people_write_them(count: int, told: str) -> None:
    assert gallery.size(count) == told
