"""A person says whether a picture that resembles an earlier one may stand."""

import pytest

from contracts.orders.evidence import RuleOnLikeness
from contracts.refusals import Forbidden, NotFound
from contracts.words import LikenessRuling
from services.evidence.piece.piece import NearOf, Piece
from services.evidence.refusals import NothingAlike
from services.evidence.reuse import ruling
from services.evidence.showing.doubts import doubts
from tests.unit.evidence.support import (
    LIN,
    OFFICE,
    SUN,
    an_id,
    declared,
    given,
    kept,
    later,
    words,
)

LIKE = NearOf(evidence="e-0", district="qilihe", items=("A01",), unit="street", distance=3)


def order(said: LikenessRuling = "same-scene") -> RuleOnLikeness:
    return RuleOnLikeness(evidence=an_id(), ruling=said, reason="同一标语牌，每年各拍一次")


def like(**more: object) -> Piece:
    return declared().but(state="SEALED", near_of=LIKE, **more)


def test_the_word_stands_with_its_reason_and_the_doubt_is_gone() -> None:
    state = like()
    assert any("画面相近" in one for one in doubts(state))
    change = ruling.rule(state, order(), given("e-1", by=OFFICE))
    told = kept(change.state)
    assert told.near_of is not None and told.near_of.ruled is not None
    assert (told.near_of.ruled.ruling, told.near_of.ruled.by) == ("same-scene", "office")
    assert not any("画面相近" in one for one in doubts(told))
    assert words(told)[-1] == "ruled"
    assert told.custody[-1].facts["of"] == "e-0"


def test_the_last_word_counts_and_both_stay_in_the_custody() -> None:
    first = ruling.rule(like(), order(), given("e-1", by=OFFICE)).state
    second = ruling.rule(first, order("reused"), given("e-1", by=OFFICE, at=later(days=1))).state
    assert second.near_of is not None and second.near_of.ruled is not None
    assert second.near_of.ruled.ruling == "reused"
    assert words(second).count("ruled") == 2


def test_nobody_judges_their_own_picture() -> None:
    with pytest.raises(Forbidden):
        ruling.rule(like(by=OFFICE.account), order(), given("e-1", by=OFFICE))


def test_where_nothing_is_alike_there_is_nothing_to_judge() -> None:
    with pytest.raises(NothingAlike):
        ruling.rule(declared(), order(), given("e-1", by=OFFICE))


def test_a_secret_picture_is_not_there() -> None:
    with pytest.raises(NotFound):
        ruling.rule(like(reserved=True, by=SUN.account), order(), given("e-1", by=OFFICE))


def test_the_earlier_one_is_named_and_opened_only_by_who_may_see_it() -> None:
    told = LIKE.as_seen_by(OFFICE)
    assert told == {"district": "qilihe", "unit": "street", "year": None, "items": ("A01",)}
    city = OFFICE.__class__(account="c", name="市", roles=("city_office",), district="*")
    assert LIKE.as_seen_by(city)["evidence"] == "e-0"
    here = NearOf(evidence="e-0", district=LIN.district, items=(), unit="other", distance=3)
    assert "evidence" not in here.as_seen_by(LIN)
    assert here.as_seen_by(OFFICE)["evidence"] == "e-0"
