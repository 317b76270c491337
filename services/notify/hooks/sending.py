"""One try: find the address, ask whether it is allowed, and hand the event over to that very one.

The name is resolved once, and the connection goes to what was looked at: a name that answers
otherwise a moment later (DNS rebinding) gains nothing. No redirect is followed; of an answer
nothing but its status and its head is read.
"""

import socket
import time
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NamedTuple

from urllib3 import HTTPConnectionPool
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as HTTPTimeout

from contracts.envelope import CONTENT_TYPE
from kit.deadline import within
from kit.machine import utc_now
from services.notify import settings
from services.notify.hooks.addresses import Address, Target, chosen, place
from services.notify.hooks.push import HookDelivery
from services.notify.hooks.retrying import asked_for
from services.notify.hooks.signing import headers
from services.notify.measured import PlainPool, SecurePool

GONE = 410
WHY: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((NewConnectionError, ConnectionRefusedError), "连接不上"),
    ((TimeoutError, HTTPTimeout), "超时没有答复"),
    ((SSLError,), "证书不对"),
    ((socket.gaierror,), "域名解析不了"),
    ((ProtocolError,), "对方中断了连接"),
)


class Said(NamedTuple):
    """``code`` 0: no answer, and ``fault`` says why."""

    code: int
    fault: str
    asked: float = 0


def hand_over(url: str, delivery: HookDelivery, secrets: Sequence[str]) -> Said:
    try:
        to, limit = place(url), settings.HOOK_SECONDS()
        with within(limit):
            return _asked(to, _found(to), delivery, secrets, limit)
    except PermissionError:
        return Said(0, "地址不在允许推送的网络内")
    except (TimeoutError, ValueError, HTTPError, OSError) as fault:
        return Said(0, _why(fault))


def _found(to: Target) -> Address:
    """Raises: PermissionError, OSError."""
    found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    return chosen(addresses, settings.HOOK_NETWORKS(), plain=to.scheme == "http")


def _asked(
    to: Target, address: Address, delivery: HookDelivery, secrets: Sequence[str], limit: float
) -> Said:
    """Raises: HTTPError, OSError."""
    with _pool(to, str(address), limit) as pool:
        answer = pool.urlopen(
            "POST",
            to.path,
            body=delivery.body,
            headers={
                "Host": to.named,
                "Content-Type": CONTENT_TYPE,
                "User-Agent": "tongxin",
                **headers(secrets, delivery.event, int(time.time()), delivery.body),
            },
            redirect=False,
            retries=False,
            preload_content=False,
        )
        answer.close()
    if 200 <= answer.status < 300:
        return Said(answer.status, "")
    asked = asked_for(answer.headers.get("Retry-After", ""), utc_now())
    return Said(answer.status, f"HTTP {answer.status}", asked)


def _pool(to: Target, address: str, limit: float) -> HTTPConnectionPool:
    """To the address that was looked at, whose certificate must be the name's."""
    if to.scheme == "http":
        return PlainPool(address, to.port, timeout=limit)
    return SecurePool(
        address,
        to.port,
        timeout=limit,
        cert_reqs="CERT_REQUIRED",
        server_hostname=to.host,
        assert_hostname=to.host,
    )


def _why(fault: Exception) -> str:
    """In words of an office; a text of foreign make says nothing to it."""
    return next((words for kinds, words in WHY if isinstance(fault, kinds)), "连接不上")
