"""One request to a server of somebody else's, with a limit on time and on what is read."""

import time
from collections.abc import Mapping
from typing import NamedTuple, get_args
from urllib.parse import urlsplit

from prometheus_client import Counter
from urllib3.exceptions import HTTPError

from services.notify import settings
from services.notify.delivery import Delivery, Outcome, Undelivered
from services.notify.directory import Person
from services.notify.measured import PoolManager
from services.notify.robots import said_no

MAX_ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
PER_READ = 4096
ABOUT_THIS_LETTER = frozenset({400, 410, 413, 415, 422})
"""Answers that say that this request will never do; any other may be mended here or there."""

POSTS = Counter(
    "tongxin_posts_total",
    "Tries to hand over to a group, a machine, a telephone or a WeCom user",
    ["channel", "outcome"],
)


class Outgoing(NamedTuple):
    url: str
    body: bytes | None
    headers: Mapping[str, str]
    verb: str = "POST"


def post(letter: Outgoing) -> bytes:
    """The answer's body. Raises: Undelivered, for no answer in time or one that is not 2xx; it
    names the host alone, for an address may hold a secret.
    """
    host, limit = urlsplit(letter.url).hostname, settings.POST_SECONDS()
    try:
        status, body = _exchanged(letter, limit)
    except (HTTPError, OSError) as fault:
        raise Undelivered(f"{host}: {type(fault).__name__}", permanent=False) from None
    if not 200 <= status < 300:
        raise Undelivered(f"{host}: HTTP {status}", permanent=status in ABOUT_THIS_LETTER)
    return body


def _exchanged(letter: Outgoing, limit: float) -> tuple[int, bytes]:
    end, body = time.monotonic() + limit, bytearray()
    headers = {"Content-Type": "application/json", "User-Agent": "tongxin", **letter.headers}
    with PoolManager(retries=False, timeout=limit) as pool:
        answer = pool.request(
            letter.verb,
            letter.url,
            body=letter.body,
            headers=headers,
            redirect=False,
            preload_content=False,
        )
        try:
            while len(body) < MAX_ANSWER and (part := answer.read1(PER_READ)):
                body += part
                if time.monotonic() > end:
                    raise TimeoutError("the answer does not end")
        finally:
            answer.close()
    return answer.status, bytes(body)


class ByOutcome(NamedTuple):
    """Of one channel, by outcome."""

    channel: str

    def labels(self, outcome: str) -> Counter:
        return POSTS.labels(self.channel, outcome)


def tries(channel: str) -> ByOutcome:
    found = ByOutcome(channel)
    for word in get_args(Outcome):
        found.labels(word)  # shown from the start, so that a first failure is seen as a rise
    return found


def nobody(_: Person) -> bool:
    """Of a channel that reaches an office's group and no single person."""
    return False


def no_groups() -> tuple[str, ...]:
    """Of a channel that reaches persons and no group."""
    return ()


def group_of(groups: Mapping[str, settings.Group], delivery: Delivery) -> settings.Group:
    """Raises: Undelivered, where it was taken away meanwhile."""
    if delivery.district not in groups:
        raise Undelivered(f"{delivery.district} has no group any more", permanent=True)
    return groups[delivery.district]


def link_of(delivery: Delivery) -> str:
    """The page that it speaks of; empty where the console has no address."""
    base = settings.PUBLIC_URL()
    return f"{base}{delivery.path}" if base and delivery.path else ""


def must_say_yes(answer: bytes, field: str) -> None:
    """A robot answers 200 to what it does not take, with the reason in the body. Raises:
    Undelivered; a limit passes, and a wrong secret can be mended.
    """
    if reason := said_no(answer, field):
        raise Undelivered(reason, permanent=False)
