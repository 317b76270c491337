"""What tongxin-field decides without a network: receipts, pauses, widths, folders."""

import errno
import os
import shutil
from collections import namedtuple
from functools import partial
from typing import Any

import httpx
import pytest
from tongxin import problems
from tongxin_field import NoRoom, Queue, ReceiptInvalid, checked, keep, wire
from tongxin_field.queue import KEPT, SEALED
from tongxin_field.receipts import opened, proves
from tongxin_field.watching import Watch

from tests.support.receipts import ANOTHER, KEYS, receipt

ABOUT = {"district": "ganzhou", "title": "照片", "mode": "file"}
FILE: dict[str, Any] = {
    "evidence": "0192f0c1-2345-7abc-8def-0123456789ab",
    "sha256": "0" * 64,
    "size": 1,
}


@pytest.fixture
def queue(tmp_path):
    with Queue(tmp_path / "queue") as made:
        yield made


def test_a_receipt_counts_for_the_very_file_and_by_the_very_key() -> None:
    assert checked(receipt(), KEYS, **FILE).state == "SEALED"
    assert checked(receipt(state="REJECTED", codes=["type-not-allowed"]), KEYS, **FILE).codes
    for text in (
        receipt(key=ANOTHER),
        receipt(typ="JWT"),
        receipt(state="STORED"),
        receipt(evidence="0192f0c1-2345-7abc-8def-0123456789ac"),
        receipt(sha256="1" * 64),
        receipt(size=2),
        receipt(at=None, sha256=None),
        receipt()[:-4] + "AAAA",
        receipt().replace(".", "", 1),
        "",
        "x" * 70_000,
    ):
        with pytest.raises(ReceiptInvalid):
            checked(text, KEYS, **FILE)


def test_a_key_of_another_kind_checks_nothing() -> None:
    short = {"kty": "OKP", "crv": "Ed25519", "kid": "a-key-of-tests", "x": "AAAA"}
    other: list[dict[str, Any]] = [{}, {"keys": []}, {"keys": [{"kty": "oct", "k": "AAAA"}]}]
    other += [{"keys": [short]}, {"keys": [{**short, "x": "%"}]}]
    for keys in other:
        with pytest.raises(ReceiptInvalid):
            opened(receipt(), keys)


def test_a_receipt_proves_a_file_offline_whatever_its_name(tmp_path) -> None:
    file = tmp_path / "another name"
    file.write_bytes(b"x")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    assert proves(receipt(sha256=digest), KEYS, file).size == 1
    file.write_bytes(b"y")
    with pytest.raises(ReceiptInvalid):
        proves(receipt(sha256=digest), KEYS, file)


def test_pauses_grow_by_chance_and_never_undercut_what_was_asked() -> None:
    for chance in (0.0, 0.999):
        pauses = wire.Pauses(partial(float, chance))
        found = [pauses.after() for _ in range(40)]
        assert found == sorted(found) and found[-1] <= 300 and found[0] >= 0.5
        assert pauses.after(900) == 900
        pauses.forget()
        assert pauses.after() <= 1


def test_a_slow_link_carries_one_part_at_a_time() -> None:
    width = wire.Width(3)
    for _ in range(9):
        width.took(0.5)
    assert width.now == 3
    width.took(60)
    assert width.now == 1


def test_a_refusal_says_how_long_to_wait() -> None:
    for header, wait in (({"Retry-After": "7"}, 7), ({}, None), ({"Retry-After": "soon"}, None)):
        assert problems.of(httpx.Response(429, headers=header, json={})).retry_after == wait


def test_a_full_disk_keeps_nothing_half(queue, tmp_path, monkeypatch) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"x" * 100)
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage(1, 1, 50))
        with pytest.raises(NoRoom):
            keep(queue, file, ABOUT)
    with monkeypatch.context() as patch:

        def full(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        patch.setattr(os, "fsync", full)
        with pytest.raises(NoRoom):
            keep(queue, file, ABOUT)
    assert not queue.all() and not list(queue.files.iterdir())
    assert keep(queue, file, ABOUT).state == KEPT


def test_an_empty_file_and_a_time_without_a_zone_are_not_kept(queue, tmp_path) -> None:
    file = tmp_path / "a.jpg"
    file.touch()
    with pytest.raises(ValueError, match="空"):
        keep(queue, file, ABOUT)
    file.write_bytes(b"x")
    with pytest.raises(ValueError, match="时区"):
        keep(queue, file, ABOUT | {"captured_at": "2026-05-04T10:05:00"})
    assert not queue.all()


def test_a_folder_gives_what_has_stopped_growing_once(queue, tmp_path) -> None:
    folder = tmp_path / "camera"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(b"1")
    (folder / "2.jpg").write_bytes(b"2")
    (folder / "3.jpg.part").write_bytes(b"3")
    (folder / ".hidden").write_bytes(b"4")
    watch = Watch(queue, folder, lambda _: ABOUT, lambda _: None)
    assert watch.look() == [] and not watch.quiet
    (folder / "2.jpg").write_bytes(b"22")
    assert [one.told["filename"] for one in watch.look()] == ["1.jpg"] and not watch.quiet
    assert [one.told["filename"] for one in watch.look()] == ["2.jpg"] and watch.quiet
    assert watch.look() == []
    again = Watch(queue, folder, lambda _: ABOUT, lambda _: None)
    assert again.look() == again.look() == [] and again.quiet
    assert sorted(path.name for path in folder.iterdir()) == [
        ".hidden",
        "1.jpg",
        "2.jpg",
        "3.jpg.part",
    ]


def test_what_a_crash_left_is_tidied_and_what_waits_is_not(queue, tmp_path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"x")
    waiting = keep(queue, file, ABOUT)
    done = keep(queue, file, ABOUT | {"tasks": ["t-2"]})
    assert queue.change(done, state=SEALED)
    (queue.files / "left-by-a-crash").write_bytes(b"half")
    queue.tidy()
    assert [path.name for path in queue.files.iterdir()] == [waiting.id]
