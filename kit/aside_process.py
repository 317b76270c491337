"""What a child does for one call of a service: one job after the other, over a socket of its own.

It is forked by ``kit/confined_process.py``. The kernel ends one that overruns (its alarm): neither
a tight loop nor a regular expression can put that off.
"""

import pickle
import signal
import socket
import traceback
from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from contracts.refusals import Refusal

MODULE = "kit.aside_process"
MIB = 1024 * 1024
LENGTH = 8
"""Bytes before each message: its length."""


class Held(Enum):
    """Stands in the arguments of a job for what the job before left here."""

    HERE = "here"


class Job(NamedTuple):
    """``shown``: a function that makes the answer of the result, which itself is held here."""

    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float
    shown: Callable[[Any], Any] | None = None


class Answer(NamedTuple):
    """``fault``: refused, costly or failed; empty where all went well."""

    value: Any
    fault: str = ""


def serve() -> None:
    """Until the caller has let go of the socket, which is standard input."""
    held: Any = None
    with socket.socket(fileno=0) as channel:
        channel.setblocking(True)  # a greenlet's never blocks
        while (message := received(channel)) is not None:
            held, answer = _answered(message, held)
            signal.setitimer(signal.ITIMER_REAL, 0)
            channel.sendall(framed(answer))


def _answered(message: bytes, held: Any) -> tuple[Any, bytes]:
    """What is held from now on, and the answer as bytes."""
    try:
        job: Job = pickle.loads(message)
        signal.setitimer(signal.ITIMER_REAL, job.seconds)  # its default action ends the process
        given = [held if one is Held.HERE else one for one in job.arguments]
        result = job.work(*given)
        if job.shown is None:
            return held, pickle.dumps(Answer(result), pickle.HIGHEST_PROTOCOL)
        return result, pickle.dumps(Answer(job.shown(result)), pickle.HIGHEST_PROTOCOL)
    except Refusal as refusal:
        return held, pickle.dumps(Answer(refusal, "refused"))
    except (MemoryError, RecursionError):
        return held, pickle.dumps(Answer("", "costly"))
    except Exception:  # noqa: BLE001  the service logs it
        return held, pickle.dumps(Answer(traceback.format_exc(), "failed"))


def framed(message: bytes) -> bytes:
    return len(message).to_bytes(LENGTH, "big") + message


def received(channel: Any) -> bytes | None:
    """The next message; None where the other side has let go. ``channel``: any kind of socket."""
    length = _exactly(channel, LENGTH)
    return None if length is None else _exactly(channel, int.from_bytes(length, "big"))


def _exactly(channel: Any, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        part = channel.recv(min(size - len(found), MIB))
        if not part:
            return None
        found += part
    return bytes(found)
