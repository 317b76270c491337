"""A register by file, through the gateway: broken tables are named by cell and change nothing."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from msgspec.structs import replace

from contracts.orders import tasks as orders
from contracts.scoring import StandardPublished
from tests.interface.test_gateway_feed import token as token_of
from tests.interface.test_tasks import item
from tests.support import broken_tables
from tests.support.calling import Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
HEADER = ("编号", "名称", "责任单位", "日期")
ROWS = (("p-1", "东街", "区宣传部", "2026-05-10"), ("p-2", "西街", "宣传部", "2026-05-11"))
OFFICE = token_of("ganzhou", account="qian", role="district_office")
UNIT = token_of("ganzhou", account="sun", role="unit")
ASKED = "wrong_header"
"""A table without codes: whether they may be made is asked."""
FAULTS = {
    "merged_across_rows": [(2, "A"), (3, "A")],
    "formula_cells": [(2, "D")],
    "duplicate_codes": [(4, "A")],
}
STANDARD = StandardPublished(
    version="v1",
    name="样表",
    items=tuple(replace(item(f"B{n:02}", register=True), measure="ratio") for n in range(1, 60)),
    sha256="0" * 64,
)
items = iter([one.code for one in STANDARD.items])


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    stack.start(SERVICES[0]).wait_ready()
    gateway = stack.start("gateway").wait_ready()
    calls = Calls(stack, "tasks")
    calls.command(orders.FoundDistrict(district="ganzhou", name="甘州区"))
    calls.command(
        orders.RegisterUnit(
            district="ganzhou",
            unit="publicity",
            name="区宣传部",
            kind="department",
            aliases=("宣传部",),
        )
    )
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(year=2026, name="创建", standard="v1", districts=("ganzhou",))
    eventually(lambda: calls.command(campaign))
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1"
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture
def register(http: httpx.Client) -> str:
    """A new register for each test; the items are taken in turn."""
    body = {"district": "ganzhou", "campaign": "c-2026", "item": next(items), "title": "点位"}
    answer = http.post("/registers", json=body, headers=OFFICE | key())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def send(http: httpx.Client, path: Path, register: str, to: str = "import") -> httpx.Response:
    file = {"file": (path.name, path.read_bytes())}
    headers = OFFICE if to == "preview" else OFFICE | key()
    return http.post(f"/registers/{register}/{to}", files=file, headers=headers)


def rows(http: httpx.Client, register: str) -> list[Any]:
    answer = http.get(f"/registers/{register}", headers=OFFICE).json()
    return [(row["key"], row["unit"], row["on"]) for row in answer["rows"]]


TAKEN = [("p-1", "publicity", "2026-05-10"), ("p-2", "publicity", "2026-05-11")]


@pytest.mark.parametrize("kind", sorted(FAULTS))
def test_each_fault_of_a_table_is_named_by_its_cell_and_nothing_is_taken(
    http: httpx.Client, register: str, tmp_path: Path, kind: str
) -> None:
    path = broken_tables.write(tmp_path, kind, HEADER, ROWS)
    answer = send(http, path, register)
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet-faulty"), answer.text
    found = [(f["row"], f["column"]) for f in answer.json()["faults"]]
    assert found == FAULTS[kind]
    assert rows(http, register) == []
    preview = send(http, path, register, "preview")
    assert [(f["row"], f["column"]) for f in preview.json()["faults"]] == FAULTS[kind]


def test_a_table_without_codes_asks_whether_they_may_be_made_and_nothing_is_taken(
    http: httpx.Client, register: str, tmp_path: Path
) -> None:
    path = broken_tables.write(tmp_path, ASKED, HEADER, ROWS)
    answer = send(http, path, register)
    assert (answer.status_code, answer.json()["code"]) == (422, "questions-open"), answer.text
    assert [question["id"] for question in answer.json()["questions"]] == ["keys"]
    assert rows(http, register) == []


@pytest.mark.parametrize("kind", ["macro", "many_rows", "zip_bomb"])
def test_what_is_no_sound_table_is_refused_at_the_door(
    http: httpx.Client, register: str, tmp_path: Path, kind: str
) -> None:
    answer = send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS), register)
    assert (answer.status_code, answer.json()["code"]) == (422, broken_tables.BY_GATEWAY[kind])
    assert rows(http, register) == []


@pytest.mark.parametrize(
    "kind", sorted({*broken_tables.READABLE, *broken_tables.BY_SERVICE} - {ASKED, *FAULTS})
)
def test_what_is_odd_and_right_is_taken(
    http: httpx.Client, register: str, tmp_path: Path, kind: str
) -> None:
    answer = send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS), register)
    assert answer.status_code == 200, answer.text
    assert rows(http, register) == TAKEN
    said = {note["text"].partition("：")[0] for note in answer.json()["notes"]}
    assert ("全角字符已转为半角" in said) == (kind == "full_width_digits")


def test_a_downloaded_register_is_taken_again_without_a_change(
    http: httpx.Client, register: str, tmp_path: Path
) -> None:
    send(http, broken_tables.write(tmp_path, "good", HEADER, ROWS), register)
    file = http.get(f"/registers/{register}/sheet", headers=OFFICE)
    assert file.status_code == 200, file.text
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["编号", "名称", "责任单位"]
    path = tmp_path / "again.xlsx"
    path.write_bytes(file.content)
    preview = send(http, path, register, "preview").json()
    assert (preview["added"], preview["changed"], preview["same"]) == ([], [], 2)
    assert "added" not in send(http, path, register).json()
    assert rows(http, register) == TAKEN


def test_a_unit_may_not_import_or_preview(
    http: httpx.Client, register: str, tmp_path: Path
) -> None:
    path = broken_tables.write(tmp_path, "good", HEADER, ROWS)
    for to in ("import", "preview"):
        file = {"file": (path.name, path.read_bytes())}
        answer = http.post(f"/registers/{register}/{to}", files=file, headers=UNIT | key())
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
