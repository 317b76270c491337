"""Versions of a wording: set, brought back, and back to what came with the platform."""

from typing import Any

import pytest

from contracts.orders.notify import RestoreWording, SetWording
from contracts.refusals import Invalid
from kit.testing.deciding import decided
from services.notify.samples import sample_of
from services.notify.wording.checking import Fault
from services.notify.wording.wording import (
    FAULTS,
    MOST_VERSIONS,
    Version,
    Wording,
    restore,
    said,
    set_wording,
)
from tests.support.calling import CITY
from tests.unit.notify.cast import NOW

KIND = "tasks.task_overdue.v1"
BODY = "{{ fact.title }}请在{{ fact.due | day }}前补交。"


def changed(decide, state, order) -> Any:
    found = decided(decide, state, order, key=KIND, by=CITY, found=sample_of(KIND), now=NOW)
    return found.state if found else None


def worded(state: Wording | None = None, subject: str = "逾期", **more: str) -> Any:
    order = {"kind": KIND, "subject": subject, "body": BODY, "reason": "统一用语", **more}
    return changed(set_wording, state, SetWording(**order))


def back(state: Wording | None, number: int) -> Any:
    return changed(restore, state, RestoreWording(kind=KIND, number=number, reason="改回"))


def test_a_version_says_who_when_and_why() -> None:
    made = worded()
    (version,) = made.versions
    assert (version.number, version.by, version.at, version.why) == (1, "admin", NOW, "统一用语")
    assert (made.kind, made.district, made.parts) == (KIND, "*", ("逾期", BODY, ""))


def test_a_form_brings_its_own_line_ends() -> None:
    made = worded(subject=" 逾\r\n期 ", body=f"{BODY}\r\n请补交。\r\n", brief=" 短 ")
    assert made.parts == ("逾 期", f"{BODY}\n请补交。", "短")


def test_what_says_the_same_is_no_new_version() -> None:
    made = worded()
    assert worded(made) is None
    assert back(made, 1) is None
    assert back(None, 0) is None


def test_an_earlier_version_and_the_usual_text_come_back_as_new_ones() -> None:
    second = worded(worded(), subject="已经逾期")
    first_again = back(second, 1)
    assert [one.subject for one in first_again.versions] == ["逾期", "已经逾期", "逾期"]
    assert (first_again.versions[-1].number, first_again.versions[-1].why) == (3, "改回")
    usual = back(first_again, 0)
    assert usual.parts is None and usual.versions[-1].usual
    assert back(usual, 0) is None
    assert back(usual, 4) is None
    assert worded(usual).parts == ("逾期", BODY, "")


def test_a_version_that_is_not_kept_cannot_come_back() -> None:
    for state in (None, worded()):
        with pytest.raises(Invalid) as no:
            back(state, 9)
        assert no.value.field == "$.number"


def test_what_would_not_be_taken_today_does_not_come_back() -> None:
    old = Version(number=1, subject="{{ fact.gone }}", body=BODY, by="x", at=NOW, why="旧")
    with pytest.raises(Invalid) as no:
        back(worded(Wording(kind=KIND, versions=(old,))), 1)
    assert no.value.field == "$.subject"


def test_the_newest_versions_are_kept_and_their_numbers_go_on() -> None:
    state: Any = None
    for n in range(MOST_VERSIONS + 2):
        state = worded(state, subject=f"逾期{n}")
    assert len(state.versions) == MOST_VERSIONS
    assert (state.versions[0].number, state.versions[-1].number) == (3, MOST_VERSIONS + 2)


def test_a_refusal_names_every_fault_in_both_languages() -> None:
    with pytest.raises(Invalid) as no:
        worded(subject="{{ fact.actor }}", body="{{ 1 }}")
    assert no.value.detail == "第 1 行第 4 字：没有可以写进去的字段“actor”。"
    first, second = no.value.extra["faults"]
    assert (first["field"], first["column"], first["detail_en"]) == (
        *("subject", 4, "no field actor to be filled in"),
    )
    assert second["field"] == "body"


def test_each_fault_has_its_words() -> None:
    for code in FAULTS:
        words = said(Fault("body", 1, 1, code, "x"))
        assert words.zh and words.en.isascii()
