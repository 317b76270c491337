"""A snapshot is the same for ever, and its figures follow from what it holds."""

import zlib
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest

from contracts.caller import Caller
from contracts.measures import Entry, Flag, Measure, Ratio, Tally
from contracts.orders.scoring import FreezeSnapshot, VerifySnapshot
from contracts.refusals import NotFound
from contracts.scoring import SnapshotFrozen
from kit.change import Knowing
from services.scoring.facts.state import Marked, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.refusals import SnapshotTooLarge
from services.scoring.scores.position import Position
from services.scoring.snapshots import snapshot as snapshots
from services.scoring.snapshots.explaining import explained
from services.scoring.snapshots.snapshot import Snapshot, freeze, unproven
from services.scoring.snapshots.store import SNAPSHOTS
from services.scoring.standards.standard import fingerprint
from tests.unit.scoring.facts_support import STANDARD, around

OFFICE = Caller(account="admin", name="市双拥办", roles=("city_office",), district="*")
ORDER = FreezeSnapshot(year=2026, level="city", name="七月通报")


def held(district: str, done: bool) -> dict[str, Score]:
    marked: dict[str, dict[str, Measure]] = {
        "B03": {"done": Flag(value=done)},
        "B04": {"ratio": Ratio(numerator=228, denominator=252)},
        "T05": {"claims": Tally(entries=(Entry(kind="national", ref="X"),))},
    }
    return {
        code: Score(
            district=district,
            year=2026,
            item=code,
            levels={"city": Marked(task="t", version=3, measures=measures)},
        )
        for code, measures in marked.items()
    }


def standing(
    district: str,
    name: str,
    held: dict[str, Score],
    around: Surroundings,
    raised: tuple[str, ...] = (),
) -> Position:
    return Position(
        district=district,
        name=name,
        year=2026,
        level="city",
        around=around,
        held=held,
        raised=frozenset(raised),
    )


def frozen(*extra: Position) -> Snapshot:
    seen = [
        standing("ganquan", "甘泉区", held("ganquan", True), around(townships=4), ("disputes",)),
        standing("linhe", "临河区", held("linhe", False), around(), ()),
        standing("empty", "空区", {}, around(), ()),
        *extra,
    ]
    now = datetime(2026, 8, 1, tzinfo=UTC)
    given = Knowing(key="s-1", now=now, cause="c", caller=OFFICE, found=(STANDARD, seen))
    change = freeze(None, ORDER, given)
    assert isinstance(change.events[0], SnapshotFrozen)
    assert change.events[0].sha256 == change.state.sha256
    return change.state


def test_a_snapshot_is_byte_for_byte_the_same_after_it_was_stored() -> None:
    one = frozen()
    again = SNAPSHOTS.load(SNAPSHOTS.dump(one))
    assert again == one == frozen()
    assert sha256(again.head.encode()).hexdigest() == one.sha256
    head = msgspec.json.decode(again.head)
    for district, digest in head["districts"].items():
        assert sha256(again.part(district).encode()).hexdigest() == digest
    assert head["rules"] == fingerprint(STANDARD)


def test_its_figures_follow_from_its_facts_and_its_own_rules() -> None:
    one = frozen()
    assert list(unproven(one)) == []
    assert [(p.district, p.rank, p.eligible) for p in one.places] == [
        ("ganquan", 1, False),
        ("linhe", 2, True),
        ("empty", None, False),
    ]


def test_whatever_is_changed_afterwards_is_told() -> None:
    one = frozen()

    def with_part(old: str, new: str) -> Snapshot:
        text = one.part("ganquan")
        assert old in text
        part = zlib.compress(text.replace(old, new).encode(), 9)
        return msgspec.structs.replace(one, parts={**one.parts, "ganquan": part})

    broken = list(unproven(with_part('"numerator":228', '"numerator":252')))
    assert any("SHA-256" in each for each in broken)
    assert any("B04" in each for each in broken)
    assert any("总分" in each for each in broken)
    head = msgspec.structs.replace(one, head=one.head.replace("七月", "八月"))
    assert list(unproven(head)) == ["快照正文与其 SHA-256 不符"]
    rules = zlib.compress(zlib.decompress(one.rules).replace(b"v1", b"v9"), 9)
    assert list(unproven(msgspec.structs.replace(one, rules=rules))) in (
        [],
        ["所附考评标准与其 SHA-256 不符"],
    )


def test_a_city_of_twelve_districts_stays_far_below_the_limit() -> None:
    more = [
        standing(f"d{n}", f"区{n}", held(f"d{n}", True), around(townships=4), ()) for n in range(9)
    ]
    one = frozen(*more)
    size = len(one.head) + len(one.rules) + sum(map(len, one.parts.values()))
    assert size < 200_000


def test_a_snapshot_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MAX_SIZE", 1000)
    with pytest.raises(SnapshotTooLarge):
        frozen()


def test_a_snapshot_frozen_before_a_field_was_there_stays_sound() -> None:
    claimed: dict[str, Measure] = {"claims": Tally(entries=(Entry(kind="provincial", ref="X"),))}
    again = Score(
        district="twice",
        year=2026,
        item="T06",
        levels={"city": Marked(task="t", version=3, measures=claimed)},
    )
    twice = {**held("twice", True), "T06": again}
    one = frozen(standing("twice", "双区", twice, around(), ()))
    part, head = msgspec.json.decode(one.part("twice")), msgspec.json.decode(one.head)
    assert part["total"].pop("flags"), "a field with a default, as if it had come later"
    text = msgspec.json.encode(part, order="sorted")
    head["districts"]["twice"] = sha256(text).hexdigest()
    whole = msgspec.json.encode(head, order="sorted")
    old = msgspec.structs.replace(
        one,
        head=whole.decode(),
        sha256=sha256(whole).hexdigest(),
        parts={**one.parts, "twice": zlib.compress(text, 9)},
    )
    assert list(unproven(old)) == []
    part["total"]["bonus"] += 1
    wrong = zlib.compress(msgspec.json.encode(part, order="sorted"), 9)
    broken = msgspec.structs.replace(old, parts={**one.parts, "twice": wrong})
    assert "twice 的总分与重新计算的不符" in list(unproven(broken))


def test_a_snapshot_that_cannot_be_read_is_told_and_not_raised() -> None:
    one = frozen()
    parts = {**one.parts, "linhe": b"broken"}
    told = list(unproven(msgspec.structs.replace(one, parts=parts)))
    assert told == ["linhe 的内容已损坏，无法读取", "排名与重新计算的不符"]
    rules = msgspec.structs.replace(one, rules=b"broken")
    assert list(unproven(rules)) == ["快照正文或所附考评标准已损坏，无法读取"]


def test_a_verification_says_whether_it_is_sound_and_what_is_not() -> None:
    one = frozen()
    sound = snapshots.verify(VerifySnapshot(snapshot="s-1"), one)
    assert (sound["equal"], sound["differing"], sound["differences"]) == (True, 0, [])
    head = msgspec.structs.replace(one, head=one.head.replace("七月", "八月"))
    told = snapshots.verify(VerifySnapshot(snapshot="s-1"), head)
    assert (told["equal"], told["differing"]) == (False, 1)


def test_rules_that_were_changed_afterwards_are_told() -> None:
    one = frozen()
    text = zlib.decompress(one.rules)
    assert b'"name":"' in text
    other = msgspec.structs.replace(
        one, rules=zlib.compress(text.replace(b'"name":"', b'"name":"\xe6\x96\xb0', 1), 9)
    )
    assert "所附考评标准与其 SHA-256 不符" in list(unproven(other))


def test_a_place_that_does_not_follow_from_the_totals_is_told() -> None:
    one = frozen()
    head = msgspec.json.decode(one.head)
    head["league"] = head["league"][::-1]
    whole = msgspec.json.encode(head, order="sorted")
    other = msgspec.structs.replace(one, head=whole.decode(), sha256=sha256(whole).hexdigest())
    assert len(list(unproven(other))) == 1


def test_an_item_is_explained_from_what_was_frozen_alone() -> None:
    told = explained(frozen(), "ganquan", "B04")
    assert (told["district_name"], told["level"], told["marked"]) == ("甘泉区", "city", True)
    assert (told["score"], told["points"]) == (1200, 2000)
    assert told["line"]["thousandths"] == told["score"]
    assert told["facts"]["ratio"] == {"type": "ratio", "numerator": 228, "denominator": 252}
    assert explained(frozen(), "empty", "B04")["marked"] is False


@pytest.mark.parametrize(("district", "item"), [("elsewhere", "B04"), ("ganquan", "Z99")])
def test_what_is_not_in_a_snapshot_is_not_explained(district: str, item: str) -> None:
    with pytest.raises(NotFound):
        explained(frozen(), district, item)
