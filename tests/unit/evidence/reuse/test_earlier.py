"""Used before: the same bytes, or a picture that looks the same; and nobody learns by it of a photo
that is still a secret."""

from datetime import timedelta
from typing import Any

from contracts.evidence import EvidenceReused
from services.evidence.piece.fingerprint import written
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import Facts, Verdict
from services.evidence.reuse import earlier
from services.evidence.reuse.earlier import Uses
from services.evidence.showing.doubts import comparison
from tests.unit.evidence.support import LIN, MA, NOW, SUN, declared, given, kept, manifest_of, words

FAR = 0xFFFF0000FFFF0000


def sealed(
    minute: int, by: Any = LIN, *, data: bytes = b"same", look: int | None = None, **more: Any
) -> Piece:
    at = NOW + timedelta(minutes=minute)
    facts = Facts(fingerprint=None if look is None else written(look))
    verdict = Verdict(code="ok", facts=facts)
    sealing = {"state": "SEALED", "verdict": verdict, "sealed_at": at, "sealed_until": at}
    return declared(manifest_of(data), by).but(**sealing | more)


def marked(held: dict[str, Piece], id: str, *, told: str = "", compared: bool = True) -> Any:
    """What becomes of one of them when the sealing (of itself, or of ``told``) is heard: a Change,
    or None."""
    fact: Any = type("Fact", (), {"evidence": told or id})()
    data = held[fact.evidence].manifest.sha256
    with_bytes = [p for p in held.items() if p[1].manifest.sha256 == data and not p[1].duplicate]
    looks = held[fact.evidence].verdict.facts.fingerprint is not None  # type: ignore[union-attr]
    alike = earlier.in_order(held.items()) if looks else ()
    uses = Uses(earlier.in_order(with_bytes), alike if compared else None)
    if id not in earlier.later(fact, uses):
        return None
    return earlier.mark(held[id], fact, given(id, by=None, found=uses))


class TestTheSameBytes:
    def test_a_copy_is_recorded_and_raised_once_and_stays_sealed(self) -> None:
        held = {"first": sealed(0).but(district="qilihe"), "copy": sealed(1)}
        change = marked(held, "copy")
        (fact,) = change.events
        assert (fact.duplicate_of, fact.duplicate_district) == ("first", "qilihe")
        assert fact.duplicate_items == ("A01",)
        assert (change.state.state, words(change.state)[-1]) == ("SEALED", "reused")
        held["copy"] = change.state
        assert marked(held, "copy") is None

    def test_the_first_is_no_copy_of_itself(self) -> None:
        assert marked({"first": sealed(0)}, "first") is None

    def test_an_honest_copy_of_a_secret_photo_is_none_until_the_photo_is_shown(self) -> None:
        held = {"secret": sealed(0, SUN), "honest": sealed(1)}
        assert marked(held, "honest") is None
        held["secret"] = held["secret"].but(reserved=False)
        change = marked(held, "honest")
        (fact,) = change.events
        assert isinstance(fact, EvidenceReused)
        assert (fact.duplicate_of, fact.distance) == ("secret", None)

    def test_of_two_honest_copies_the_second_is_one_though_a_secret_photo_was_first(self) -> None:
        held = {"secret": sealed(0, SUN), "honest": sealed(1), "later": sealed(2)}
        assert marked(held, "honest") is None
        assert marked(held, "later").state.duplicate.evidence == "honest"

    def test_a_secret_copy_of_an_honest_photo_is_one_and_says_so_when_it_is_shown(self) -> None:
        change = marked({"honest": sealed(0), "secret": sealed(1, SUN)}, "secret")
        assert change.state.duplicate.evidence == "honest"
        assert change.state.confidants.names == ("sun",), "so is its fact's envelope"

    def test_ones_own_secret_is_no_secret_to_oneself(self) -> None:
        known = sealed(2, SUN, known_to=("x",))
        held = {"first": sealed(0, SUN), "second": sealed(1, SUN), "known": known}
        assert marked(held, "second").state.duplicate.evidence == "first"
        assert marked(held, "known") is None, "who knows of it does not know of the others"

    def test_it_is_known_before_the_look_can_be_compared_and_then_not_told_twice(self) -> None:
        held = {"first": sealed(0, look=FAR), "second": sealed(1, look=FAR)}
        change = marked(held, "second", compared=False)
        assert (change.state.duplicate.evidence, change.state.compared) == ("first", False)
        held["second"] = change.state
        again = marked(held, "second")
        assert (again.state.compared, again.state.near_of, again.events) == (True, None, ())


class TestTheSameLook:
    def test_it_repeats_the_nearest_and_of_equally_near_ones_the_first(self) -> None:
        held = {
            "other": sealed(0, data=b"o", look=FAR ^ 0b111),
            "first": sealed(1, data=b"a", look=FAR ^ 0b1),
            "second": sealed(2, data=b"b", look=FAR ^ 0b10),
            "new": sealed(3, MA, data=b"n", look=FAR),
        }
        change = marked(held, "new")
        (fact,) = change.events
        near_of = kept(change.state).near_of
        assert near_of is not None and change.state.compared
        assert (near_of.evidence, near_of.distance, near_of.unit) == ("first", 1, LIN.unit)
        assert (fact.duplicate_of, fact.distance) == ("first", 1)
        assert words(change.state)[-1] == "resembles"

    def test_what_is_new_is_only_noted_as_compared(self) -> None:
        change = marked({"new": sealed(0, look=FAR)}, "new")
        assert (change.state.compared, change.state.near_of, change.events) == (True, None, ())
        assert marked({"new": change.state}, "new") is None

    def test_what_was_not_compared_yet_is_left_as_it_is(self) -> None:
        held = {"first": sealed(0, data=b"a", look=FAR), "new": sealed(1, data=b"b", look=FAR)}
        assert marked(held, "new", compared=False) is None

    def test_two_sealed_at_once_find_each_other_whichever_is_heard_of_last(self) -> None:
        held = {"one": sealed(0, data=b"a", look=FAR), "two": sealed(1, data=b"b", look=FAR)}
        assert marked(held, "two", told="one").state.near_of.evidence == "one"
        assert marked(held, "two").state.near_of.evidence == "one"
        assert marked(held, "one", told="two") is None

    def test_what_an_earlier_one_of_two_is_like_is_not_news_for_a_third(self) -> None:
        held = {
            "first": sealed(0, data=b"a", look=FAR),
            "told": sealed(1, data=b"b", look=FAR ^ 0b1111),
            "third": sealed(2, data=b"c", look=FAR),
        }
        assert marked(held, "third", told="told").state.near_of.evidence == "told"

    def test_a_copy_is_no_likeness_as_well_and_a_pair_is_told_once(self) -> None:
        held = {"first": sealed(0, look=FAR), "copy": sealed(1, look=FAR)}
        change = marked(held, "copy")
        assert (change.state.duplicate.evidence, change.state.near_of) == ("first", None)
        held = {"first": sealed(0, data=b"a", look=FAR), "new": sealed(1, data=b"b", look=FAR)}
        held["new"] = marked(held, "new").state
        assert marked(held, "new") is None
        assert marked(held, "new", told="first") is None

    def test_a_secret_photo_makes_no_other_a_repetition(self) -> None:
        held = {"secret": sealed(0, SUN, data=b"a", look=FAR), "new": sealed(1, look=FAR)}
        assert marked(held, "new").events == ()

    def test_what_is_not_sealed_any_more_is_left_alone(self) -> None:
        held = {"first": sealed(0, data=b"a", look=FAR), "new": sealed(1, look=FAR)}
        held["new"] = held["new"].but(state="REJECTED")
        assert marked(held, "new") is None

    def test_of_a_flood_of_like_ones_a_bounded_number_is_told_in_one_go(self) -> None:
        flood = {
            f"n{n:04}": sealed(n, data=str(n).encode(), look=FAR)
            for n in range(earlier.MOST_LATER + 9)
        }
        fact: Any = type("Fact", (), {"evidence": "n0000"})()
        uses = Uses((), earlier.in_order(flood.items()))
        assert len(earlier.later(fact, uses)) == 1 + earlier.MOST_LATER

    def test_how_far_a_file_was_compared_is_said(self) -> None:
        assert comparison(declared()) is None
        assert comparison(sealed(0)) == "bytes-only"
        assert comparison(sealed(0, look=FAR)) == "waiting"
        assert comparison(sealed(0, look=FAR, compared=True)) == "done"
        plain = Verdict(code="ok", facts=Facts(fingerprint=""))
        assert comparison(sealed(0, verdict=plain)) == "plain"

    def test_a_picture_is_not_told_of_one_whose_bytes_it_has(self) -> None:
        held = {
            "first": sealed(0, look=FAR, duplicate=None),
            "copy": sealed(1, look=FAR),
            "near": sealed(2, data=b"n", look=FAR),
        }
        assert marked(held, "copy", told="near") is None
        assert marked(held, "near").state.near_of.evidence == "first"
        alone = Uses((), earlier.in_order(held.items()))
        fact: Any = type("Fact", (), {"evidence": "copy"})()
        change = earlier.mark(held["copy"], fact, given("copy", by=None, found=alone))
        assert change is not None and change.events == ()
