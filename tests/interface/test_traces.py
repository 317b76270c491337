"""What is refused leaves no trace on any disk of ours, and no table lies readable at the broker.

Files of all four importers, previews, titles, captions and names of files are sent through the real
gateway; then the folders of broker, document server and object store, and all logs, are searched.
"""

import io
import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from contracts.numbers import WEIGHTS
from contracts.orders.tasks import FoundDistrict
from infra.local.backing import PROCESSES
from tests.interface.test_gateway_feed import token
from tests.support.calling import Calls
from tests.support.running import Running
from tests.support.stack import ALL, Stack
from tests.support.waiting import eventually

SERVICES = ALL
OFFICE = token("ganzhou", account="qian", role="district_office")
ELSEWHERE = token("linze", account="han", role="district_office")
UNIT = token("ganzhou", account="sun", role="unit")
CITY = token("*", account="zhao", role="city_office")
Door = tuple[str, dict[str, str], dict[str, str]]
IMPORTS: tuple[Door, ...] = (
    ("/units/import", OFFICE, {"district": "ganzhou"}),
    ("/registers/r-1/import", OFFICE, {}),
    ("/campaigns/c-1/decompositions/table", OFFICE, {"district": "ganzhou", "due": "2026-12-31"}),
    ("/standards", CITY, {"version": "v1", "name": "标准"}),
)
PREVIEWS: tuple[Door, ...] = (
    ("/units/import/preview", OFFICE, {"district": "ganzhou"}),
    ("/registers/r-1/preview", OFFICE, {}),
    (f"{IMPORTS[2][0]}/preview", OFFICE, IMPORTS[2][2]),
)
HEADER = ("单位名称", "类型", "说明")


def digits(count: int = 8) -> str:
    return "".join(secrets.choice("123456789") for _ in range(count))


def identity() -> str:
    body = f"62220119900101{digits(3)}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    for service in SERVICES:
        stack.start(service).wait_ready()
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def http(stack: Stack, gateway: Running) -> Iterator[httpx.Client]:
    for district in ("ganzhou", "linze"):
        Calls(stack, "tasks").command(FoundDistrict(district=district, name=district))
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1"
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


def workbook(*rows: tuple[str, ...]) -> bytes:
    book: Any = openpyxl.Workbook()
    for row in (HEADER, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(http: httpx.Client, door: Door, raw: bytes, name: str = "a.xlsx") -> httpx.Response:
    to, by, data = door
    return http.post(to, files={"file": (name, raw)}, data=data, headers=by | key())


def holding(stack: Stack, text: str, part: str = "") -> list[str]:
    """The files below our own folder, or a part of it, that hold the text."""
    if stack.backing.way != PROCESSES:
        pytest.skip("the servers' folders are not on this machine")
    found = subprocess.run(
        ["grep", "-rlaF", text, str(stack.backing.home / part)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
        check=False,
    )
    return [Path(one).name for one in found.stdout.splitlines()]


def test_a_refused_table_of_any_importer_leaves_no_trace(stack: Stack, http: httpx.Client) -> None:
    seen = digits()
    numbers = (f"138{seen}", identity(), f"139 {seen[:4]} {seen[4:]}")
    for door in (*IMPORTS, *PREVIEWS):
        answer = send(
            http, door, workbook(*((f"单位{n}", "部门", one) for n, one in enumerate(numbers)))
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "sheet-faulty"), answer.text
        assert answer.json()["total"] == len(numbers)
        named = send(http, door, workbook(("甲", "部门", "")), f"名单{numbers[0]}.xlsx")
        assert (named.status_code, named.json()["code"]) == (422, "invalid"), named.text
        assert not any(number in answer.text + named.text for number in (*numbers, seen))
    for trace in (seen, numbers[1], numbers[2]):
        assert holding(stack, trace) == []


def test_a_table_that_is_taken_lies_nowhere_readable_at_the_broker(
    stack: Stack, http: httpx.Client
) -> None:
    """What the facts of an import say, they say: a name that was taken is found there."""
    unread, shown, taken = (f"编号8{digits(18)}" for _ in range(3))
    rows = (shown, "部门", unread), ("民政局", "部门", "")
    for door in (*PREVIEWS, *IMPORTS[1:]):
        assert send(http, door, workbook(*rows)).status_code in (200, 202, 404, 422)
    preview = send(http, PREVIEWS[0], workbook(*rows))
    assert preview.status_code == 200 and shown in preview.text
    assert send(http, IMPORTS[0], workbook((taken, "部门", unread))).status_code == 202
    assert eventually(lambda: holding(stack, taken, "broker")), "a search finds what is there"
    assert eventually(lambda: holding(stack, taken, "documents"))
    assert holding(stack, unread) == [] and holding(stack, shown) == []


def refused_texts(number: str) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    task = {"campaign": "c-1", "district": "ganzhou", "title": f"联系{number}", "lead": "u1"}
    yield "/tasks", OFFICE, {**task, "due": "2026-12-31", "origin": "instruction", "person": "sun"}
    yield "/tasks/t-1/submit", UNIT, {"measures": {}, "note": f"电话{number}"}
    yield "/tasks/t-1/urge", OFFICE, {"reason": f"请电{number}"}
    yield (
        "/units",
        OFFICE,
        {"district": "ganzhou", "unit": "u1", "name": f"局{number}", "kind": "department"},
    )
    photo = {
        "evidence": "0197c0de-0000-7000-8000-000000000001",
        "district": "ganzhou",
        "size": 10,
        "sha256": "0" * 64,
        "media_type": "image/jpeg",
        "mode": "camera",
        "title": "照片",
    }
    yield "/evidence", UNIT, {**photo, "filename": f"{number}.jpg"}
    yield "/evidence", UNIT, {**photo, "filename": "a.jpg", "caption": {"people": f"李{number}"}}


@pytest.mark.parametrize("spelled", ["{}", "电 {}", "统一{}号"])
def test_a_refused_title_caption_or_name_of_a_file_leaves_no_trace(
    stack: Stack, http: httpx.Client, spelled: str
) -> None:
    seen = f"138{digits()}"
    for to, by, body in refused_texts(spelled.format(seen)):
        answer = http.post(to, json=body, headers=by | key())
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), (to, answer.text)
        assert seen not in answer.text
        assert answer.json()["detail"].startswith("含完整的手机号码"), (to, answer.text)
    assert holding(stack, seen) == []


# -- a word of secrecy inside a longer one -------------------------------------------------------


def unit_named(name: str, code: str) -> dict[str, Any]:
    return {"district": "ganzhou", "unit": code, "name": name, "kind": "department"}


def test_the_office_clears_a_phrase_once_and_every_text_that_holds_it_passes(
    stack: Stack, http: httpx.Client
) -> None:
    site = f"秘密联络点{digits(4)}旧址"
    order = unit_named(f"{site}管理所", "u-7")
    no = http.post("/units", json=order, headers=OFFICE | key())
    assert (no.status_code, no.json()["code"]) == (422, "may-be-classified"), no.text
    assert no.json()["field"] == "$.name" and site in no.json()["phrases"][0]
    assert holding(stack, site) == []
    said = {"district": "ganzhou", "phrase": site, "reason": "区级文物保护单位的公布名称"}
    assert http.post("/cleared-phrases", json=said, headers=UNIT | key()).status_code == 403
    assert http.post("/cleared-phrases", json=said, headers=ELSEWHERE | key()).status_code == 404
    assert http.post("/cleared-phrases", json=said, headers=OFFICE | key()).status_code == 201
    assert http.post("/units", json=order, headers=OFFICE | key()).status_code == 201
    (held,) = http.get("/cleared-phrases", headers=UNIT).json()["items"]
    assert (held["phrase"], held["by"], held["reason"]) == (site, "qian", said["reason"])
    assert http.get("/cleared-phrases", headers=ELSEWHERE).json()["items"] == []
    theirs = {**order, "district": "linze"}
    no = http.post("/units", json=theirs, headers=ELSEWHERE | key())
    assert no.json()["code"] == "may-be-classified"
    more = unit_named(f"{site}机密室", "u-8")
    no = http.post("/units", json=more, headers=OFFICE | key())
    assert no.json()["code"] == "may-be-classified"
    mark = unit_named(f"{site} 秘密★1年", "u-9")
    no = http.post("/units", json=mark, headers=OFFICE | key())
    assert (no.status_code, no.json()["code"]) == (422, "classified-matter")


def test_a_table_asks_about_the_phrase_and_who_answers_is_on_record(http: httpx.Client) -> None:
    site = f"秘密交通站{digits(4)}旧址"
    raw = workbook((f"{site}管理所", "部门", ""), ("档案局", "部门", ""))
    preview = send(http, PREVIEWS[0], raw).json()
    (question,) = (one for one in preview["questions"] if one["id"].startswith("secret:"))
    assert [one["value"] for one in question["options"]] == ["no", "yes"]
    assert question["default"] == "" and preview["account"]["asked"] == 1
    to, by, data = IMPORTS[0]
    assert send(http, (to, by, data | {"defaults": "true"}), raw).json()["code"] == "questions-open"

    def answered(word: str) -> httpx.Response:
        answers = f'{{"{question["id"]}": "{word}"}}'
        return send(http, (to, by, data | {"answers": answers}), raw)

    assert answered("yes").json()["code"] == "sheet-faulty"
    assert answered("no").status_code == 202

    def on_record() -> Any:
        items = http.get("/cleared-phrases", headers=OFFICE).json()["items"]
        return [one for one in items if site in one["phrase"] and one["by"] == "qian"]

    assert eventually(on_record)
    with_note = unit_named(f"{site}管理所", "u-10")
    assert http.post("/units", json=with_note, headers=OFFICE | key()).json().get("code") != (
        "may-be-classified"
    )


def test_a_standard_asks_too_and_nothing_enters_before_it_is_answered(
    stack: Stack, http: httpx.Client
) -> None:
    site = f"秘密印刷所{digits(4)}旧址"
    answer = send(http, IMPORTS[3], workbook((site, "1", "")))
    asked = [one for one in answer.json()["faults"] if "是否涉密" in one["text"]]
    assert answer.status_code == 422 and [(one["row"], one["column"]) for one in asked] == [
        (2, "A")
    ]
    assert holding(stack, site) == []
