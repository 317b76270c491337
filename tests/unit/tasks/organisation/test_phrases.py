"""A word of secrecy inside a longer one is cleared by a named person, once, and on record."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from contracts.orders.tasks import ClearPhrase, ImportUnits, RegisterUnit, WithdrawPhrase
from contracts.secrecy import DoubtfulMatter, must_be_lawful
from contracts.sheets import Sheet, Workbook
from contracts.sheets.asking import Asking
from contracts.sheets.doubts import ask_about
from contracts.tasks import PhraseCleared
from contracts.words import CITY_WIDE
from services.tasks.organisation.phrase import (
    MAX_PHRASES,
    Cleared,
    Phrases,
    clear_phrase,
    facts_of,
    keep_cleared,
    withdraw_phrase,
)
from tests.unit.tasks.cast import NOW, QIAN, given, heard, refused

SITE = "秘密联络点旧址"


def order(**changes: Any) -> ClearPhrase:
    return ClearPhrase(**{"district": "ganzhou", "phrase": SITE, "reason": "文物名录"} | changes)


def test_what_the_office_clears_is_kept_with_name_time_and_reason() -> None:
    change = clear_phrase(None, order(), given(QIAN, True))
    assert change is not None
    held = Cleared(phrase=SITE, reason="文物名录", by="qian", at=NOW)
    assert change.state == Phrases(district="ganzhou", held=(held,))
    assert change.events == (PhraseCleared(phrase=SITE, reason="文物名录", by="qian"),)
    assert clear_phrase(change.state, order(reason="再次登记"), given(QIAN, True)) is None


@pytest.mark.parametrize(
    ("changes", "found", "field"),
    [
        ({"phrase": "革命旧址名录"}, True, "phrase"),
        ({"phrase": "机密★三年方案"}, True, "phrase"),
        ({"district": "nowhere"}, False, "district"),
    ],
)
def test_what_is_no_doubt_is_not_cleared(changes: dict[str, Any], found: bool, field: str) -> None:
    with refused("invalid", field):
        clear_phrase(None, order(**changes), given(QIAN, found))


def test_the_whole_city_is_no_district_that_must_be_there() -> None:
    assert clear_phrase(None, order(district=CITY_WIDE), given(QIAN, False)) is not None


def test_a_phrase_is_taken_back_with_name_time_and_reason_and_may_be_cleared_again() -> None:
    cleared = clear_phrase(None, order(), given(QIAN, True))
    assert cleared is not None
    back = WithdrawPhrase(district="ganzhou", phrase=SITE, reason="登记有误")
    state = withdraw_phrase(cleared.state, back, given(QIAN)).state
    assert state.held == ()
    assert state.withdrawn == (Cleared(phrase=SITE, reason="登记有误", by="qian", at=NOW),)
    with refused("invalid", "phrase"):
        withdraw_phrase(state, back, given(QIAN))
    again = clear_phrase(state, order(), given(QIAN, True))
    assert again is not None and again.state.holds(SITE)


def test_what_was_said_before_a_phrase_was_taken_back_does_not_bring_it_back() -> None:
    back = Cleared(phrase=SITE, reason="登记有误", by="qian", at=NOW)
    state = Phrases(district="ganzhou", withdrawn=(back,))
    fact = PhraseCleared(phrase=SITE, reason="导入时确认", by="qian")
    assert keep_cleared(state, fact, heard(fact)) is None
    later = replace(back, at=NOW - timedelta(days=1))
    assert keep_cleared(replace(state, withdrawn=(later,)), fact, heard(fact)) is not None


def test_a_list_of_phrases_has_an_end() -> None:
    one = Cleared(phrase="秘密战线纪念馆", reason="-", by="qian", at=NOW)
    full = Phrases(district="ganzhou", held=(one,) * MAX_PHRASES)
    with refused("limit-exceeded", "phrase"):
        clear_phrase(full, order(), given(QIAN, True))


def test_a_text_passes_where_what_it_says_was_cleared() -> None:
    named = RegisterUnit(district="ganzhou", unit="u1", name=f"{SITE}管理所", kind="office")
    with pytest.raises(DoubtfulMatter) as no:
        must_be_lawful(named)
    assert (no.value.field, no.value.extra["phrases"]) == ("$.name", [f"{SITE}管理所"])
    must_be_lawful(named, (SITE,))
    must_be_lawful(order())
    with pytest.raises(DoubtfulMatter):
        must_be_lawful(named, ("秘密交通站旧址", "联络点旧址", ""))
    twice = RegisterUnit(district="ganzhou", unit="u1", name=f"{SITE}机密室", kind="office")
    with pytest.raises(DoubtfulMatter) as no:
        must_be_lawful(twice, (SITE,))


# -- tables ---------------------------------------------------------------------------------------

BOOK = Workbook(
    filename="a.xlsx",
    sheets=(Sheet(name="s", rows=(("名称",), (SITE,), ("秘密交通站",), (SITE,))),),
)
YES, NO = {f"secret:{SITE}": "yes"}, {f"secret:{SITE}": "no"}


def test_a_table_asks_once_for_each_phrase_and_takes_no_default() -> None:
    asking = Asking({}, defaults=True)
    assert ask_about(BOOK, asking) == []
    assert [one.id for one in asking.open] == [f"secret:{SITE}", "secret:秘密交通站"]
    assert asking.open_places == {("s", 2), ("s", 3), ("s", 4)}


def test_a_cell_that_is_secret_does_not_enter_and_each_is_named() -> None:
    faults = ask_about(BOOK, Asking(YES))
    assert [(one.row, one.column) for one in faults] == [(2, "A"), (4, "A")]
    assert not any(SITE in one.text or one.value for one in faults)


def test_what_stands_beside_the_tables_of_a_document_is_asked_about_as_well() -> None:
    beside = Workbook(filename="a.docx", sheets=(Sheet(name="s", rows=()),), beside=(SITE,))
    asking = Asking({})
    assert ask_about(beside, asking) == [] and [one.id for one in asking.open] == [f"secret:{SITE}"]
    assert asking.open_places == set()
    (fault,) = ask_about(beside, Asking(YES))
    assert (fault.sheet, fault.row, fault.column) == ("（表外文字）", 0, "")


def test_who_confirms_with_a_table_is_on_record_and_is_not_asked_again() -> None:
    asking = Asking(NO)
    ask_about(BOOK, asking)
    facts = tuple(facts_of(asking, NO, "a.xlsx", "qian"))
    assert facts == (PhraseCleared(phrase=SITE, reason="导入“a.xlsx”时确认", by="qian"),)
    later = Asking(asking.kept)
    ask_about(BOOK, later)
    assert [one.id for one in later.open] == ["secret:秘密交通站"]
    assert not tuple(facts_of(later, {}, "b.xlsx", "li"))
    must_be_lawful(ImportUnits(district="ganzhou", workbook=BOOK, answers=NO))


def test_what_was_confirmed_with_a_table_is_kept_like_what_was_cleared_by_itself() -> None:
    fact = PhraseCleared(phrase=SITE, reason="导入", by="qian")
    change = keep_cleared(None, fact, heard(fact))
    assert change is not None and change.events == ()
    assert change.state.district == "ganzhou" and change.state.holds(SITE)
    assert keep_cleared(change.state, fact, heard(fact)) is None
