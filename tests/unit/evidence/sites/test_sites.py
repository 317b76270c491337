"""Areas in which nothing is taken."""

import msgspec
import pytest

from contracts.orders.evidence import Area, Circle, DropSite, KeepSite, Polygon
from contracts.places import Position
from contracts.refusals import Invalid
from services.evidence.refusals import PlaceNotAllowed, TooManySites
from services.evidence.sites.geometry import covers, metres
from services.evidence.sites.site import (
    MAX_SITES,
    SAID,
    Standing,
    drop_site,
    keep_site,
    must_be_allowed,
)
from tests.unit.evidence.support import OFFICE, given

SQUARE = ((100.0, 38.0), (100.2, 38.0), (100.2, 38.2), (100.0, 38.2), (100.0, 38.0))
YARD = ((100.08, 38.08), (100.12, 38.08), (100.12, 38.12), (100.08, 38.12), (100.08, 38.08))
CAMP = Polygon((SQUARE,))
RANGE = Circle((100.45, 38.93), 500)


def at(longitude: float, latitude: float) -> Position:
    return Position(latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [
        (CAMP, at(100.1, 38.1), True),
        (CAMP, at(100.3, 38.1), False),
        (CAMP, at(100.1, 38.3), False),
        (CAMP, at(99.9, 38.1), False),
        (Polygon((SQUARE, YARD)), at(100.1, 38.1), False),
        (Polygon((SQUARE, YARD)), at(100.05, 38.05), True),
        (RANGE, at(100.45, 38.934), True),
        (RANGE, at(100.45, 38.935), False),
    ],
)
def test_a_position_lies_in_an_area_or_it_does_not(area: Area, place: Position, inside: bool):
    assert covers(area, place) is inside


def test_a_degree_of_latitude_is_111_kilometres():
    assert metres((100.0, 38.0), (100.0, 39.0)) == pytest.approx(111_195, abs=1)


def test_a_ring_that_is_not_closed_is_refused_at_its_ring():
    order = KeepSite(name="营区", area=Polygon((SQUARE, (*YARD[:-1], (100.2, 38.2)))))
    with pytest.raises(Invalid) as no:
        keep_site(None, order, given("s-1", found=Standing(0)))
    assert no.value.field == "$.area.coordinates[1]"


def test_an_area_of_closed_rings_is_kept():
    area = Polygon((SQUARE, YARD))
    order = KeepSite(name="营区", area=area)
    assert keep_site(None, order, given("s-1", found=Standing(0))).state.area == area


def test_latitude_before_longitude_is_refused():
    with pytest.raises(Invalid, match="先写经度"):
        area = Circle((38.93, 100.45), 500)
        keep_site(None, KeepSite(name="营区", area=area), given("s-1", found=Standing(0)))


def test_a_site_is_kept_with_who_and_when_and_given_up_with_its_reason():
    order = KeepSite(name="营区", area=RANGE)
    site = keep_site(None, order, given("s-1", by=OFFICE, found=Standing(0))).state
    assert (site.name, site.by, site.district, site.dropped_at) == ("营区", "office", "*", None)
    drop = DropSite(site="s-1", reason="已迁出")
    change = drop_site(site, drop, given("s-1", by=OFFICE))
    assert change is not None
    assert (change.state.dropped_by, change.state.dropped_why) == ("office", "已迁出")
    assert change.state.dropped_at is not None
    assert drop_site(change.state, drop, given("s-1", by=OFFICE)) is None


def test_there_is_a_most():
    with pytest.raises(TooManySites):
        order = KeepSite(name="营区", area=RANGE)
        keep_site(None, order, given("s-1", found=Standing(MAX_SITES)))


def test_the_refusal_names_no_site():
    must_be_allowed(False)
    with pytest.raises(PlaceNotAllowed) as no:
        must_be_allowed(True)
    assert (no.value.detail, no.value.extra, no.value.field) == (SAID, {}, "$.position")


@pytest.mark.parametrize(
    "told",
    [
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [[[1, 2], [2, 3], [1, 2]]]}',
        '{"type": "Polygon", "coordinates": [[[181, 2], [2, 3], [3, 4], [181, 2]]]}',
        '{"type": "Circle", "center": [100, 38], "radius": 0}',
    ],
)
def test_what_is_no_area_is_no_order(told: str):
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(told, type=Area)
