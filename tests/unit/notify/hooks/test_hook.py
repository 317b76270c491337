"""How an address stands: registered, changed, paused, failing, given up."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from contracts.notify import FailedRecalled, HookAnswered, HookPaused
from contracts.orders import notify as orders
from contracts.refusals import Invalid, NotFound
from services.notify.hooks import hook
from services.notify.hooks.hook import Desk, TooManyFailed, TooManyHooks
from tests.unit.notify.cast import NOW
from tests.unit.notify.hooks.cast import (
    ASSIGNED,
    CITY,
    DESK,
    HOOK,
    HOUR,
    OFFICE,
    OTHER,
    OWN,
    SECRET,
    THERE,
    URL,
    decided,
)

PRESSED = "tasks.complaint_pressed.v1"
CHANGE = orders.ChangeHook(hook="it", url=URL, types=(ASSIGNED,), about="新用途")
FAILING = replace(HOOK, failing_since=NOW, gives_up_at=NOW + HOUR, fault="HTTP 500")


def registered(by=OFFICE, desk=DESK, **about):
    order = {"url": URL, "types": (ASSIGNED,), "about": "用途", **about}
    return decided(hook.register, None, orders.RegisterHook(**order), by=by, found=desk, now=NOW)


def answered(state, outcome, **about):
    fact = HookAnswered(hook="it", outcome=outcome, fault="HTTP 410", **about)
    return decided(hook.answered, state, fact, found=HOUR, now=NOW)


def test_who_registers_is_told_the_secret_and_owns_the_address():
    made = registered()
    assert (made.once, made.answer) == ({"secret": SECRET}, {"secret": ""})
    assert (made.state.district, made.state.by, made.state.state) == ("anning", "office", "active")
    assert made.state.secrets(NOW) == [SECRET]


def test_types_are_kept_once_and_in_order():
    assert registered(types=(ASSIGNED, "evidence.evidence_reused.v1", ASSIGNED)).state.types == (
        *("evidence.evidence_reused.v1", ASSIGNED),
    )


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"types": ("tasks.finding_held.v1",)}, "$.types"),
        ({"types": (PRESSED,)}, "$.types"),
        ({"types": ("notify.message_unacknowledged.v1",)}, "$.types"),
        ({"url": "http://oa.example.gov.cn/"}, "$.url"),
        ({"url": "https://10.20.0.9/"}, "$.url"),
        ({"url": "https://[::1]/"}, "$.url"),
        ({"url": "https://169.254.169.254/latest"}, "$.url"),
        ({"url": "https://u:p@oa.example.gov.cn/"}, "$.url"),
    ],
)
def test_what_may_not_be_told_or_reached_is_refused_at_its_field(about, field):
    with pytest.raises(Invalid) as no:
        registered(**about)
    assert no.value.field == field
    with pytest.raises(Invalid):
        order = orders.ChangeHook(
            hook="it", about="x", **{"url": URL, "types": (ASSIGNED,)} | about
        )
        decided(hook.change, HOOK, order, by=OFFICE, found=DESK)


def test_the_city_may_have_more_and_a_listed_network_may_be_named():
    assert registered(by=CITY, types=(PRESSED,)).state.district == "*"
    own = Desk(secret=SECRET, networks=OWN, hooks=0)
    assert registered(desk=own, url="http://10.20.0.9:8080/x")
    with pytest.raises(Invalid):
        registered(desk=own, url="http://10.21.0.9/")


def test_an_office_has_so_many_addresses_and_no_more():
    full = Desk(secret=SECRET, networks=(), hooks=hook.MOST_HOOKS)
    with pytest.raises(TooManyHooks):
        registered(desk=full)


def test_a_change_keeps_the_secret_and_no_change_is_none():
    made = decided(hook.change, HOOK, CHANGE, by=OFFICE, found=DESK)
    assert (made.state.about, made.state.secret) == ("新用途", SECRET)
    assert decided(hook.change, made.state, CHANGE, by=OFFICE, found=DESK) is None


def test_a_paused_one_is_resumed_as_if_it_had_never_failed():
    paused = decided(hook.pause, FAILING, orders.PauseHook(hook="it"), by=OFFICE).state
    assert (paused.state, paused.why, paused.gives_up_at) == ("paused", "asked", None)
    assert decided(hook.pause, paused, orders.PauseHook(hook="it"), by=OFFICE) is None
    again = decided(hook.resume, paused, orders.ResumeHook(hook="it"), by=OFFICE).state
    assert again == HOOK
    assert decided(hook.resume, again, orders.ResumeHook(hook="it"), by=OFFICE) is None


def test_for_a_day_the_old_secret_signs_too():
    new = Desk(secret=OTHER, networks=(), hooks=1)
    turn = orders.RotateHookSecret(hook="it")
    made = decided(hook.rotate, HOOK, turn, by=OFFICE, found=new, now=NOW)
    assert (made.once, made.answer) == ({"secret": OTHER}, {"secret": ""})
    assert made.state.secrets(NOW + timedelta(hours=23)) == [OTHER, SECRET]
    assert made.state.secrets(NOW + timedelta(hours=24)) == [OTHER]


def test_a_removed_one_keeps_neither_secret_nor_types_and_is_no_more():
    gone = decided(hook.remove, FAILING, orders.RemoveHook(hook="it"), by=OFFICE).state
    assert (gone.state, gone.secret, gone.types, gone.gives_up_at) == ("removed", "", (), None)
    with pytest.raises(NotFound):
        decided(hook.resume, gone, orders.ResumeHook(hook="it"), by=OFFICE)
    assert answered(gone, "failed") is None


@pytest.mark.parametrize("by", [CITY, THERE])
def test_another_office_finds_none(by):
    for decide, order, found in (
        (hook.change, CHANGE, DESK),
        (hook.pause, orders.PauseHook(hook="it"), None),
        (hook.resume, orders.ResumeHook(hook="it"), None),
        (hook.rotate, orders.RotateHookSecret(hook="it"), DESK),
        (hook.remove, orders.RemoveHook(hook="it"), None),
        (hook.recall, orders.RedeliverFailed(hook="it", since=NOW), 1),
    ):
        with pytest.raises(NotFound):
            decided(decide, HOOK, order, by=by, found=found)


def test_its_confidants_are_its_office():
    assert HOOK.confidants.include(OFFICE)
    assert not replace(HOOK, district="*").confidants.include(OFFICE)
    assert replace(HOOK, district="*").confidants.include(CITY)


def test_the_first_failure_starts_the_clock_and_the_next_event_taken_ends_it():
    failing = answered(HOOK, "failed").state
    assert (failing.failing_since, failing.gives_up_at) == (NOW, NOW + HOUR)
    assert answered(failing, "failed") is None
    assert answered(failing, "taken").state == HOOK
    assert answered(HOOK, "taken") is None


def test_an_address_that_says_it_is_gone_is_paused_and_its_office_told():
    change = answered(HOOK, "gone")
    assert (change.state.state, change.state.why) == ("paused", "gone")
    (fact,) = change.events
    assert isinstance(fact, HookPaused)
    assert (fact.by, fact.host, fact.level) == ("office", "oa.example.gov.cn", "district")
    assert answered(change.state, "gone") is None
    assert answered(replace(HOOK, district="*"), "gone").events[0].level == "city"


def test_one_that_took_nothing_until_the_end_is_paused_and_one_that_did_is_well():
    change = decided(hook.gave_up, FAILING, None, found=False)
    assert (change.state.why, change.state.gives_up_at) == ("failed", None)
    assert change.events[0].since == NOW
    assert decided(hook.gave_up, FAILING, None, found=True).state == HOOK


def test_what_failed_is_recalled_if_it_is_not_too_much():
    def recalled(found, since=NOW):
        order = orders.RedeliverFailed(hook="it", since=since)
        return decided(hook.recall, HOOK, order, by=OFFICE, found=found, now=NOW)

    assert recalled(500).events == (FailedRecalled(hook="it", since=NOW),)
    assert recalled(0) is None
    with pytest.raises(TooManyFailed):
        recalled(501)
    for odd in (NOW + HOUR, NOW.replace(tzinfo=None)):
        with pytest.raises(Invalid):
            recalled(1, odd)
