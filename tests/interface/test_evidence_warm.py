"""What checks have in common: the process that forks them, and what its end says about a file."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit.confined import ForkServer
from kit.errors import Unavailable
from services.evidence.piece.media import DOCX, JPEG, PDF
from services.evidence.piece.verdict import CHECK_FAILED, OK
from services.evidence.sealing import examination
from tests.interface.test_evidence_examination import request, store_of
from tests.support.waiting import eventually
from tests.unit.evidence import files


def pid() -> int:
    examination.ready()
    assert examination.SERVER._process is not None
    return examination.SERVER._process.pid


def test_checks_of_every_kind_are_made_by_children_of_one_process():
    before = pid()
    for data, media_type in ((files.jpeg(), JPEG), (files.docx(), DOCX), (files.pdf(), PDF)):
        with store_of(data) as server:
            reply = examination.run(request(server, data, media_type))
        assert reply.verdict is not None
        assert reply.verdict.code == OK
    assert pid() == before


def test_a_check_that_ends_with_that_process_says_nothing_about_the_file():
    data = files.jpeg()
    with ThreadPoolExecutor(1) as pool, store_of(data) as server:
        server.go.clear()
        first = pid()
        under_way = pool.submit(examination.run, request(server, data))
        eventually(lambda: server.asked)
        os.kill(first, signal.SIGKILL)
        reply = under_way.result(20)
        assert reply.verdict is not None
        assert reply.verdict.code == CHECK_FAILED
        server.go.set()
        again = examination.run(request(server, data))
    assert again.verdict is not None
    assert again.verdict.code == OK
    assert pid() != first


def test_where_no_process_can_be_started_the_check_is_put_off(monkeypatch):
    data = files.jpeg()
    monkeypatch.setattr(examination, "SERVER", ForkServer(["services.evidence.no_such_module"]))
    with store_of(data) as server, pytest.raises(Unavailable):
        examination.run(request(server, data))
    assert server.asked == []
