"""Disposal by two persons: the list, its decision, and what each piece on it decides."""

from typing import Any

import pytest
from msgspec.structs import replace
from uuid6 import uuid7

from contracts.caller import Caller
from contracts.envelope import seal
from contracts.evidence import DisposalApproved, DisposalRefused, EvidenceDisposed
from contracts.orders.evidence import DecideDisposal, ProposeDisposal
from contracts.refusals import NotFound
from contracts.tasks import TaskSubmitted
from kit.change import Given
from services.evidence.keeping.disposal import Disposal, decide, dispose, propose
from services.evidence.keeping.using import submitted
from services.evidence.piece.piece import MOST_USES, Hold, Piece, used
from services.evidence.proving.judging import Log, Note, disposed, faults_of
from services.evidence.refusals import DisposalDecided, NotDisposable, SamePerson
from services.evidence.sweeping.sweep import sweep
from tests.support.minimal import minimal
from tests.unit.evidence.support import NOW, OFFICE, an_id, given, kept, later, stored, words

LEADER = Caller(account="wu", name="吴", roles=("leader",), district="chengguan")
ID = an_id()
HOLD = Hold(reference="另案", reason="信访", by="office", at=NOW, of_city=False)


def sealed(**more: Any) -> Piece:
    facts = {"sha256": "x", "version": "v1", "until": "x"}
    state = stored().but(state="SEALED", sealed_until=NOW, due=None, **more)
    return state.noted("sealed", NOW, facts)


OLD = sealed()


def listed(piece: Piece = OLD, **more: Any) -> Disposal:
    order = ProposeDisposal(district="chengguan", reason="期满", evidence=(ID,), **more)
    return propose(None, order, given("d-1", by=OFFICE, found={ID: piece})).state


def approved(**more: Any) -> DisposalApproved:
    usual = {"disposal": "d-1", "evidence": (ID,), "proposed_by": "office", "approved_by": "wu"}
    return DisposalApproved(**usual | {"used_too": False} | more)


def gone(state: Piece = OLD, *, unlocked: bool = True, **more: Any) -> Piece | None:
    change = dispose(state, approved(**more), given(ID, by=None, found=unlocked))
    return change.state if change else None


def test_a_list_names_each_piece_once_and_waits() -> None:
    order = ProposeDisposal(district="chengguan", reason="期满", evidence=(ID, ID))
    change = propose(None, order, given("d-1", by=OFFICE, found={ID: OLD}))
    assert (change.state.evidence, change.state.state) == ((ID,), "PROPOSED")
    assert change.events[0].count == 1  # type: ignore[attr-defined]


KEPT = [
    (OLD.but(state="REJECTED"), "不是已封存"),
    (OLD.but(holds=(HOLD,)), "冻结"),
    (OLD.but(sealed_until=later(seconds=1)), "期限未满"),
    (OLD.but(uses=("t-1",)), "引用"),
]


@pytest.mark.parametrize(("piece", "why"), KEPT)
def test_what_must_stay_is_named_with_its_place_on_the_list(piece: Piece, why: str) -> None:
    with pytest.raises(NotDisposable, match=why) as fault:
        listed(piece)
    assert fault.value.field == "$.evidence[0]"


@pytest.mark.parametrize("found", [{}, {ID: OLD.but(district="xigu")}])
def test_what_is_not_there_or_of_another_district_is_not_found(found: Any) -> None:
    order = ProposeDisposal(district="chengguan", reason="期满", evidence=(ID,))
    with pytest.raises(NotFound) as fault:
        propose(None, order, given("d-1", by=OFFICE, found=found))
    assert fault.value.field == "$.evidence[0]"


def test_what_is_used_goes_where_it_is_said_so() -> None:
    assert listed(OLD.but(uses=("t-1",)), used_too=True).used_too


def order(approve: bool = True) -> DecideDisposal:
    return DecideDisposal(disposal="d-1", approve=approve, reason="同意销毁")


def test_another_person_lets_it_pass_once() -> None:
    with pytest.raises(SamePerson):
        decide(listed(), order(), given("d-1", by=OFFICE))
    change = decide(listed(), order(), given("d-1", by=LEADER))
    assert (change.state.state, change.state.decided_by) == ("APPROVED", "wu")
    assert change.events == (approved(),)
    with pytest.raises(DisposalDecided):
        decide(change.state, order(), given("d-1", by=replace(LEADER, account="other")))


def test_what_is_refused_disposes_of_nothing() -> None:
    change = decide(listed(), order(approve=False), given("d-1", by=LEADER))
    assert change.state.state == "REFUSED"
    assert isinstance(change.events[0], DisposalRefused)


def test_the_record_says_so_first_then_the_bytes_go_and_the_hash_stays() -> None:
    said = gone()
    assert said is not None and (said.state, said.erasing, said.due) == ("DISPOSED", True, NOW)
    last = said.custody[-1]
    assert (last.what, last.by, last.facts["proposed_by"]) == ("disposed", "wu", "office")
    assert last.facts["sha256"] == OLD.manifest.sha256
    erased = sweep(said, None, given(ID))
    assert erased is not None
    assert (erased.state.erasing, erased.state.due, erased.state.version_id) == (False, None, "v1")
    assert words(erased.state) == words(said)
    assert kept(said) == said
    assert gone(said) is None


def test_it_is_told() -> None:
    change = dispose(OLD, approved(), given(ID, by=None, found=True))
    assert change is not None
    (fact,) = change.events
    assert isinstance(fact, EvidenceDisposed) and fact.sha256 == OLD.manifest.sha256


@pytest.mark.parametrize(("piece", "_why"), KEPT)
def test_what_came_between_keeps_a_piece_though_its_list_was_let_pass(
    piece: Piece, _why: str
) -> None:
    assert gone(piece) is None


def test_the_lock_of_the_store_keeps_it_whatever_the_record_says() -> None:
    assert gone(unlocked=False) is None
    assert dispose(None, approved(), given(ID, by=None, found=True)) is None


def test_a_submission_that_names_it_uses_it() -> None:
    fact = minimal(TaskSubmitted, task="t-9", evidence=(ID,))
    heard = seal(
        fact,
        id=str(uuid7()),
        source="/tongxin/tasks",
        subject="t-9",
        time=NOW,
        district="chengguan",
        version=1,
    )
    told = Given(key=ID, now=NOW, cause="c", event=heard)
    change = submitted(OLD, fact, told)
    assert change is not None and change.state.uses == ("t-9",)
    assert submitted(change.state, fact, told) is None
    assert submitted(None, fact, told) is None
    assert submitted(OLD.but(district="xigu"), fact, told) is None


def test_the_newest_uses_are_kept() -> None:
    state = OLD
    for number in range(MOST_USES + 5):
        state = used(state, f"t-{number}")
    assert len(state.uses) == MOST_USES and state.uses[-1] == f"t-{MOST_USES + 4}"
    assert used(state, "t-20") is state


# -- what verify says of it -----------------------------------------------------------------------


def test_who_disposed_of_it_is_told_and_is_no_fault() -> None:
    said = gone()
    assert said is not None
    told = disposed(ID, said)
    assert isinstance(told, Note) and "disposed of on 2026-06-01 by office and wu (d-1)" in told
    assert not any("state" in one for one in faults_of(ID, said, Log()))


def test_what_only_the_database_calls_disposed_of_is_a_fault() -> None:
    said = gone()
    assert said is not None and said.disposed is not None
    for forged in (
        OLD.but(state="DISPOSED"),
        OLD.but(state="DISPOSED", disposed=said.disposed),
        said.but(disposed=replace(said.disposed, approved_by="office")),
        said.but(disposed=replace(said.disposed, proposed_by="other")),
    ):
        assert not isinstance(disposed(ID, forged), Note)
    alone = gone(proposed_by="wu")
    assert alone is not None and "two persons" in disposed(ID, alone)
