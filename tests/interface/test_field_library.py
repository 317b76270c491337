"""tongxin-field against real servers: killed at every point, nothing is lost or sent twice."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tongxin import NotSignedIn
from tongxin_field import Busy, Queue, keep, sending, wire
from tongxin_field.queue import KEPT, REFUSED, REJECTED, SEALED

from tests.console import working
from tests.console.working import HERE, let_in, settle
from tests.support import killing
from tests.support.accounts import PASSWORD
from tests.support.calling import Calls
from tests.support.fielding import Puts, about, pieces_of, sender, shot
from tests.support.receipts import ANOTHER, Signing
from tests.support.stack import Stack
from tests.support.thin_link import Elsewhere, Shape, Strait

SERVICES = [*working.SERVICES]
PART = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    found = settle(stack)
    let_in(stack, "wang-x")
    return found


@pytest.fixture(scope="module")
def base(stack: Stack, calls: Calls) -> str:
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def queue(tmp_path: Path, base: str) -> Iterator[Queue]:
    with Queue(tmp_path / "queue") as made:
        made.set("owner", {"url": base, "account": "wang-x"})
        made.set("district", HERE)
        yield made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AWAIT", 0.2)
    monkeypatch.setattr(wire.Pauses, "FIRST", 0.05)


# -- as it is used -------------------------------------------------------------------------------


def test_a_file_of_many_parts_goes_up_and_its_copy_goes_on_a_signed_receipt(
    queue: Queue, base: str, stack: Stack, tmp_path: Path
) -> None:
    file = shot(tmp_path, "大.pdf", 11 * 1024 * 1024)
    kept = keep(queue, file, about(captured_at="2026-05-04T10:05:00+08:00"))
    puts, moved = Puts(), list[int]()
    store = lambda _: httpx.Client(transport=puts, timeout=30)  # noqa: E731
    told = sender(queue, base, store=store, moved=moved.append).run()
    assert (told.sealed, told.waiting) == (1, 0)
    assert puts.sent == sum(moved) == kept.size == file.stat().st_size
    now = queue.get(kept.id)
    assert now.state == SEALED and now.receipt and not queue.path_of(kept.id).exists()
    assert now.behind is not None and abs(now.behind) < 60
    (piece,) = pieces_of(stack, kept.told["sha256"])
    assert piece["_id"] == kept.id and piece["state"] == "SEALED"
    assert keep(queue, file, about()).id == kept.id, "kept once, whenever it is added"


def test_a_receipt_of_another_key_or_another_file_deletes_nothing(
    queue: Queue, base: str, tmp_path: Path
) -> None:
    kept = keep(queue, shot(tmp_path, "假收据.pdf"), about())
    for signing in (Signing(key=ANOTHER), Signing(sha256="1" * 64), Signing(size=7)):
        told = sender(queue, base, signing, patience=0.5).run()
        assert told.waiting == 1 and queue.path_of(kept.id).exists()
        assert queue.get(kept.id).code == "receipt-invalid"
    assert sender(queue, base).run().sealed == 1


def test_what_does_not_pass_its_check_keeps_its_copy_unless_told(
    queue: Queue, base: str, tmp_path: Path
) -> None:
    for number, drop in enumerate((False, True)):
        file = tmp_path / f"no{number}.pdf"
        file.write_bytes(b"this is none" * (100 + number))
        kept = keep(queue, file, about())
        told = sender(queue, base, drop_rejected=drop).run()
        assert told.rejected == 1 and queue.get(kept.id).state == REJECTED
        assert queue.path_of(kept.id).exists() is not drop


def test_what_the_server_never_takes_waits_for_a_person_and_delays_no_other(
    queue: Queue, base: str, tmp_path: Path
) -> None:
    wrong = keep(queue, shot(tmp_path, "错.pdf"), about(items=["没有"]))
    right = keep(queue, shot(tmp_path, "对.pdf"), about())
    told = sender(queue, base).run()
    assert (told.sealed, told.refused, told.waiting) == (1, 1, 0)
    found = queue.get(wrong.id)
    assert found.state == REFUSED and found.code and queue.path_of(wrong.id).exists()
    assert queue.get(right.id).state == SEALED


def test_a_clock_years_ahead_stops_nothing_and_its_time_is_kept(
    queue: Queue, base: str, stack: Stack, tmp_path: Path
) -> None:
    kept = keep(queue, shot(tmp_path, "钟.pdf"), about(captured_at="2061-01-01T08:00:00+08:00"))
    assert sender(queue, base).run().sealed == 1
    found = queue.get(kept.id)
    assert found.untimed and found.told["captured_at"].startswith("2061")
    (piece,) = pieces_of(stack, kept.told["sha256"])
    assert piece["manifest"]["captured_at"] is None and piece["declared_at"]


def test_a_wrong_password_ends_the_run_at_once(queue: Queue, base: str, tmp_path: Path) -> None:
    keep(queue, shot(tmp_path, "密.pdf"), about())
    with pytest.raises(NotSignedIn):
        sender(queue, base, password="a wrong password").run()
    assert len(queue.unfinished()) == 1


# -- where the network fails ---------------------------------------------------------------------


class Failing(Puts):
    """Every second PUT breaks in its middle, or its answer is lost."""

    def __init__(self, *, arrives: bool) -> None:
        super().__init__()
        self.arrives, self.seen = arrives, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen += 1
        if self.seen % 2 and not self.arrives:
            raise httpx.WriteError("cut", request=request)
        answer = super().handle_request(request)
        if self.seen % 2:
            raise httpx.ReadError("lost", request=request)
        return answer


@pytest.mark.parametrize("arrives", [False, True])
def test_where_the_way_breaks_the_server_says_what_is_missing(
    queue: Queue, base: str, stack: Stack, tmp_path: Path, arrives: bool
) -> None:
    small = keep(queue, shot(tmp_path, f"小{arrives}.pdf"), about())
    large = keep(queue, shot(tmp_path, f"大{arrives}.pdf", 2 * PART), about())
    way = Failing(arrives=arrives)
    told = sender(queue, base, store=lambda _: httpx.Client(transport=way, timeout=30)).run()
    assert told.sealed == 2
    assert way.sent == small.size + large.size, "what arrived is not sent again"
    found = pieces_of(stack, small.told["sha256"], large.told["sha256"])
    assert sorted(one["_id"] for one in found) == sorted((small.id, large.id))


THIN = Shape(rate=160_000_000, delay=0, loss=0, on=0.4, off=0.4)
"""Bits a second and seconds: as on the road, only sooner."""


@pytest.mark.parametrize("break_at", [0, 6 * 1024 * 1024])
def test_over_a_link_that_comes_and_goes_all_arrives_and_little_goes_twice(
    queue: Queue, base: str, stack: Stack, tmp_path: Path, break_at: int
) -> None:
    """A connection that bears the silence loses nothing; one that is reset loses one part."""
    kept = keep(queue, shot(tmp_path, f"路上{break_at}.pdf", 3 * PART), about())
    files = stack.env("evidence")["TONGXIN_S3_PUBLIC_URL"]
    with Strait(files, THIN, break_at=break_at) as strait:
        places = {int(files.rpartition(":")[2]): strait.place}

        def store(_: int) -> httpx.Client:
            return wire.over(Elsewhere(httpx.HTTPTransport(socket_options=wire.options()), places))

        told = sender(queue, base, store=store, patience=60).run()
    assert told.sealed == 1
    twice = strait.sent - kept.size
    assert twice <= (PART + PART // 2 if break_at else kept.size // 10)
    assert pieces_of(stack, kept.told["sha256"])[0]["_id"] == kept.id


# -- killed --------------------------------------------------------------------------------------

ADDING = ("before fsync", "after fsync", "before commit", "after commit")
SENDING = (
    *("before POST token", "after POST token", "before POST evidence", "after POST evidence"),
    *("before POST open", "after POST open", "before PUT", "after PUT"),
    *("before POST uploaded", "after POST uploaded", "before GET receipt", "after GET receipt"),
    *("after GET receipt-keys", "before unlink", "after unlink"),
)


def cli(queue: Queue, *given: str, point: str = "") -> int:
    return killing.run(["--queue", str(queue.folder), *given], PASSWORD, point)


def test_killed_anywhere_while_keeping_it_is_whole_or_not_there(
    queue: Queue, tmp_path: Path
) -> None:
    for number, point in enumerate(ADDING):
        file = shot(tmp_path, f"存{number}.pdf")
        assert cli(queue, "add", str(file), point=point) == killing.KILLED, point
        for _ in range(2):
            assert cli(queue, "add", str(file)) == 0
        queue.tidy()
    kept = queue.all()
    assert [one.told["filename"] for one in kept] == [f"存{n}.pdf" for n in range(len(ADDING))]
    assert {path.name for path in queue.files.iterdir()} == {one.id for one in kept}
    for one in kept:
        assert queue.path_of(one.id).stat().st_size == one.size


@pytest.mark.timeout(400)
def test_killed_anywhere_while_sending_each_file_arrives_once(
    queue: Queue, stack: Stack, tmp_path: Path
) -> None:
    for point in SENDING:
        keep(queue, shot(tmp_path, f"杀 {point}.pdf"), about())
        assert cli(queue, "send", "--quiet", point=point) == killing.KILLED, point
    assert cli(queue, "send", "--quiet") == 0
    kept = queue.all()
    assert {one.state for one in kept} == {SEALED} and not list(queue.files.iterdir())
    found = pieces_of(stack, *(one.told["sha256"] for one in kept))
    assert sorted(one["_id"] for one in found) == sorted(one.id for one in kept)
    assert len(found) == len(SENDING) and {one["state"] for one in found} == {"SEALED"}


# -- one queue, many hands -----------------------------------------------------------------------


def test_two_senders_do_not_share_a_queue_and_adding_goes_on(
    queue: Queue, base: str, tmp_path: Path
) -> None:
    with Queue(queue.folder) as other, other.alone("sending"):
        with pytest.raises(Busy):
            sender(queue, base).run()
        assert cli(queue, "send", "--quiet") == 4
        assert cli(queue, "add", str(shot(tmp_path, "同时.pdf"))) == 0
    assert [one.state for one in queue.all()] == [KEPT]


def test_the_command_keeps_lists_exports_removes_and_verifies(
    queue: Queue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, given_up = shot(tmp_path, "命令.pdf"), shot(tmp_path, "不要.pdf")
    captions = ["--caption-time", "2026年5月4日", "--caption-place", "东街"]
    assert cli(queue, "add", str(file), "--task", "t-1", *captions) == 0
    assert cli(queue, "add", str(given_up)) == 0
    kept, unwanted = queue.all()
    assert kept.told["tasks"] == ["t-1"] and kept.told["caption"]["place"] == "东街"
    assert cli(queue, "remove", unwanted.id, "--reason", " ") == 2
    assert cli(queue, "remove", unwanted.id, "--reason", "拍错了") == 0
    assert queue.get(unwanted.id).detail == "拍错了" and not queue.path_of(unwanted.id).exists()
    assert cli(queue, "send", "--quiet") == 0
    out = tmp_path / "out"
    assert cli(queue, "export", "--to", str(out)) == 0
    assert json.loads((out / f"{kept.id}.json").read_text())["state"] == SEALED
    receipt = str(out / f"{kept.id}.receipt")
    assert cli(queue, "verify", receipt, str(file)) == 0
    assert cli(queue, "verify", receipt, str(given_up)) == 1


def test_a_queue_of_a_stranger_is_not_taken_over(queue: Queue, tmp_path: Path) -> None:
    keep(queue, shot(tmp_path, "我的.pdf"), about())
    init = ("init", "--url", "http://127.0.0.1:9", "--account", "li-e")
    assert cli(queue, *init) == 2
    assert queue.setting("owner")["account"] == "wang-x"
    with sqlite3.connect(queue.folder / "queue.sqlite") as base:
        assert base.execute("PRAGMA user_version").fetchone()[0] == 1
    base.close()
