"""A standard as files, through the real gateway: in, out, tried dry, published, superseded."""

import csv
import io
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from contracts import tasks
from contracts.measures import Flag, Ratio
from contracts.orders import scoring as orders
from services.scoring.sample import sample
from services.scoring.service import Scoring
from services.scoring.standards.exporting import workbook
from tests.interface.test_gateway_feed import token as token_of
from tests.support import broken_tables
from tests.support.calling import Calls, publish
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = [Scoring]
OFFICE = token_of("*", account="admin", role="city_office")
DISTRICT = token_of("ganquan", account="gq", role="district_office")
STANDARD = sample().standard
assert STANDARD is not None
HEADER, *ROWS = workbook(STANDARD).sheets[0].rows
YEAR = 2026


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    stack.start(Scoring).wait_ready()
    return stack.start("gateway").wait_ready()


@pytest.fixture(scope="module")
def http(gateway: Running) -> Iterator[httpx.Client]:
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1"
    with httpx.Client(base_url=url, timeout=30) as client:
        eventually(lambda: client.get("/rules/schema", headers=OFFICE).status_code == 200)
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def send(http: httpx.Client, path: Path, version: str, answers: str = "{}") -> httpx.Response:
    file = {"file": (path.name, path.read_bytes())}
    fields = {"version": version, "name": "试用标准", "answers": answers}
    return http.post("/standards", files=file, data=fields, headers=OFFICE | key())


def accept(http: httpx.Client, path: Path, version: str) -> dict[str, Any]:
    answer = send(http, path, version, '{"*": "default"}')
    assert answer.status_code == 201, answer.text
    read: dict[str, Any] = answer.json()
    return read


def state(http: httpx.Client, version: str) -> str:
    items = http.get("/standards", headers=OFFICE).json()["items"]
    return str({each["version"]: each["state"] for each in items}[version])


def table(folder: Path, rows: tuple[tuple[str, ...], ...] = tuple(ROWS)) -> Path:
    return broken_tables.write(folder, "good", HEADER, rows)


def changed(row: int, column: int, value: str) -> tuple[tuple[str, ...], ...]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return tuple(map(tuple, rows))


def test_a_standard_goes_out_as_a_file_and_comes_back_the_same(
    http: httpx.Client, tmp_path: Path
) -> None:
    first = accept(http, table(tmp_path), "trip")
    path = tmp_path / "out.xlsx"
    path.write_bytes(http.get("/standards/trip/table", headers=OFFICE).content)
    assert openpyxl.load_workbook(path).sheetnames == ["标准", "答复", "一票否决", "版本"]
    again = send(http, path, "trip").json()
    assert again["sha256"] == first["sha256"]
    assert again["open"] == []


def test_a_csv_in_one_sheet_comes_back_the_same_too(http: httpx.Client, tmp_path: Path) -> None:
    first = accept(http, table(tmp_path), "trip-csv")
    path = tmp_path / "out.csv"
    out = http.get("/standards/trip-csv/table?format=csv&sheets=one", headers=OFFICE)
    path.write_bytes(out.content)
    assert any(
        row[0] == "#答复" for row in csv.reader(io.StringIO(out.content.decode("utf-8-sig")))
    )
    again = send(http, path, "trip-csv")
    assert again.status_code == 201, again.text
    assert again.json()["sha256"] == first["sha256"]


@pytest.mark.parametrize("kind", ["many_rows", "zip_bomb", "macro", "marked_cell"])
def test_what_is_no_table_is_refused_and_makes_no_draft(
    http: httpx.Client, tmp_path: Path, kind: str
) -> None:
    answer = send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS), "never")
    assert answer.status_code >= 400
    assert http.get("/standards/never", headers=OFFICE).status_code == 404


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("wrong_header", 1, ""),
        ("merged_across_rows", 2, "A"),
        ("formula_cells", 2, "M"),
        ("duplicate_codes", 0, "A"),
    ],
)
def test_a_broken_table_is_refused_cell_by_cell_and_makes_no_draft(
    http: httpx.Client, tmp_path: Path, kind: str, row: int, column: str
) -> None:
    answer = send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS), "never")
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet-faulty")
    told = answer.json()["faults"]
    assert all(fault["sheet"] == "表一" for fault in told)
    assert any((not row or f["row"] == row) and f["column"] == column for f in told), told
    assert http.get("/standards/never", headers=OFFICE).status_code == 404


def test_full_width_digits_are_read_and_said(http: httpx.Client, tmp_path: Path) -> None:
    path = broken_tables.write(tmp_path, "full_width_digits", HEADER, ROWS)
    answer = send(http, path, "wide")
    assert answer.status_code == 201, answer.text
    assert any("按半角" in note for note in answer.json()["notes"])


def test_a_dry_run_says_what_publishing_then_does(
    http: httpx.Client, stack: Stack, tmp_path: Path
) -> None:
    accept(http, table(tmp_path), "y1")
    publish_(http, "y1")
    publish(stack, tasks.DistrictFounded(district="ganquan", name="甘泉区"), district="ganquan")
    open_year(stack, "y1")
    confirm(stack, "B04", ratio=Ratio(numerator=228, denominator=252))
    confirm(stack, "A05", done=Flag(value=True))
    scores = Calls(stack, "scoring")
    ask = orders.DistrictScoreOf(district="ganquan", year=YEAR, level="city")
    eventually(lambda: item(scores.ask(ask), "B04") == 1200 and item(scores.ask(ask), "A05"))
    before = scores.ask(ask)

    accept(http, table(tmp_path, changed(11, 8, "完成率×分值")), "y2")
    assert http.get(f"/standards/y2/dry-run/{YEAR}", headers=DISTRICT).status_code == 403
    dry = http.get(f"/standards/y2/dry-run/{YEAR}", headers=OFFICE).json()
    rows = {row["item"]: row for row in dry["rows"] if row["level"] == "city"}
    assert (rows["B04"]["old"], rows["B04"]["new"]) == (1200, 1810)
    assert rows["B04"]["why"][0].startswith("计分办法由")
    assert scores.ask(ask) == before

    publish_(http, "y2")
    assert (state(http, "y1"), state(http, "y2")) == ("superseded", "published")
    assert scores.ask(ask) == before  # a year keeps its version until it is opened anew
    open_year(stack, "y2")
    eventually(lambda: item(scores.ask(ask), "B04") == 1810)
    after = scores.ask(ask)
    moved = {row["item"]: row["new"] for row in dry["rows"] if row["level"] == "city"}
    for each in after["items"]:
        was = item(before, each["code"])
        assert each["score"] == moved.get(each["code"], was)
    total = next(each for each in dry["totals"] if each["level"] == "city")
    assert (total["old"], total["new"]) == (before["total"], after["total"])


def test_a_published_version_is_never_edited(http: httpx.Client, tmp_path: Path) -> None:
    accept(http, table(tmp_path), "fast")
    publish_(http, "fast")
    answer = send(http, table(tmp_path), "fast")
    assert (answer.status_code, answer.json()["code"]) == (409, "standard-published")
    assert http.get("/standards/fast", headers=DISTRICT).json()["state"] == "published"


def test_a_rule_is_tried_with_a_body_and_without_a_key(http: httpx.Client) -> None:
    body = {"rule": "每少一次扣0.5分", "points": "2"}
    answer = http.post("/rules/try", json=body, headers=DISTRICT)
    assert answer.status_code == 200, answer.text
    assert answer.json()["cases"][0]["score"] == 2000
    refused = http.post("/rules/try", json={"rule": "看情况"}, headers=DISTRICT)
    assert (refused.status_code, refused.json()["code"]) == (422, "rule-unreadable")


def test_the_grammar_lists_every_operator(http: httpx.Client) -> None:
    operators = http.get("/rules/grammar", headers=DISTRICT).json()["operators"]
    assert {"bands", "weighted", "share", "happened"} <= {each["op"] for each in operators}


def publish_(http: httpx.Client, version: str) -> None:
    answer = http.post(f"/standards/{version}/publish", headers=OFFICE | key())
    assert answer.status_code == 200, answer.text


def open_year(stack: Stack, version: str) -> None:
    opened = tasks.CampaignOpened(
        campaign=f"c-{version}",
        year=YEAR,
        name="创建",
        standard=version,
        districts=("ganquan",),
    )
    publish(stack, opened, district="*")


def confirm(stack: Stack, code: str, **measures: Any) -> None:
    fact = tasks.ResultConfirmed(
        task=f"t-{code}",
        year=YEAR,
        standard="y1",
        item=code,
        title="x",
        lead="u",
        person="p",
        level="city",
        by="r",
        measures=measures,
        evidence=("e-1",),
        amended=False,
        reason="",
    )
    publish(stack, fact, district="ganquan", version=3)


def item(score: dict[str, Any], code: str) -> int:
    return next(int(each["score"]) for each in score["items"] if each["code"] == code)
