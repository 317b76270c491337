"""What goes at once, what is held, what waits for a digest, and what the office's groups hear."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from services.notify.directory import Choices
from services.notify.posting import Manner, Usual, posts_to, posts_to_groups
from services.notify.schedule import hours
from tests.unit.notify.cast import ZHANG

USUAL = Usual(
    quiet=hours("20:00", "07:30"),
    window=timedelta(minutes=30),
    slack=timedelta(minutes=5),
    patience=timedelta(hours=2),
)
MAIL = Manner(carries=("routine", "important", "urgent"), gathers=True)
SMS = Manner(carries=("urgent",))
ROBOT = Manner(carries=("important", "urgent"))
HOOK = Manner(carries=("routine", "important", "urgent"), held=False)
DAY = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
NIGHT = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)
MORNING = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def posts(severity, now=DAY, person=ZHANG, together=True):
    """{key: (due at, is a digest)} beside the inbox, and the inbox's own post."""
    found = posts_to(
        "zhang",
        person,
        {"mail": MAIL, "sms": SMS},
        severity=severity,
        together=together,
        cause="e",
        usual=USUAL,
        now=now,
    )
    inbox = found.pop("e:zhang:inbox")
    return {key: (post.at, post.digest) for key, post in found.items()}, inbox


def chose(**choices):
    return replace(ZHANG, choices=Choices(**choices))


def test_a_routine_message_waits_for_the_digest_of_its_half_hour():
    carried, inbox = posts("routine")
    digest = DAY + timedelta(minutes=30)
    assert carried == {"digest.20260701T023000Z:zhang:mail": (digest, True)}
    assert inbox.gathered == ("mail",)
    assert inbox.at is None


def test_what_comes_so_late_that_its_digest_may_miss_it_waits_for_the_next():
    carried, _ = posts("routine", now=DAY + timedelta(minutes=26))
    assert list(carried) == ["digest.20260701T030000Z:zhang:mail"]


def test_an_important_message_goes_by_itself_at_once():
    assert posts("important")[0] == {"e:zhang:mail": (DAY, False)}


def test_what_is_important_at_night_goes_in_the_digest_of_the_morning():
    carried, inbox = posts("important", now=NIGHT)
    assert carried == {"digest.20260701T233000Z:zhang:mail": (MORNING, True)}
    assert inbox.gathered == ("mail",)
    assert list(posts("routine", now=NIGHT)[0]) == list(carried)


def test_what_is_important_just_before_the_morning_goes_by_itself_then():
    late = MORNING - timedelta(minutes=2)
    carried, inbox = posts("important", now=late)
    assert carried == {"e:zhang:mail": (MORNING, False)}
    assert inbox.gathered == ()


def test_what_is_urgent_passes_at_any_hour_and_waits_for_an_answer():
    carried, inbox = posts("urgent", now=NIGHT)
    assert carried == {"e:zhang:mail": (NIGHT, False), "e:zhang:sms": (NIGHT, False)}
    assert inbox.at == NIGHT + timedelta(hours=2)


@pytest.mark.parametrize("office", [{"roles": ("district_office",)}, {"district": "*"}])
def test_of_an_office_and_of_the_city_no_answer_is_awaited(office):
    assert posts("urgent", person=replace(ZHANG, **office))[1].at is None


def test_what_only_confidants_may_know_goes_into_no_digest():
    carried, inbox = posts("important", now=NIGHT, together=False)
    assert carried == {"e:zhang:mail": (MORNING, False)}
    assert inbox.gathered == ()


def test_a_person_chooses_what_comes_by_what():
    assert posts("routine", person=chose(through={"mail": ("urgent",)}))[0] == {}
    assert "e:zhang:sms" in posts("important", person=chose(through={"sms": ("important",)}))[0]


def test_a_person_chooses_when_digests_come_and_when_it_is_quiet():
    carried, _ = posts("routine", person=chose(digest_at=("16:00",)))
    assert list(carried) == ["digest.20260701T080000Z:zhang:mail"]
    awake = chose(quiet_from="00:00", quiet_until="00:00")
    assert posts("important", now=NIGHT, person=awake)[0] == {"e:zhang:mail": (NIGHT, False)}


OFFICE = replace(ZHANG, roles=("district_office",))


def to_groups(*persons, severity="important", now=DAY):
    channels = {"wecom": (ROBOT, ("anning", "*")), "webhook": (HOOK, ("anning",))}
    found = posts_to_groups(persons, channels, severity=severity, cause="e", usual=USUAL, now=now)
    return {key: post.at for key, post in found.items()}


def test_a_group_hears_once_what_its_office_is_told_and_nothing_else():
    assert to_groups(OFFICE, OFFICE) == {"e:anning:wecom": DAY, "e:anning:webhook": DAY}
    assert to_groups(ZHANG) == {}
    assert to_groups(replace(OFFICE, district="gaolan")) == {}
    city = replace(ZHANG, roles=("city_office",), district="*")
    assert to_groups(city) == {"e:city:wecom": DAY}


def test_groups_are_spared_routine_and_nights_and_machines_are_not():
    assert to_groups(OFFICE, severity="routine") == {"e:anning:webhook": DAY}
    assert to_groups(OFFICE, now=NIGHT) == {
        "e:anning:wecom": MORNING,
        "e:anning:webhook": NIGHT,
    }
    assert to_groups(OFFICE, now=NIGHT, severity="urgent")["e:anning:wecom"] == NIGHT
