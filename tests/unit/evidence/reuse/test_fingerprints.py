"""Which of very many fingerprints are near one: the walk finds what looking at each would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.evidence.piece.fingerprint import distance
from services.evidence.reuse.fingerprints import STEP, Fingerprints, near

BITS = st.integers(0, 2**64 - 1)


@given(st.lists(BITS, max_size=60), BITS, st.integers(0, 30))
def test_the_walk_finds_what_looking_at_each_finds(held: list[int], wanted: int, most: int) -> None:
    known = Fingerprints()
    known.add(held)
    expected = {one: bits for one in held if (bits := distance(wanted, one)) <= most}
    assert near([known.all()], wanted, most) == expected


@given(st.lists(st.lists(BITS, max_size=9), max_size=9))
def test_it_holds_what_was_added_in_whatever_portions(portions: list[list[int]]) -> None:
    known = Fingerprints()
    for portion in portions:
        known.add(portion)
    assert known.all().tolist() == [one for portion in portions for one in portion]
    assert len(known) == sum(map(len, portions))


def test_it_grows_past_its_first_room_and_is_walked_to_its_end() -> None:
    known = Fingerprints()
    many = np.random.default_rng(7).integers(0, 2**64, 2 * STEP + 5, dtype=np.uint64).tolist()
    for at in range(0, len(many), 1000):
        known.add(many[at : at + 1000])
    before = known.all()
    for wanted in (many[0], many[STEP], many[-1]):
        assert near([known.all()], wanted, 0)[wanted] == 0
    known.add([1])
    assert before.tolist() == many, "who walks it sees it as it was"
    assert len(known) == len(many) + 1


def test_several_arrays_are_walked_as_one() -> None:
    arrays = [np.array([0b1], np.uint64), np.array([], np.uint64), np.array([0b1, 0], np.uint64)]
    assert near(arrays, 0, 1) == {0b1: 1, 0: 0}
