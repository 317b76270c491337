"""A person's own choices, and what it has read."""

from datetime import timedelta

import pytest

from contracts.orders.notify import ChooseNotices, MarkAllRead
from contracts.refusals import Invalid
from services.notify.choosing import choose, read_all
from services.notify.directory import Choices, appoint
from tests.unit.notify.cast import NOW, ZHANG, envelope, given
from tests.unit.notify.test_directory import APPOINTED

CHANNELS = frozenset({"mail"})


def chosen(**order):
    return choose(ZHANG, ChooseNotices(**order), given(found=CHANNELS))


def test_choices_are_kept_through_a_later_appointment():
    change = chosen(through={"mail": ("urgent",)}, digest_at=("15:00", "09:00", "15:00"))
    assert change
    person = change.state
    assert person.choices == Choices(through={"mail": ("urgent",)}, digest_at=("09:00", "15:00"))
    later = appoint(person, APPOINTED, given(event=envelope(APPOINTED, version=9)))
    assert later and later.state.choices == person.choices


def test_the_same_choices_again_change_nothing():
    assert chosen() is None


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({"through": {"pigeon": ("urgent",)}}, "$.through"),
        ({"quiet_from": "20:00"}, "$.quiet_until"),
        ({"quiet_until": "07:00"}, "$.quiet_until"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_its_field(order, field):
    with pytest.raises(Invalid) as refused:
        chosen(**order)
    assert refused.value.field == field


def test_all_that_came_until_then_is_read_and_never_less():
    change = read_all(ZHANG, MarkAllRead(until=NOW), given())
    assert change and change.state.read_until == NOW
    earlier = MarkAllRead(until=NOW - timedelta(hours=1))
    assert read_all(change.state, earlier, given()) is None


@pytest.mark.parametrize("until", [NOW + timedelta(hours=1), NOW.replace(tzinfo=None)])
def test_what_is_still_to_come_cannot_be_read(until):
    with pytest.raises(Invalid):
        read_all(ZHANG, MarkAllRead(until=until), given())
