"""A child on foreign bytes: what it knows, what bounds it, and that nothing of it is left."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.local.programs import ROOT
from kit import confined
from kit.confined import ForkServer, Gone
from kit.confined_process import Bounds, prctl
from tests.probe.confined import PR_GET_DUMPABLE
from tests.support.waiting import eventually

WORK = "tests.probe.confined"
MIB = 1024 * 1024
SECONDS = 20
ROOMY = Bounds(memory=512 * MIB, output=MIB)


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    server = ForkServer([WORK])
    yield server
    server.stop()


@pytest.fixture
def another() -> Iterator[ForkServer]:
    """One that a test may break."""
    server = ForkServer([WORK])
    yield server
    server.stop()


def done(
    server: ForkServer, work: str, given: bytes = b"", bounds: Bounds = ROOMY
) -> tuple[int, bytes]:
    """How it ended, and what it wrote."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
        asked.write(given)
        asked.seek(0)
        streams = (asked.fileno(), answer.fileno(), answer.fileno())
        with server.child(f"{WORK}:{work}", bounds, *streams) as child:
            code = child.wait(SECONDS)
        answer.seek(0)
        return code, answer.read()


def seen(server: ForkServer) -> dict[str, Any]:
    code, said = done(server, "look")
    assert code == 0
    found: dict[str, Any] = json.loads(said)
    return found


def pid_of(server: ForkServer) -> int:
    server.start()
    assert server._process is not None
    return server._process.pid


def children(pid: int) -> list[int]:
    """Those that are dead and not buried, too."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


# -- what it knows ----------------------------------------------------------------------------


def test_a_child_knows_no_setting_and_holds_no_descriptor_but_its_own(
    server: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGXIN_S3_SECRET_KEY", "secret")
    server.stop()
    near, far = socket.socketpair()
    with near, far, server.child(f"{WORK}:hold", ROOMY):  # a sibling's are not its own, either
        found = seen(server)
    assert set(found["environment"]) <= {
        "PATH",
        "TMPDIR",
        "LANG",
        "LC_CTYPE",
        "OPENBLAS_NUM_THREADS",
        "PYTHONDONTWRITEBYTECODE",
    }
    assert found["files"] == [0, 1, 2]


def test_each_child_is_a_session_of_its_own_below_the_process(server: ForkServer) -> None:
    one, other = seen(server), seen(server)
    assert one["pid"] != other["pid"]
    assert one["session"] == one["pid"]
    assert one["parent"] == other["parent"] == pid_of(server)


def test_children_share_no_chance_and_the_order_of_sets_only_where_it_is_set(
    server: ForkServer,
) -> None:
    assert seen(server)["random"] != seen(server)["random"]
    settled = [
        ForkServer([WORK], lambda: confined.environment() | {"PYTHONHASHSEED": "0"})
        for _ in range(2)
    ]
    try:
        first, second = map(seen, settled)
        assert first["hash"] == second["hash"]
    finally:
        for one in settled:
            one.stop()


def test_a_hostile_child_reads_neither_its_siblings_nor_who_made_it(server: ForkServer) -> None:
    with server.child(f"{WORK}:hold", ROOMY) as sibling:
        (pid,) = children(pid_of(server))
        code, said = done(
            server, "trespass", json.dumps([pid, pid_of(server), os.getpid()]).encode()
        )
        assert (code, said) == (0, b"[]")
        assert lives(pid) and sibling
    assert seen(server)["dumpable"] == prctl(PR_GET_DUMPABLE) == 0


def test_a_process_with_a_thread_forks_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    server = ForkServer(["tests.probe.threaded", WORK])
    try:
        with pytest.raises(Gone):
            done(server, "nothing")
    finally:
        server.stop()
    assert "Crowded" in capfd.readouterr().err


# -- what bounds it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "bounds", "codes", "said"),
    [
        ("spin", ROOMY._replace(seconds=1), {-signal.SIGALRM, -signal.SIGKILL}, ""),
        ("hold", ROOMY._replace(seconds=1), {-signal.SIGALRM}, ""),
        ("hoard", ROOMY._replace(memory=256 * MIB), {1}, "MemoryError"),
        ("nothing", ROOMY._replace(memory=8 * MIB), {1}, "MemoryError"),
        ("pour", ROOMY._replace(output=3 * MIB), {-signal.SIGXFSZ}, ""),
        ("open_many", ROOMY, {1}, "Too many open files"),
        ("fail", ROOMY, {1}, "as asked"),
        ("nothing", ROOMY, {0}, ""),
    ],
)
def test_a_child_ends_at_its_bounds_and_the_end_is_told(
    server: ForkServer, work: str, bounds: Bounds, codes: set[int], said: str
) -> None:
    code, wrote = done(server, work, bounds=bounds)
    assert code in codes
    assert said.encode() in wrote


def test_many_at_once_are_told_apart(server: ForkServer) -> None:
    with ThreadPoolExecutor(16) as pool:
        ended = pool.map(lambda n: done(server, "end_with", b"%d" % n)[0], range(64))
        assert [*ended] == [*range(64)]
    assert children(pid_of(server)) == [], "not one is left, nor unburied"


# -- the end ----------------------------------------------------------------------------------


@pytest.mark.parametrize("work", ["spin", "hold"])
def test_a_child_whose_caller_lets_go_ends(server: ForkServer, work: str) -> None:
    with server.child(f"{WORK}:{work}", ROOMY):
        (pid,) = children(pid_of(server))
        assert lives(pid)
    assert eventually(lambda: not lives(pid) and children(pid_of(server)) == [])


def test_a_killed_process_takes_its_children_along_and_is_replaced(another: ForkServer) -> None:
    first = pid_of(another)
    with another.child(f"{WORK}:spin", ROOMY) as child:
        (pid,) = children(first)
        os.kill(first, signal.SIGKILL)
        with pytest.raises(Gone):
            child.wait(SECONDS)
    assert eventually(lambda: not lives(pid) and not lives(first))
    assert done(another, "echo", b"abc") == (0, b"cba")
    assert pid_of(another) != first


def test_a_process_that_hangs_is_ended_and_replaced(
    another: ForkServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(another, "nothing")
    first = pid_of(another)
    monkeypatch.setattr(confined, "HELLO_SECONDS", 0.2)
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(Gone):
        done(another, "nothing")
    monkeypatch.undo()
    assert not lives(first)
    assert done(another, "echo", b"abc") == (0, b"cba")


def test_who_waited_for_one_that_hung_does_not_end_its_successor(another: ForkServer) -> None:
    done(another, "nothing")
    os.kill(pid_of(another), signal.SIGSTOP)
    late, early = (another.hand(f"{WORK}:nothing", ROOMY) for _ in range(2))
    with late.line, early.line:
        with pytest.raises(Gone):
            another.given_up(early, TimeoutError())
        successor = pid_of(another)
        with pytest.raises(Gone):
            another.given_up(late, TimeoutError())
    assert pid_of(another) == successor


def test_a_process_that_cannot_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    server = ForkServer([WORK])
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Gone):
        done(server, "nothing")


CALLER = f"""
import sys, time
from kit.confined import ForkServer
from kit.confined_process import Bounds
server = ForkServer(["{WORK}"])
with server.child("{WORK}:hold", Bounds(memory=2**29)) as child:
    print(server._process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_the_end_of_the_caller_leaves_no_process(end: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CALLER], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as caller:
        assert caller.stdout is not None
        process = int(caller.stdout.readline())
        (child,) = children(process)
        caller.send_signal(end)
    assert eventually(lambda: not lives(process) and not lives(child))


def test_a_process_asked_to_end_takes_its_children_along(another: ForkServer) -> None:
    with another.child(f"{WORK}:spin", ROOMY):
        (pid,) = children(pid_of(another))
        os.kill(pid_of(another), signal.SIGTERM)
        assert eventually(lambda: not lives(pid))
