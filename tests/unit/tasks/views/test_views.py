"""Saved views: the owner's filters of a list, and what a search for text matches."""

import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from contracts.orders.tasks import DropView, SaveView
from contracts.refusals import Forbidden, Invalid, NotFound
from contracts.tasks import ViewDropped, ViewSaved
from services.tasks.answers.filters import any_like, between, like
from services.tasks.refusals import TooLarge
from services.tasks.views.view import MAX_VIEWS, View, drop_view, save_view, view_id
from tests.unit.tasks.cast import LI, SUN, ZHAO, given

ORDER = SaveView(list="tasks", name="本月到期", filters={"overdue": True, "due_to": "2026-06-30"})
ID = view_id("sun", "tasks", "本月到期")


def saved(order: SaveView = ORDER, by: Any = SUN) -> View:
    change = save_view(None, order, given(by, 0, key=ID))
    assert change is not None
    return change.state


def test_a_view_keeps_its_filters_for_its_owner() -> None:
    change = save_view(None, ORDER, given(SUN, 0, key=ID))
    assert change is not None
    assert (change.state.owner, change.state.district) == ("sun", "ganzhou")
    assert change.state.filters == ORDER.filters and not change.state.shared
    assert change.events == (ViewSaved(view=ID, list="tasks", name="本月到期", shared=False),)
    assert save_view(change.state, ORDER, given(SUN, 1)) is None


def test_the_same_name_saves_over_the_view_and_every_account_has_its_own() -> None:
    shared = save_view(saved(), replace(ORDER, shared=True), given(SUN, 1))
    assert shared is not None and shared.state.shared
    assert view_id("li", "tasks", "本月到期") != ID != view_id("sun", "findings", "本月到期")
    assert saved(by=ZHAO).district == "*"


@pytest.mark.parametrize(
    "filters",
    [
        {"colour": "red"},
        {"limit": 10},
        {"cursor": "x"},
        {"year": "2026"},
        {"due_to": "六月底"},
        {"text": "x" * 61},
    ],
)
def test_filters_that_the_list_does_not_take_are_refused_by_name(filters: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as no:
        save_view(None, replace(ORDER, filters=filters), given(SUN, 0))
    assert no.value.field == f"$.filters.{next(iter(filters))}"


def test_an_account_keeps_a_limited_number_of_views() -> None:
    with pytest.raises(TooLarge):
        save_view(None, ORDER, given(SUN, MAX_VIEWS))
    assert save_view(saved(), replace(ORDER, shared=True), given(SUN, MAX_VIEWS)) is not None


def test_only_the_owner_drops_a_view_and_may_save_it_again() -> None:
    view = saved()
    with pytest.raises(NotFound):
        drop_view(view, DropView(view=ID), given(LI))
    with pytest.raises(Forbidden):
        drop_view(replace(view, shared=True), DropView(view=ID), given(LI))
    change = drop_view(view, DropView(view=ID), given(SUN, key=ID))
    assert change is not None and change.events == (ViewDropped(view=ID),)
    assert drop_view(change.state, DropView(view=ID), given(SUN)) is None
    with pytest.raises(NotFound):
        drop_view(replace(change.state, shared=True), DropView(view=ID), given(LI))
    again = save_view(change.state, ORDER, given(SUN, 0))
    assert again is not None and not again.state.dropped


def test_a_view_holds_no_structures() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"list": "tasks", "name": "x", "filters": {"state": {"$ne": ""}}}, SaveView)


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("led屏", "户外ＬＥＤ屏维护"),
        ("ＬＥＤ", "led 屏"),
        ("a.b", "说明 A.B 项"),
        ("(一)", "工作（一）"),
        ("50%", "达到５０％"),
        ("^$[]", "x^$[]x"),
        ("双拥 广场", "双拥　广场"),
    ],
)
def test_text_matches_whatever_its_case_and_width(wanted: str, title: str) -> None:
    found = like(wanted)
    assert found is not None and re.search(found["$regex"], title)


@pytest.mark.parametrize(
    ("wanted", "title"), [("a.b", "axb"), (".*", "任务"), ("双拥", "双 拥"), ("[a-z]", "q")]
)
def test_text_is_no_pattern(wanted: str, title: str) -> None:
    found = like(wanted)
    assert found is not None and not re.search(found["$regex"], title)


def test_nothing_asked_filters_nothing() -> None:
    assert like(None) is None and like("  ") is None and between(None, None) is None
    assert any_like(None, "fault") == {}
    assert list(any_like("灯", "fault", "place")) == ["$or"]
