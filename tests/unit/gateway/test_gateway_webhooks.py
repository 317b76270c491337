"""Events as an office chooses among them."""

from gateway.console.webhooks.views import dated, groups, host, ticked
from gateway.console.webhooks.words import TYPES
from services.notify.hooks import told


def test_each_event_stands_under_one_head_and_has_a_name():
    types = [*told.offered("*"), told.TRIED]
    assert {name.split(".")[1] for name in types} == TYPES.keys()
    shown = groups({"type": name} for name in told.offered("*"))
    assert sorted(name for _, names in shown for name in names) == sorted(told.offered("*"))
    assert [head for head, _ in shown] == [
        *("webhooks.of.tasks", "webhooks.of.supervision", "webhooks.of.scores"),
        *("webhooks.of.evidence", "webhooks.of.others"),
    ]


def test_a_head_without_events_is_not_shown():
    assert groups([{"type": "scoring.veto_raised.v1"}]) == [
        ("webhooks.of.scores", ["scoring.veto_raised.v1"])
    ]


def test_an_address_is_shown_by_its_host():
    assert host("https://oa.example.gov.cn:8443/x") == "oa.example.gov.cn"
    assert ticked(["a.b.v1"]) == {"types.a.b.v1": "1"}


def test_moments_are_read_and_what_is_none_stays_so():
    row = dated({"made_at": "2026-07-01T02:00:00Z", "next_at": None, "url": "x"})
    assert row["made_at"].hour == 2 and row["next_at"] is None and row["url"] == "x"
