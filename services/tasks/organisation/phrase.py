"""Phrases with a word of secrecy that a named person of the office has said hold no secret."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from contracts import secrecy
from contracts.orders.tasks import ClearPhrase, WithdrawPhrase
from contracts.refusals import Invalid
from contracts.sheets.asking import Asking
from contracts.sheets.doubts import cleared
from contracts.tasks import PhraseCleared
from contracts.words import CITY_WIDE
from kit.change import Change, Given, Knowing
from services.tasks.refusals import TooLarge

MAX_PHRASES = 500


class Cleared(Struct, frozen=True, kw_only=True):
    phrase: str
    reason: str
    by: str
    at: datetime


class Phrases(Struct, frozen=True, kw_only=True):
    """Of a district, or of the whole city. Its id is ``phrases.<district>``."""

    district: str
    held: tuple[Cleared, ...] = ()
    withdrawn: tuple[Cleared, ...] = ()
    """Taken back: by whom, when and why; the last of them."""

    def holds(self, phrase: str) -> bool:
        return any(one.phrase == phrase for one in self.held)


def phrases_id(district: str) -> str:
    return f"phrases.{district}"


def clear_phrase(
    state: Phrases | None, order: ClearPhrase, given: Knowing[bool]
) -> Change[Phrases] | None:
    """``given.found``: whether the district exists.

    Raises: Invalid (no such district; a phrase without a doubt), TooLarge.
    """
    if not given.found and order.district != CITY_WIDE:
        raise Invalid(f"区县 {order.district} 不存在。", field="district")
    if not secrecy.doubts(order.phrase):
        raise Invalid(
            "用语中没有须确认的字样，请填写完整名称，如“秘密联络点旧址”。", field="phrase"
        )
    fact = PhraseCleared(phrase=order.phrase, reason=order.reason, by=given.by.account)
    return _kept(state or Phrases(district=order.district), fact, given)


def withdraw_phrase(state: Phrases, order: WithdrawPhrase, given: Given) -> Change[Phrases]:
    """What was taken with it stays. Raises: Invalid (it is not among those cleared)."""
    if not state.holds(order.phrase):
        raise Invalid("名录里没有这条用语，可能已被撤回。", field="phrase")
    back = Cleared(phrase=order.phrase, reason=order.reason, by=given.by.account, at=given.now)
    left = tuple(one for one in state.held if one.phrase != order.phrase)
    return Change(replace(state, held=left, withdrawn=(*state.withdrawn, back)[-MAX_PHRASES:]))


def keep_cleared(
    state: Phrases | None, fact: PhraseCleared, given: Given
) -> Change[Phrases] | None:
    """What was confirmed with a table, unless it was taken back since. Raises: TooLarge."""
    if state and any(
        one.phrase == fact.phrase and one.at >= given.heard.time for one in state.withdrawn
    ):
        return None
    change = _kept(state or Phrases(district=given.heard.district), fact, given)
    return change and Change(change.state)


def facts_of(
    asking: Asking, answers: dict[str, str], filename: str, by: str
) -> Iterable[PhraseCleared]:
    """Of a table that was taken: who confirmed what."""
    for phrase in cleared(asking, answers):
        yield PhraseCleared(phrase=phrase, reason=f"导入“{filename}”时确认", by=by)


def _kept(state: Phrases, fact: PhraseCleared, given: Given) -> Change[Phrases] | None:
    if state.holds(fact.phrase):
        return None
    if len(state.held) >= MAX_PHRASES:
        raise TooLarge(f"不涉密用语最多登记{MAX_PHRASES}条。", field="phrase")
    new = Cleared(phrase=fact.phrase, reason=fact.reason, by=fact.by, at=given.now)
    return Change(replace(state, held=(*state.held, new)), (fact,))
