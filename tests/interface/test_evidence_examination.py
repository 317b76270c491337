"""The checking process: it reads once, keeps to its limits, and knows nothing that it need not."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kit import confined
from services.evidence.checks.protocol import Limits, Request, Scanner
from services.evidence.piece.media import HEIC, JPEG, MP4, PDF, PNG, XLSX
from services.evidence.piece.verdict import CHECK_FAILED, EXHAUSTED, OK
from services.evidence.sealing import examination
from tests.support.clamd import VERSION, Clamd
from tests.unit.evidence import attacks, files
from tests.unit.evidence.files import heic
from tests.unit.evidence.support import MIB, hex_of

ROOT = Path(examination.__file__).parents[3]


def limits(**more):
    told = {
        "memory": 1024 * MIB,
        "seconds": 30,
        "fetch_seconds": 20,
        "pixels": 64_000_000,
        "unpacked": 64 * MIB,
        "members": 100,
        "pdf_objects": 1000,
    }
    return Limits(**told | more)


@contextmanager
def store_of(data: bytes, status: int = 200, sent: int | None = None):
    """A store that gives these bytes (or so many of them); it counts how often it was asked, and
    can be held.
    """
    asked: list[str] = []
    go = threading.Event()
    go.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            go.wait(20)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[:sent])

        def log_message(self, *_):
            pass

    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.asked, server.go = asked, go
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        go.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def request(server, data, media_type=JPEG, **more):
    told = {
        "url": f"http://127.0.0.1:{server.server_port}/object",
        "size": len(data),
        "sha256": hex_of(data),
        "media_type": media_type,
        "limits": limits(),
    }
    return Request(**told | more)


def test_a_good_file_is_read_once_and_comes_back_with_facts_and_a_thumbnail():
    data = files.jpeg()
    with store_of(data) as server:
        reply = examination.run(request(server, data))
    assert reply.verdict is not None
    assert (reply.verdict.code, reply.verdict.facts.width) == (OK, 640)
    assert reply.verdict.thumbnail
    assert reply.thumbnail is not None
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("data", "media_type"), [(heic(), HEIC), (files.pdf(), PDF), (files.mp4(), MP4)]
)
def test_within_its_limits_there_is_a_preview_of_what_browsers_do_not_show(data, media_type):
    with store_of(data) as store:
        reply = examination.run(request(store, data, media_type))
    assert reply.verdict is not None and reply.thumbnail is not None
    assert (reply.verdict.code, reply.verdict.thumbnail) == (OK, True)
    assert reply.thumbnail.startswith(b"\xff\xd8\xff")


def test_a_scanner_is_asked_from_within_the_process_and_named_with_its_version():
    data, scanner = files.jpeg(), Clamd()
    with store_of(data) as store:
        asked = Scanner(address=scanner.address, most=MIB, seconds=5)
        verdict = examination.run(request(store, data, scanner=asked)).verdict
    scanner.close()
    assert verdict is not None
    assert (verdict.facts.malware, scanner.streams) == ("clean", [data])
    assert verdict.tools["clamd"] == VERSION.rstrip(b"\0").decode()


def test_what_is_infected_is_refused_before_anything_looks_inside():
    data = b"no picture at all"
    scanner = Clamd(lambda _: b"stream: Evil-1 FOUND\0")
    with store_of(data) as store:
        asked = Scanner(address=scanner.address, most=MIB, seconds=5)
        verdict = examination.run(request(store, data, scanner=asked)).verdict
    scanner.close()
    assert verdict is not None
    assert verdict.code == "infected" and "Evil-1" in verdict.reason


def test_other_bytes_are_told_by_their_hash_before_anything_looks_inside():
    data = files.jpeg()
    with store_of(files.jpeg(seed=1)) as server:
        reply = examination.run(request(server, data, size=len(files.jpeg(seed=1))))
    assert reply.verdict is not None
    assert reply.verdict.code == "sha256-mismatch"


@pytest.mark.parametrize("more", [-1, 1])
def test_another_size_is_told_before_the_hash(more):
    data = files.jpeg()
    with store_of(data) as server:
        reply = examination.run(request(server, data, size=len(data) + more))
    assert reply.verdict is not None
    assert reply.verdict.code == "size-mismatch"


def test_a_store_that_gives_more_than_declared_is_not_read_to_its_end():
    with store_of(files.mp4(6 * MIB)) as server:
        reply = examination.run(request(server, files.jpeg()))
    assert reply.verdict is not None
    assert reply.verdict.code == "size-mismatch"


def test_a_store_that_is_away_gives_no_verdict():
    data = files.jpeg()
    with store_of(data, status=503) as server:
        assert examination.run(request(server, data)).verdict is None
    reply = examination.run(request(server, data))  # and now nobody listens
    assert (reply.verdict, bool(reply.away)) == (None, True)


def test_a_version_that_is_gone_is_no_fault_of_the_file():
    data = files.jpeg()
    with store_of(data, status=404) as server:
        reply = examination.run(request(server, data))
    assert reply.verdict is not None
    assert reply.verdict.code == CHECK_FAILED


def test_a_store_that_cuts_the_connection_is_no_fault_of_the_file():
    data = files.jpeg()
    with store_of(data, sent=len(data) // 2) as server:
        reply = examination.run(request(server, data))
    assert (reply.verdict, "object store" in reply.away) == (None, True)


def test_a_store_that_gives_too_slowly_is_no_fault_of_the_file():
    data = files.jpeg()
    with store_of(data) as server:
        server.go.clear()
        reply = examination.run(request(server, data, limits=limits(fetch_seconds=1)))
    assert (reply.verdict, "object store" in reply.away) == (None, True)


def test_a_file_that_uses_up_its_processor_time_is_ended_and_told_so():
    data = attacks.workbook_of_cells(2_000_000)
    with store_of(data) as server:
        few = limits(seconds=1, unpacked=512 * MIB)
        reply = examination.run(request(server, data, XLSX, limits=few))
    assert reply.verdict is not None
    assert reply.verdict.code == EXHAUSTED


def test_a_file_that_wants_too_much_memory_is_refused_with_the_reason():
    data = files.png_bomb(16_000, 16_000)
    with store_of(data) as server:
        few = limits(memory=200 * MIB, pixels=400_000_000)
        reply = examination.run(request(server, data, PNG, limits=few))
    assert reply.verdict is not None
    assert reply.verdict.code == "too-costly"
    assert "MemoryError" in reply.verdict.reason


def test_the_largest_allowed_picture_fits_into_the_memory_of_a_check():
    data = files.png(8000, 7999)
    with store_of(data) as server:
        reply = examination.run(request(server, data, PNG))
    assert reply.verdict is not None
    assert reply.verdict.code == OK


def test_a_film_of_many_mebibytes_is_hashed_in_full():
    data = files.mp4(24 * MIB)
    with store_of(data) as server:
        reply = examination.run(request(server, data, MP4))
    assert reply.verdict is not None
    assert reply.verdict.code == OK


def test_the_process_gets_none_of_the_services_settings(monkeypatch):
    monkeypatch.setenv("TONGXIN_S3_SECRET_KEY", "secret")
    assert not [name for name in confined.environment() if name.startswith("TONGXIN")]


def test_the_process_loads_neither_the_framework_nor_a_client_of_a_backing_service():
    code = (
        "import sys; import services.evidence.checks.examine; "
        "print([m for m in ('eventlet','nameko','kombu','pymongo','minio','botocore','kit')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


GREEN = """
import eventlet; eventlet.monkey_patch()
from eventlet import wsgi
from services.evidence.sealing import examination
from services.evidence.checks.protocol import Limits, Request
from tests.unit.evidence import files
from tests.unit.evidence.support import hex_of
from tests.interface.test_evidence_examination import limits
data = files.jpeg()
def give(environ, start):
    start("200 OK", [("Content-Length", str(len(data)))])
    return [data]
listener = eventlet.listen(("127.0.0.1", 0))
eventlet.spawn(wsgi.server, listener, give, log_output=False)
url = "http://127.0.0.1:%d/" % listener.getsockname()[1]
reply = examination.run(Request(url=url, size=len(data), sha256=hex_of(data),
    media_type="image/jpeg", limits=limits(seconds=10)))
print(reply.verdict and reply.verdict.code, reply.away)
"""


def test_waiting_for_a_check_stops_no_other_greenlet():
    """The store of this test is a greenlet of the waiting process.

    Were that process blocked, it would never give the file.
    """
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GREEN],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "ok"
