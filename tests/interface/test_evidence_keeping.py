"""What is sealed is kept: held, disposed of by two persons, walked over, stamped; and where a kill
or a loss leaves it. On real servers."""

import contextlib
import io
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError
from msgspec.structs import replace

from contracts.caller import Caller
from contracts.orders.evidence import (
    AdoptOrphan,
    DecideDisposal,
    DecideQuarantined,
    Declare,
    DisposalOf,
    Disposals,
    DownloadOf,
    HoldEvidence,
    LiftHold,
    Orphans,
    ProposeDisposal,
    ReceiptOf,
)
from services.evidence.bucket.access import Access
from services.evidence.bucket.client import Bucket
from services.evidence.piece.media import JPEG, MP4
from services.evidence.proving.bundles import BUNDLED, bundle_key
from services.evidence.proving.keys import ProofKey
from services.evidence.proving.tree import (
    TREE_HEAD,
    Batch,
    Leaf,
    Tree,
    extended,
    head_key,
    head_of,
)
from tests.support.authority import Authority
from tests.support.calling import CallFailed, Calls, NoAnswer
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.verifying import verify
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Feed, Phone
from tests.unit.evidence.support import MIB, OFFICE

SERVICES = ["services.evidence.service:Evidence"]
LEADER = Caller(account="wu", name="吴", roles=("leader",), district="chengguan")
CITY = Caller(account="city", name="市双拥办", roles=("city_office",), district="*")
REFERENCE = "甘纪案〔2026〕3号"
Start = Callable[..., Running]


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    with Authority() as made:
        yield made


@pytest.fixture(scope="module")
def start(stack: Stack, authority: Authority) -> Start:
    """One process after the other."""

    def start(point: str = "") -> Running:
        for one in stack.processes:
            one.kill()
        settings = {
            "TONGXIN_CRASH_AT": point,
            "TONGXIN_DUE_SECONDS": "0.2",
            "TONGXIN_OUTBOX_SWEEP_SECONDS": "0.5",
            "TONGXIN_EVIDENCE_RETENTION_DAYS": "1",
            "TONGXIN_EVIDENCE_TSA_URL": authority.url,
            "TONGXIN_EVIDENCE_TSA_ROOTS": authority.roots,
        }
        return stack.start(SERVICES[0], **settings).wait_ready()

    return start


@pytest.fixture(scope="module", autouse=True)
def feed(stack: Stack) -> Feed:
    return Feed(stack)


@pytest.fixture
def phone(stack: Stack, start: Start) -> Iterator[Phone]:
    """The one before may have been killed by its test."""
    if not any(one.alive for one in stack.processes):
        start()
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone


@pytest.fixture
def office(stack: Stack) -> Calls:
    return Calls(stack, "evidence", OFFICE)


@pytest.fixture
def leader(stack: Stack) -> Calls:
    return Calls(stack, "evidence", LEADER)


def database(stack: Stack) -> Any:
    return stack.mongo("evidence")


def collection(stack: Stack) -> Any:
    return database(stack).evidence


def row(stack: Stack, order: Declare) -> Any:
    return collection(stack).find_one({"_id": order.evidence})


def state_of(stack: Stack, order: Declare) -> Any:
    return row(stack, order)["state"]


def seeds() -> Iterator[int]:
    yield from range(7000, 8000)


SEEDS = seeds()


def sealed(phone: Phone) -> Declare:
    order = phone.put(files.jpeg(seed=next(SEEDS)))
    assert phone.ended(order)["state"] == "SEALED"
    return order


def set_aside(stack: Stack, phone: Phone) -> Declare:
    """As after checks that judged nothing."""
    data = files.jpeg(seed=next(SEEDS))
    order = phone.declare(data)
    assert phone.send(phone.open(order), data) == 200
    key = state_of(stack, order)["object"]
    version = stack.s3.stat_object(stack.bucket, key).version_id
    state = {"state": "QUARANTINED", "version_id": version, "failures": 3, "quarantines": 1}
    due = datetime.now(UTC) + timedelta(days=1)
    changed: dict[str, Any] = {f"state.{name}": value for name, value in state.items()}
    changed |= {"state.due": due, "due": due}
    collection(stack).update_one({"_id": order.evidence}, {"$set": changed})
    return order


def decided(order: Declare, *, release: bool) -> DecideQuarantined:
    return DecideQuarantined(evidence=order.evidence, release=release, reason="原件已核对")


def retained(stack: Stack, *orders: Declare) -> None:
    """Their retention is over, in the record and in the store."""
    admin = stack._botocore()
    until = datetime.now(UTC) + timedelta(seconds=1)
    for order in orders:
        state = state_of(stack, order)
        admin.put_object_retention(
            Bucket=stack.bucket,
            Key=state["object"],
            VersionId=state["version_id"],
            Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until},
            BypassGovernanceRetention=True,
        )
        change = {"$set": {"state.sealed_until": until}}
        collection(stack).update_one({"_id": order.evidence}, change)
    eventually(lambda: datetime.now(UTC) > until + timedelta(seconds=1))


def versions(stack: Stack, key: str) -> int:
    listed = stack._botocore().list_object_versions(Bucket=stack.bucket, Prefix=key)
    return len(listed.get("Versions", [])) + len(listed.get("DeleteMarkers", []))


def on_hold(stack: Stack, order: Declare) -> bool:
    state = state_of(stack, order)
    where = {"Bucket": stack.bucket, "Key": state["object"], "VersionId": state["version_id"]}
    try:
        said = stack._botocore().get_object_legal_hold(**where)
    except ClientError:  # a version that never had one
        return False
    return bool(said["LegalHold"]["Status"] == "ON")


def hold(order: Declare, reference: str = REFERENCE) -> HoldEvidence:
    return HoldEvidence(evidence=order.evidence, reference=reference, reason="涉及信访")


def lift(order: Declare, reference: str = REFERENCE) -> LiftHold:
    return LiftHold(evidence=order.evidence, reference=reference, reason="已办结")


def proposed(office: Calls, *orders: Declare, **more: Any) -> str:
    ids = tuple(one.evidence for one in orders)
    order = ProposeDisposal(district="chengguan", reason="保管期满", evidence=ids, **more)
    return str(office.command(order)["id"])


def decision(disposal: str, approve: bool = True) -> DecideDisposal:
    return DecideDisposal(disposal=disposal, approve=approve, reason="同意")


def refused(call: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(CallFailed) as fault:
        call(*arguments)
    return str(fault.value.code)


def is_gone(stack: Stack, phone: Phone, order: Declare) -> bool:
    state = state_of(stack, order)
    return (
        state["state"] == "DISPOSED"
        and not state["erasing"]
        and not versions(stack, state["object"])
    )


def round_now(stack: Stack, name: str) -> None:
    """Its hour has come; until it came to its end once more."""
    rounds = database(stack).rounds
    now = {f"state.rounds.{name}.due": True, "due": True}
    eventually(lambda: rounds.find_one({}) is not None)
    before = rounds.find_one({})["state"]["rounds"][name]["number"]

    def ended() -> bool:
        one = rounds.find_one({})["state"]["rounds"][name]
        if one["number"] == before:
            rounds.update_one({f"state.rounds.{name}.number": before}, {"$currentDate": now})
        return bool(one["number"] > before)

    eventually(ended)


# -- holds -----------------------------------------------------------------------------------------


def test_a_hold_stands_in_piece_and_store_until_the_last_matter_is_done(
    stack: Stack, phone: Phone, office: Calls, feed: Feed
) -> None:
    order = sealed(phone)
    assert not on_hold(stack, order)
    office.command(hold(order))
    office.command(hold(order, "另案"))
    assert on_hold(stack, order)
    assert feed.one(order, "evidence_held")["reference"] == REFERENCE
    retained(stack, order)
    assert refused(proposed, office, order) == "not-disposable"
    office.command(lift(order))
    assert on_hold(stack, order)
    office.command(lift(order, "另案"))
    assert not on_hold(stack, order)
    assert refused(office.command, lift(order)) == "not-held"
    said = [entry["what"] for entry in phone.shown(order)["custody"]]
    assert said[-4:] == ["held", "held", "released", "released"]
    city = Calls(stack, "evidence", CITY)
    city.command(hold(order))
    assert refused(office.command, lift(order)) == "forbidden" and on_hold(stack, order)
    city.command(lift(order))


def test_killed_between_store_and_record_a_hold_is_placed_again(
    stack: Stack, phone: Phone, office: Calls, start: Start
) -> None:
    order = sealed(phone)
    dies(start("held"), lambda: office.command(hold(order), within=3))
    assert on_hold(stack, order) and not state_of(stack, order)["holds"]
    start()
    office.command(hold(order))
    office.command(lift(order))
    assert not on_hold(stack, order)


def dies(living: Running, act: Callable[[], Any]) -> None:
    """``act`` ends the process at its point; what is then heard is an error or nothing."""
    with ThreadPoolExecutor(1) as apart:
        doing = apart.submit(act)
        assert living.wait(30) == -signal.SIGKILL
        with contextlib.suppress(CallFailed, NoAnswer):
            doing.result(30)


# -- disposal --------------------------------------------------------------------------------------


def test_two_persons_dispose_of_what_need_be_kept_no_longer(
    stack: Stack, phone: Phone, office: Calls, leader: Calls, feed: Feed
) -> None:
    order, held = sealed(phone), sealed(phone)
    assert refused(proposed, office, order) == "not-disposable"
    retained(stack, order, held)
    disposal = proposed(office, order, held)
    assert refused(office.command, decision(disposal)) in ("same-person", "forbidden")
    office.command(hold(held))
    key = state_of(stack, order)["object"]
    assert versions(stack, f"thumbs/{key}") == 1
    leader.command(decision(disposal))
    eventually(lambda: is_gone(stack, phone, order))
    assert versions(stack, f"thumbs/{key}") == 0
    fact = feed.one(order, "evidence_disposed")
    assert (fact["proposed_by"], fact["approved_by"]) == ("office", "wu")
    assert (fact["sha256"], fact["disposal"]) == (order.sha256, disposal)
    assert state_of(stack, held)["state"] == "SEALED" and on_hold(stack, held)
    shown = phone.shown(order)
    assert (shown["state"], shown["custody_broken_at"]) == ("DISPOSED", None)
    assert shown["custody"][-1]["what"] == "disposed" and shown["sha256"] == order.sha256
    assert refused(phone.calls.ask, DownloadOf(evidence=order.evidence)) == "evidence-disposed"
    assert phone.calls.ask(ReceiptOf(evidence=order.evidence))["receipt"]
    listed = {one["evidence"]: one for one in leader.ask(DisposalOf(disposal=disposal))["pieces"]}
    assert listed[order.evidence]["state"] == "DISPOSED" and listed[held.evidence]["held"]
    assert leader.ask(Disposals())["items"][0]["count"] == 2
    assert refused(leader.command, decision(disposal)) == "disposal-decided"
    assert refused(office.command, hold(order)) == "nothing-to-hold"
    code, told = verify(stack)
    assert code == 0, told
    assert any(
        f"{order.evidence}: disposed of on" in one and "office and wu" in one for one in told
    )


@pytest.mark.parametrize("point", ["disposing", "saved", "erasing", "erased"])
def test_killed_in_a_disposal_nothing_goes_before_its_record_and_it_ends_once(
    stack: Stack, phone: Phone, office: Calls, leader: Calls, start: Start, point: str
) -> None:
    order = sealed(phone)
    retained(stack, order)
    disposal = proposed(office, order)
    eventually(lambda: not database(stack).disposals.find_one({"_id": disposal})["outbox"])
    living = start(point)
    dies(living, lambda: leader.command(decision(disposal), within=3))
    state = state_of(stack, order)
    assert versions(stack, state["object"]) == (0 if point == "erased" else 1)
    assert (state["state"] == "DISPOSED") is (point in ("erasing", "erased"))
    start()
    look = {"$currentDate": {"due": True}}  # its lease has ended
    if state["state"] == "DISPOSED":
        collection(stack).update_one({"_id": order.evidence}, look)
    eventually(lambda: is_gone(stack, phone, order))
    said = [entry["what"] for entry in state_of(stack, order)["custody"]]
    assert said.count("disposed") == 1


def test_of_a_hold_and_a_disposal_at_once_one_wins_and_of_two_approvals_one(
    stack: Stack, phone: Phone, office: Calls, leader: Calls
) -> None:
    orders = [sealed(phone) for _ in range(4)]
    retained(stack, *orders)
    disposal = proposed(office, *orders)
    others = [Calls(stack, "evidence", replace(LEADER, account=f"wu-{n}")) for n in range(2)]
    holders = [Calls(stack, "evidence", OFFICE) for _ in orders]
    with ThreadPoolExecutor(8) as at_once:
        decided = [at_once.submit(one.command, decision(disposal)) for one in others]
        holding = [
            at_once.submit(calls.command, hold(order))
            for calls, order in zip(holders, orders, strict=True)
        ]
    assert sum(one.exception() is None for one in decided) == 1

    def settled(order: Declare) -> bool:
        return is_gone(stack, phone, order) or bool(state_of(stack, order)["holds"])

    for order, placed in zip(orders, holding, strict=True):
        eventually(lambda order=order: settled(order))
        held = placed.exception() is None
        assert held is (state_of(stack, order)["state"] == "SEALED")
        assert held is (versions(stack, state_of(stack, order)["object"]) == 1)


# -- time stamps and bundles -----------------------------------------------------------------------


def grown(stack: Stack) -> None:
    trees = database(stack).custody_trees

    def there() -> bool:
        trees.update_one({}, {"$currentDate": {"due": True}})
        found = trees.find_one({})
        return bool(found and found["state"]["number"])

    eventually(there)


def test_heads_are_stamped_by_an_authority_and_verify_says_so(
    stack: Stack, phone: Phone, authority: Authority
) -> None:
    sealed(phone)
    grown(stack)
    trust = {"TONGXIN_EVIDENCE_TSA_ROOTS": authority.roots}
    rounds = database(stack).rounds
    for manner in ("failing", "nonsense", "other nonce", "other text"):
        authority.manner = manner
        rounds.update_one({}, {"$set": {"state.rounds.stamps.mark": 0}})
        now = {"state.rounds.stamps.due": True, "due": True}
        rounds.update_one({}, {"$unset": {"state.rounds.stamps.fault": 1}, "$currentDate": now})
        eventually(lambda: rounds.find_one({})["state"]["rounds"]["stamps"].get("fault"))
    authority.manner = "right"
    round_now(stack, "stamps")
    mark = rounds.find_one({})["state"]["rounds"]["stamps"]["mark"]
    assert mark >= 1
    code, told = verify(stack, **trust)
    assert code == 0, told
    assert any(f"time stamps agree; head {mark} was there at" in one for one in told)
    code, told = verify(stack)
    assert code == 0 and any("by whom was not checked" in one for one in told)
    with Authority() as another:
        code, told = verify(stack, TONGXIN_EVIDENCE_TSA_ROOTS=another.roots)
        assert code == 1 and any(f"the time stamp of head {mark} is not" in one for one in told)


def test_a_range_begins_with_a_bundle_and_says_what_was_not_looked_at(
    stack: Stack, phone: Phone
) -> None:
    order = sealed(phone)
    held = database(stack)

    def signed() -> bool:
        grown(stack)
        recent = held.custody_trees.find_one({})["state"]["recent"]
        return bool(recent.get(order.evidence, {}).get("seq") == 4)

    eventually(signed)
    far = datetime(2100, 1, 1, tzinfo=UTC)
    held.custody_trees.update_one({}, {"$set": {"due": far}})
    told = held.custody_trees.find_one({})["state"]
    lengthened(stack, msgspec.convert(told, Tree), state_of(stack, order), order.evidence)
    round_now(stack, "bundles")
    stat = stack.s3.stat_object(stack.bucket, bundle_key(BUNDLED + 1))
    assert stat.size
    code, said = verify(stack)
    assert code == 0, said
    tomorrow = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    code, said = verify(stack, "--since", tomorrow, "--district", "chengguan")
    assert code == 0, said
    assert f"looked at: heads {BUNDLED + 1} to" in said[-2] and "was not looked at" in said[-2]
    assert "0 pieces of chengguan" in said[-2] and said[-1] == "whole"
    code, said = verify(stack, "--district", "chengguan")
    assert code == 0 and "looked at: heads 1 to" in said[-2]
    stack.s3.put_object(stack.bucket, bundle_key(1), io.BytesIO(b"{}"), 2)
    code, said = verify(stack)
    assert code == 1 and "tree head 1: its bundle cannot be read" in said[0]


def lengthened(stack: Stack, tree: Tree, state: Any, evidence: str) -> None:
    """Two bundles' worth of heads, each with an entry that was signed before."""
    key = ProofKey(stack.env("evidence")["TONGXIN_EVIDENCE_PROOF_KEY"])
    entry = state["custody"][0]
    leaf = Leaf(evidence, entry["seq"], entry["h"], entry["at"])
    s3 = stack._botocore()
    while tree.number < 2 * BUNDLED:
        after = extended(tree, [leaf])
        head = key.signed(TREE_HEAD, head_of(after, tree, "同心", datetime.now(UTC)))
        body = msgspec.json.encode(Batch(head=head, leaves=(leaf,)))
        s3.put_object(Bucket=stack.bucket, Key=head_key(after.number), Body=body)
        tree = replace(after, head=head)
    kept = msgspec.to_builtins(tree, builtin_types=(datetime,))
    change = {"$set": {"state": kept}}
    database(stack).custody_trees.update_one({}, change)


# -- rounds ----------------------------------------------------------------------------------------


def test_what_was_removed_or_exchanged_is_told_once_and_when_it_is_back(
    stack: Stack, phone: Phone, feed: Feed, start: Start
) -> None:
    lost, other, whole = sealed(phone), sealed(phone), sealed(phone)
    before = {one.evidence: state_of(stack, one) for one in (lost, other)}
    place = before[lost.evidence]
    stack._botocore().delete_object(
        Bucket=stack.bucket,
        Key=place["object"],
        VersionId=place["version_id"],
        BypassGovernanceRetention=True,
    )
    size = before[other.evidence]["manifest"]["size"]
    key = before[other.evidence]["object"]
    exchanged = stack.s3.put_object(stack.bucket, key, io.BytesIO(b"x" * (size - 1)), size - 1)
    wrong = {"$set": {"state.version_id": exchanged.version_id}}
    collection(stack).update_one({"_id": other.evidence}, wrong)
    for _ in range(7):
        round_now(stack, "pieces")
    assert feed.one(lost, "evidence_missing")["fault"] == "missing"
    assert feed.one(other, "evidence_missing")["fault"] == "altered"
    round_now(stack, "pieces")
    assert feed.types(lost).count("evidence_missing") == 1
    assert "evidence_missing" not in feed.types(whole)
    right = {"$set": {"state.version_id": before[other.evidence]["version_id"]}}
    collection(stack).update_one({"_id": other.evidence}, right)
    round_now(stack, "pieces")
    eventually(lambda: phone.shown(other)["fault"] == "")
    stack.s3.remove_object(stack.bucket, key, version_id=exchanged.version_id)
    living = next(one for one in stack.processes if one.alive)
    at = living.metric("tongxin_evidence_round_finished_timestamp_seconds", round="pieces")
    assert at > datetime.now(UTC).timestamp() - 60
    collection(stack).delete_many({"_id": {"$in": [lost.evidence]}})


def test_a_custody_that_was_altered_is_found_the_same_night(
    stack: Stack, phone: Phone, feed: Feed
) -> None:
    order = sealed(phone)
    collection(stack).update_one({"_id": order.evidence}, {"$set": {"state.custody.1.by": "x"}})
    round_now(stack, "pieces")
    assert feed.one(order, "evidence_missing")["fault"] == "custody-broken"
    collection(stack).delete_one({"_id": order.evidence})


def test_killed_in_a_round_another_process_goes_on(
    stack: Stack, phone: Phone, start: Start
) -> None:
    name = "pieces"
    living = start(f"round {name}")
    rounds = database(stack).rounds
    now = {f"state.rounds.{name}.due": True, "due": True}
    dies(living, lambda: rounds.update_one({}, {"$currentDate": now}))
    start()
    round_now(stack, name)


def test_what_a_restored_database_does_not_know_waits_is_adopted_and_sealed(
    stack: Stack, phone: Phone, office: Calls, leader: Calls
) -> None:
    kept, unwanted = sealed(phone), phone.declare(data := files.jpeg(seed=next(SEEDS)))
    assert phone.send(phone.open(unwanted), data) == 200
    places = [state_of(stack, one)["object"] for one in (kept, unwanted)]
    ids = [one.replace("/", ":") for one in places]
    for one in (kept, unwanted):
        collection(stack).delete_one({"_id": one.evidence})
    round_now(stack, "objects")
    orphans = database(stack).orphans
    eventually(lambda: orphans.count_documents({"_id": {"$in": ids}}) == 2)
    told = {one["id"]: one for one in office.ask(Orphans(district="chengguan"))["items"]}
    assert told[ids[0]]["state"] == "ORPHAN_REVIEW"
    adopt = AdoptOrphan(orphan=ids[0], title="标语", media_type=JPEG, reason="恢复后认领")
    office.command(adopt)
    office.command(adopt)
    eventually(lambda: state_of(stack, kept)["state"] == "SEALED")
    for id in ids:
        orphans.update_one({"_id": id}, {"$currentDate": {"due": True}})
    eventually(lambda: orphans.find_one({"_id": ids[0]})["state"]["state"] == "ADOPTED")
    eventually(lambda: orphans.find_one({"_id": ids[1]})["state"]["state"] == "DELETED")
    assert versions(stack, places[1]) == 1  # said first
    assert refused(office.command, replace(adopt, orphan=ids[1])) == "orphan-settled"
    orphans.update_one({"_id": ids[1]}, {"$currentDate": {"due": True}})
    eventually(lambda: versions(stack, places[1]) == 0)
    assert versions(stack, places[0]) == 1
    absent = replace(adopt, orphan="chengguan:20260101:x")
    assert refused(office.command, absent) == "not-found"
    collection(stack).delete_one({"_id": kept.evidence})


def test_bytes_that_came_when_their_time_was_over_wait_as_what_nobody_knows(
    stack: Stack, phone: Phone
) -> None:
    order = phone.declare(data := files.jpeg(seed=next(SEEDS)))
    address = phone.open(order)
    over = datetime.now(UTC) - timedelta(seconds=1)
    change = {"$set": {"state.expires_at": over, "due": over}}
    collection(stack).update_one({"_id": order.evidence}, change)
    phone.waits_in(order, "EXPIRED")
    assert phone.send(address, data) == 200
    place = state_of(stack, order)["object"]
    round_now(stack, "objects")
    id = place.replace("/", ":")
    orphans = database(stack).orphans
    eventually(lambda: orphans.find_one({"_id": id}))
    phone.calls.command(order)  # declared again: it is its own
    assert phone.uploaded(order)["state"] == "STORED"
    orphans.update_one({"_id": id}, {"$currentDate": {"due": True}})
    eventually(lambda: orphans.find_one({"_id": id})["state"]["state"] == "ADOPTED")
    assert phone.ended(order)["state"] == "SEALED"


def test_uploads_that_nobody_ended_are_given_up_when_they_are_old(
    stack: Stack, phone: Phone
) -> None:
    order = phone.declare(files.mp4(11 * MIB), media_type=MP4)
    phone.open(order)
    env = stack.env("evidence")
    store = Bucket(
        Access(
            url=stack.backing.s3,
            public_url=stack.backing.s3,
            access_key=env["TONGXIN_S3_ACCESS_KEY"],
            secret_key=env["TONGXIN_S3_SECRET_KEY"],
            bucket=stack.bucket,
        )
    )
    round_now(stack, "uploads")
    assert store.abort_stale_uploads(datetime.now(UTC) - timedelta(hours=240)) == 0
    assert store.abort_stale_uploads(datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert phone.open(order)["missing"] == 3  # another is begun


def test_of_two_who_decide_on_what_waits_at_once_one_wins_and_a_hold_stays(
    stack: Stack, phone: Phone, office: Calls, feed: Feed
) -> None:
    order = set_aside(stack, phone)
    assert refused(office.command, decided(order, release=True)) == "forbidden"
    office.command(HoldEvidence(evidence=order.evidence, reference=REFERENCE, reason="查办"))

    def one(release: bool) -> str:
        try:
            Calls(stack, "evidence", CITY).command(decided(order, release=release))
        except CallFailed as fault:
            return str(fault.code)
        return ""

    with ThreadPoolExecutor(2) as both:
        ended = dict(zip((True, False), both.map(one, (True, False)), strict=True))
    assert sorted(ended.values()) == ["", "not-quarantined"]
    shown = phone.ended(order)
    assert shown["state"] == ("SEALED" if ended[True] == "" else "REJECTED")
    assert [hold["reference"] for hold in shown["holds"]] == [REFERENCE]
    said = office.ask(ReceiptOf(evidence=order.evidence))["receipt"]
    assert said
    feed.one(order, "quarantine_released" if ended[True] == "" else "evidence_rejected")
    collection(stack).delete_one({"_id": order.evidence})


@pytest.mark.parametrize("point", ["checking", "locked"])
def test_killed_after_a_release_it_is_sealed_once(
    stack: Stack, start: Start, phone: Phone, feed: Feed, point: str
) -> None:
    dying = start(point)
    order = set_aside(stack, phone)
    Calls(stack, "evidence", CITY).command(decided(order, release=True))
    eventually(lambda: not dying.alive)
    assert state_of(stack, order)["state"] == "CHECKING"
    start()
    phone.waits_in(order, "SEALED")
    whats = [entry["what"] for entry in phone.shown(order)["custody"]]
    assert whats.count("admitted") == whats.count("sealed") == 1
    feed.one(order, "evidence_sealed")
    collection(stack).delete_one({"_id": order.evidence})
