"""Published cases that need the store: names of files, and the headers of a signed address."""

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from contracts.orders.evidence import DownloadOf
from tests.support.stack import Stack
from tests.unit.evidence import files
from tests.unit.evidence.phone import Phone

SERVICE = "services.evidence.service:Evidence"


@pytest.fixture(scope="module")
def phone(stack: Stack) -> Iterator[Phone]:
    stack.start(SERVICE, TONGXIN_DUE_SECONDS="0.5").wait_ready()
    phone = Phone(stack)
    with contextlib.closing(phone.http):
        yield phone


def test_p13_a_name_of_any_signs_leaves_as_it_came(phone: Phone) -> None:
    order = phone.put(files.jpeg(seed=13), filename="人民广场😀（1）+é.jpg")
    assert phone.ended(order)["state"] == "SEALED"
    address = phone.calls.ask(DownloadOf(evidence=order.evidence))
    told = httpx.get(address["url"], trust_env=False).headers["content-disposition"]
    assert told.startswith("attachment; filename*=UTF-8''") and "%F0%9F%98%80" in told


def test_p14_an_address_takes_its_own_headers_once(phone: Phone) -> None:
    data = files.jpeg(seed=14)
    order = phone.declare(data)
    address = phone.open(order)
    charset = {"Content-Type": "image/jpeg; charset=binary"}
    sent = [phone.send(address, data, **charset), *(phone.send(address, data) for _ in range(2))]
    assert sent == [403, 200, 412]
    phone.uploaded(order)
    assert phone.ended(order)["state"] == "SEALED"
