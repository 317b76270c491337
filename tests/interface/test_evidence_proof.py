"""What proves: signed tree heads over all custody, and the command that says what was altered."""

import contextlib
import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.orders.evidence import EvidenceOf, TreeHeadOf
from infra.local.programs import ROOT
from services.evidence.proving.tree import head_key
from tests.support.calling import Calls
from tests.support.stack import Stack
from tests.support.verifying import verify
from tests.support.waiting import eventually
from tests.unit.evidence import files
from tests.unit.evidence.phone import Phone
from tests.unit.evidence.support import LIN

SERVICES = ["services.evidence.service:Evidence"]
TREE = "custody_trees"
DISTANT = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def phone(stack: Stack):
    settings = {"TONGXIN_DUE_SECONDS": "0.3", "TONGXIN_EVIDENCE_RETENTION_DAYS": "2"}
    stack.start(SERVICES[0], **settings).wait_ready()
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone


def collection(stack: Stack) -> Any:
    return stack.mongo("evidence").evidence


def look_now(stack: Stack) -> None:
    """What is looked at every minute is looked at now."""
    stack.mongo("evidence")[TREE].update_one({}, {"$currentDate": {"due": True}})


def signed(stack: Stack, phone: Phone, id: str, seq: int) -> dict[str, Any]:
    """The tree once it has this entry of a piece."""

    def there() -> dict[str, Any] | None:
        look_now(stack)
        found = stack.mongo("evidence")[TREE].find_one({})
        tree: dict[str, Any] = (found or {"state": {"recent": {}}})["state"]
        return tree if tree["recent"].get(id, {}).get("seq", 0) >= seq else None

    return eventually(there)


@pytest.fixture(scope="module")
def pieces(stack: Stack, phone: Phone) -> list[str]:
    """Four pieces, sealed, and all of their custody under a head."""
    orders = [phone.put(files.jpeg(seed=seed)) for seed in range(900, 904)]
    for order in orders:
        assert phone.ended(order)["state"] == "SEALED"
        signed(stack, phone, order.evidence, 4)
    return [order.evidence for order in orders]


@contextlib.contextmanager
def tampered(stack: Stack, id: str):
    """Its document, to be put back as it was."""
    before = collection(stack).find_one({"_id": id})
    yield before["state"]
    collection(stack).replace_one({"_id": id}, before, upsert=True)


def test_what_is_whole_is_said_to_be_whole_with_the_witness_that_was_kept(
    stack, phone, pieces, tmp_path
):
    told = phone.calls.ask(TreeHeadOf())
    witness = tmp_path / "witness.txt"
    witness.write_text(f"保管记录\n\n{told['head']}\n")
    assert told["size"] >= 16
    base = {k: v for k, v in os.environ.items() if not k.startswith("TONGXIN_")}
    apart = [sys.executable, "-m", "services.evidence.verify", "--witness", str(witness)]
    env = base | stack.env("evidence")
    assert subprocess.run(apart, cwd=ROOT, env=env, timeout=90, check=True).returncode == 0
    later = phone.put(files.jpeg(seed=910))
    phone.ended(later)
    grown = signed(stack, phone, later.evidence, 4)
    assert grown["number"] > told["number"] and grown["size"] >= told["size"] + 4
    assert verify(stack, "--witness", str(witness), "--share", "0.5") == (0, ["whole"])


def test_an_altered_a_removed_and_a_moved_entry_are_named(stack, pieces):
    first, second, third, fourth = pieces
    with contextlib.ExitStack() as all_of:
        for id in pieces:
            all_of.enter_context(tampered(stack, id))
        change = collection(stack).update_one
        change({"_id": first}, {"$set": {"state.custody.1.by": "somebody"}})
        chain = collection(stack).find_one({"_id": second})["state"]["custody"]
        change({"_id": second}, {"$set": {"state.custody": chain[:-1]}})
        moved = [chain[0], chain[2], chain[1], chain[3]]
        chain = collection(stack).find_one({"_id": third})["state"]["custody"]
        moved = [chain[0], chain[2], chain[1], chain[3]]
        change({"_id": third}, {"$set": {"state.custody": moved}})
        change({"_id": fourth}, {"$set": {"state.manifest.title": "另一件事"}})
        code, told = verify(stack)
        change({"_id": first}, {"$set": {"state.custody.1.h": "no hash"}})
        change({"_id": second}, {"$set": {"state.custody": "no list"}})
        change({"_id": fourth}, {"$unset": {"state": 1}})
        assert set(verify(stack)[1]) >= {
            f"evidence {first}: entry 2 is another than was signed",
            f"evidence {second}: its row cannot be read",
            f"evidence {fourth}: its row cannot be read",
        }
    assert code == 1
    for id, words in zip(
        pieces,
        (
            "entry 2 (opened) was altered, moved or cut out",
            "entry 4 is missing",
            "entry 2 is another than was signed",
            "its manifest is another than was declared",
        ),
        strict=True,
    ):
        assert f"evidence {id}: {words}" in told
    assert len(told) == 5


def test_a_removed_row_and_a_removed_or_replaced_object_are_named(stack, pieces):
    first, second, third, _ = pieces
    place = {id: collection(stack).find_one({"_id": id})["state"] for id in pieces}
    with tampered(stack, first):
        collection(stack).delete_one({"_id": first})
        key = place[second]["object"]
        stack.s3.put_object(stack.bucket, key, io.BytesIO(b"other"), 5)
        with tampered(stack, third):
            other = stack.s3.stat_object(stack.bucket, key).version_id
            wrong = {"state.object": key, "state.version_id": other}
            collection(stack).update_one({"_id": third}, {"$set": wrong})
            code, told = verify(stack)
    stack.s3.remove_object(stack.bucket, key, version_id=other)
    assert (code, told[-1]) == (1, "altered")
    assert f"evidence {first}: is missing from the database" in told
    assert f"evidence {second}: object {key} lies under another version" in told
    assert f"evidence {third}: its object is another than was sealed" in told
    assert f"evidence {third}: object {key} has 5 bytes instead of" in "\n".join(told)
    assert verify(stack)[0] == 0


def test_a_database_that_was_set_back_is_named_and_goes_on_from_what_was_signed(
    stack, phone, pieces
):
    database = stack.mongo("evidence")
    before = {"tree": database[TREE].find_one({}), "pieces": list(database.evidence.find({}))}
    lost = []
    for seed in (920, 921):
        lost.append(order := phone.put(files.jpeg(seed=seed)))
        phone.ended(order)
        signed(stack, phone, order.evidence, 4)
    after = {"tree": database[TREE].find_one({}), "pieces": list(database.evidence.find({}))}
    number = after["tree"]["state"]["number"]
    assert number - before["tree"]["state"]["number"] >= 2
    database[TREE].replace_one({}, {**before["tree"], "due": DISTANT})
    for order in lost:
        database.evidence.delete_one({"_id": order.evidence})
    code, told = verify(stack)
    assert code == 1 and "it was set back" in told[0]
    for order in lost:
        assert f"evidence {order.evidence}: is missing from the database" in told

    def caught_up() -> bool:
        look_now(stack)
        return bool(database[TREE].find_one({"state.number": number}))

    eventually(caught_up)
    for piece in after["pieces"]:
        database.evidence.replace_one({"_id": piece["_id"]}, piece, upsert=True)
    assert verify(stack)[0] == 0


def test_a_log_that_was_cut_off_or_made_anew_does_not_pass_the_witness(
    stack, phone, pieces, tmp_path
):
    """By who holds the store's owner's key, the service's, and the database."""
    witness = tmp_path / "witness.txt"
    witness.write_text(phone.calls.ask(TreeHeadOf())["head"])
    number = stack.mongo("evidence")[TREE].find_one({})["state"]["number"]
    stack.s3.remove_object(stack.bucket, head_key(number))  # hidden, for the lock holds
    code, told = verify(stack, "--witness", str(witness))
    assert code == 1
    assert f"heads {number} to {number} are missing from the store" in told
    assert f"head {number} of the witness is not in the store: the log was cut off" in told
    stack.s3.put_object(stack.bucket, head_key(number), io.BytesIO(b"{}"), 2)
    code, told = verify(stack)
    assert code == 1 and told[0].startswith(f"tree head {number}: cannot be read")


def test_everybody_may_keep_the_head_and_nobody_learns_more_of_it(stack, phone, pieces):
    told = phone.calls.ask(TreeHeadOf())
    assert set(told) == {"head", "number", "size", "root", "signed_at"}
    assert Calls(stack, "evidence", LIN).ask(EvidenceOf(evidence=pieces[0]))["state"] == "SEALED"
