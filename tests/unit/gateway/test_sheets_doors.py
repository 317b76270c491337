"""Doors for tables: uploads, previews, downloads and exports, with the real process behind them."""

import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import unquote

import httpx
import openpyxl
import pytest
from msgspec import Meta
from starlette.applications import Starlette

from contracts.answers.base import answers
from contracts.caller import Caller
from contracts.orders.base import Ask, Order, PageAsk
from contracts.orders.doors import Door, door, doors_of, download, export
from contracts.roles import UNIT
from contracts.sheets import Workbook
from contracts.words import Slug
from gateway.problems import Problem
from gateway.routes import endpoints
from gateway.sheets.columns import Column
from gateway.sheets.process import Seats, Tables
from gateway.sheets.protocol import MIB, Limits
from gateway.tokens import Tokens
from tests.support import broken_tables

HEADER = ("编码", "名称", "日期")
ROWS = (("A1", "甲", "2026-05-10"), ("A2", "乙", "2026-06-01"))


@door("POST /{district}/tables", "导入", UNIT, status=201)
class Take(Order, frozen=True, kw_only=True):
    district: Slug
    workbook: Workbook
    year: int = 2026
    answers: Annotated[dict[str, str], Meta(max_length=3)] = {}


@door("POST /{district}/previews", "预览", UNIT)
class Look(Ask, frozen=True, kw_only=True):
    district: Slug
    workbook: Workbook


@download("GET /{district}/book", "下载", UNIT)
class Book(Ask, frozen=True, kw_only=True):
    district: Slug


@export("GET /exports/things", "事项列表")
@door("GET /things", "事项", UNIT)
class Things(PageAsk, frozen=True, kw_only=True):
    state: str | None = None


answers(Look, Things)(dict[str, Any])
COLUMNS = (Column("编号", "id"), Column("状态", "state", words={"open": "在办"}))
TABLE = (
    *(made for shape in (Take, Look, Book, Things) for made in doors_of(shape)),
    Door("POST", "/{district}/plain", Take, "导入", UNIT, "order"),
)

Answer = Callable[[str, dict[str, Any]], Any]


class House:
    """An application with these doors, and a peer that answers as a test says."""

    def __init__(
        self, answer: Answer, columns: tuple[Column, ...] = COLUMNS, **limits: Any
    ) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.told: list[tuple[str, str, str]] = []
        """Of the audit log: kind, by whom, about what."""
        self._answer = answer
        self.tokens = Tokens("x" * 32, lifetime=60)
        self.app = Starlette()
        self.app.state.paths = {}
        self.app.add_exception_handler(Problem, self._refuse)
        endpoints.install(self.app, "things", TABLE, {Things: columns})
        tables: dict[str, Any] = {
            "max_table": 2 * MIB,
            "max_export": 1000,
            "export_seconds": 20.0,
            "limits": Limits(),
            "uploads": Seats(2, 2),
            "short": Seats(2, 2),
            "long": Seats(1, 1),
        }
        self.app.state.parts = SimpleNamespace(
            rpc=self,
            audit=self,
            tokens=self.tokens,
            tables=Tables(**(tables | limits)),
            max_body=1000,
            body_seconds=5,
        )

    @staticmethod
    async def _refuse(_: Any, problem: Any) -> Any:
        return problem.response()

    async def add(self, kind: str, by: str, about: str, **more: str) -> None:
        self.told.append((kind, by, about))

    async def call(self, service: str, method: str, kwargs: dict[str, Any]) -> Any:
        self.asked.append((method, kwargs))
        return self._answer(method, kwargs)

    def request(self, verb: str, path: str, **more: Any) -> httpx.Response:
        caller = Caller(account="sun", name="孙", roles=("unit",), district="ganzhou")
        headers = {"Authorization": "Bearer " + self.tokens.issue(caller)[0]}
        headers |= {"Idempotency-Key": "k"} | more.pop("headers", {})

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
                return await client.request(verb, f"/api/v1{path}", headers=headers, **more)

        return asyncio.run(go())


def echo(method: str, kwargs: dict[str, Any]) -> Any:
    return {"id": "1", "version": 3}


def file_of(path: Path) -> dict[str, Any]:
    return {"file": (path.name, path.read_bytes())}


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["code"])


def test_an_uploaded_file_becomes_the_orders_workbook(tmp_path: Path) -> None:
    house = House(echo)
    path = broken_tables.write(tmp_path, "good", HEADER, ROWS)
    fields = {"year": "2025", "answers": json.dumps({"q1": "是"})}
    answer = house.request("POST", "/ganzhou/tables", files=file_of(path), data=fields)
    assert (answer.status_code, answer.json()) == (201, {"id": "1", "version": 3})
    assert answer.headers["x-read-as"] == "xlsx"
    ((method, kwargs),) = house.asked
    order = kwargs["order"]
    assert (method, order.district, order.year) == ("take", "ganzhou", 2025)
    assert order.answers == {"q1": "是"}
    assert order.workbook.filename == "good.xlsx"
    assert order.workbook.sheets[0].rows == (HEADER, *ROWS)


def test_the_same_order_may_come_as_plain_json() -> None:
    house = House(echo)
    sheet = {"name": "表", "rows": [["甲"]] * 300}
    book = {"filename": "a.csv", "sheets": [sheet]}
    answer = house.request("POST", "/ganzhou/tables", json={"workbook": book})
    assert answer.status_code == 201, answer.text
    assert house.asked[0][1]["order"].workbook.sheets[0].cell(100, 1) == "甲"
    # Beyond the usual limit of a body, which holds at every other door.
    assert code_of(house.request("POST", "/ganzhou/plain", json={"workbook": book})) == "too-large"


def test_a_preview_asks_without_a_key_and_says_how_the_file_was_read(tmp_path: Path) -> None:
    house = House(lambda method, kwargs: {"rows": 2})
    path = broken_tables.write(tmp_path, "gb18030", HEADER, ROWS)
    answer = house.request(
        "POST", "/ganzhou/previews", files=file_of(path), headers={"Idempotency-Key": ""}
    )
    assert (answer.status_code, answer.json()) == (200, {"rows": 2})
    assert answer.headers["x-read-as"] == "csv gb18030"
    assert set(house.asked[0][1]) == {"ask", "caller"}


@pytest.mark.parametrize("kind", sorted(broken_tables.BY_GATEWAY))
def test_a_file_that_is_no_table_never_reaches_the_service(tmp_path: Path, kind: str) -> None:
    house = House(echo)
    path = broken_tables.write(tmp_path, kind, HEADER, ROWS)
    answer = house.request("POST", "/ganzhou/tables", files=file_of(path))
    assert (answer.status_code, code_of(answer)) == (422, broken_tables.BY_GATEWAY[kind])
    assert answer.json()["detail"] and answer.json()["field"]
    assert house.asked == []


def test_forms_at_fault_are_refused_by_name(tmp_path: Path) -> None:
    house = House(echo)
    file = file_of(broken_tables.write(tmp_path, "good", HEADER, ROWS))

    def refused(**form: Any) -> tuple[str, str]:
        answer = house.request("POST", "/ganzhou/tables", **form)
        return code_of(answer), answer.json()["field"]

    assert refused(files=file, data={"year": "x"}) == ("invalid", "$.year")
    assert refused(files=file, data={"answers": "{"}) == ("invalid", "$.answers")
    assert refused(files=file, data={"colour": "x"}) == ("unknown-field", "$.colour")
    assert refused(files=file, data={"district": "linze"}) == ("unknown-field", "$.district")
    assert refused(files=file, data={"workbook": "{}"})[0] == "invalid"
    assert refused(data={"year": "2025"}, files={"other": ("a.csv", b"a")})[0] == "unknown-field"
    assert refused(json={"year": 2025}) == ("invalid", "$.workbook")
    assert refused(files=[("file", ("a.csv", b"a"))] * 2)[0] == "malformed-request"
    assert refused(content=b"x", headers={"Content-Type": "multipart/form-data"})[0] == (
        "malformed-request"
    )
    assert refused(files={"file": ("a.csv", b"x" * (2 * MIB + 1))})[0] == "too-large"
    assert refused(files={"file": ("a.csv", b"x" * 3 * MIB)})[0] == "too-large"
    assert house.asked == []


def test_if_match_is_passed_on_and_a_malformed_one_is_refused() -> None:
    house = House(echo)
    book = {"workbook": {"filename": "a.csv", "sheets": [{"name": "表", "rows": [["甲"]]}]}}
    for verb in ("tables", "plain"):
        given = {"If-Match": '"7"'}
        house.request("POST", f"/ganzhou/{verb}", json=book, headers=given)
        assert house.asked[-1][1]["expected"] == 7
        house.request("POST", f"/ganzhou/{verb}", json=book)
        assert "expected" not in house.asked[-1][1]
    for bad in ("7", '"x"', "*", 'W/"7"', '"1", "2"', '"-1"', ""):
        answer = house.request("POST", "/ganzhou/plain", json=book, headers={"If-Match": bad})
        assert (answer.status_code, code_of(answer)) == (400, "if-match-invalid"), bad


def test_an_answer_with_a_version_has_an_etag() -> None:
    answer = House(lambda *_: {"id": "x", "version": 4}).request("GET", "/things")
    assert answer.headers["etag"] == '"4"'
    assert "etag" not in House(lambda *_: {"version": "gansu-1"}).request("GET", "/things").headers
    assert "etag" not in House(lambda *_: {"items": []}).request("GET", "/things").headers


BOOK = {
    "filename": "任务分解表.csv",
    "sheets": [
        {"name": "一", "rows": [["编码"], ["=1+1"]], "header": 1, "widths": [12]},
        {"name": "二", "rows": [["乙"]]},
    ],
}


def test_a_workbook_is_handed_out_under_its_chinese_name() -> None:
    house = House(lambda *_: {"workbook": BOOK})
    answer = house.request("GET", "/ganzhou/book")
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    name = answer.headers["content-disposition"]
    assert name.isascii() and name.startswith('attachment; filename="download.xlsx"; filename*=')
    assert unquote(name.partition("UTF-8''")[2]) == "任务分解表.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["一", "二"]
    assert (book["一"]["A2"].value, book["一"]["A2"].data_type) == ("=1+1", "s")
    assert int(answer.headers["content-length"]) == len(answer.content)
    answer = house.request("GET", "/ganzhou/book?format=csv")
    assert answer.content == "\ufeff编码\r\n'=1+1\r\n".encode()
    assert code_of(house.request("GET", "/ganzhou/book?format=pdf")) == "invalid"


def test_an_answer_without_a_workbook_is_an_inner_fault() -> None:
    answer = House(lambda *_: {"items": []}).request("GET", "/ganzhou/book")
    assert (answer.status_code, code_of(answer)) == (500, "internal")


def pages(count: int) -> Answer:
    def answer(method: str, kwargs: dict[str, Any]) -> Any:
        ask = kwargs["ask"]
        start = int(ask.cursor or 0)
        last = min(start + ask.limit, count)
        items = [{"id": f"t-{n}", "state": ask.state} for n in range(start, last)]
        return {"items": items, "next": str(last) if last < count else None}

    return answer


def test_an_export_holds_every_page_of_the_question() -> None:
    house = House(pages(450))
    answer = house.request("GET", "/exports/things?state=open")
    assert answer.status_code == 200, answer.text
    rows = [
        [c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active
    ]
    assert rows[0] == ["编号", "状态"] and len(rows) == 451
    assert rows[1] == ["t-0", "在办"] and rows[-1] == ["t-449", "在办"]
    assert [kw["ask"].limit for _, kw in house.asked] == [200, 200, 200]
    assert "filename*=UTF-8''%E4%BA%8B%E9%A1%B9" in answer.headers["content-disposition"]
    lines = house.request("GET", "/exports/things?format=csv").text.split("\r\n")
    assert len(lines) == 452
    assert house.told == [("export", "sun", "/api/v1/exports/things")] * 2


def test_an_export_of_nothing_says_so_to_people_and_has_no_row_for_programs() -> None:
    house = House(pages(0))
    book = openpyxl.load_workbook(
        io.BytesIO(house.request("GET", "/exports/things?state=open").content)
    )
    assert [row[0].value for row in book.active] == ["编号", "没有符合条件的记录"]
    text = house.request("GET", "/exports/things?state=open&format=csv").text
    assert text.count("\r\n") == 1


def test_an_export_says_names_for_the_codes_that_the_caller_may_see() -> None:
    columns = (
        Column("区县", "district", names="district"),
        Column("牵头单位", "lead", names="unit"),
        Column("配合单位", "with", names="unit"),
        Column("责任人", "person", names="person"),
    )
    thing = {"district": "ganzhou", "lead": "mz", "with": ["jy", "zz"], "person": "sun"}

    def answer(method: str, kwargs: dict[str, Any]) -> Any:
        if method == "units":
            unit, more = ("jy", None) if kwargs["ask"].cursor else ("mz", "2")
            items = [
                {"district": district, "unit": unit, "name": f"{district}的{unit}"}
                for district in ("linze", "ganzhou")
            ]
            return {"items": items, "next": more}
        named = {"persons": {"account": "sun", "name": "孙"}, "districts": {"id": "x", "name": "X"}}
        return {"items": [named.get(method, thing)], "next": None}

    house = House(answer, columns)
    text = house.request("GET", "/exports/things?format=csv").content.decode("utf-8-sig")
    assert text.split("\r\n")[1] == "ganzhou,ganzhou的mz,ganzhou的jy、zz,孙"
    assert sum(method == "units" for method, _ in house.asked) == 2


def test_an_export_asks_for_fewer_rows_where_the_answer_does_not_fit() -> None:
    def answer(method: str, kwargs: dict[str, Any]) -> Any:
        if kwargs["ask"].limit > 40:
            raise Problem("too-large")
        return pages(50)(method, kwargs)

    answered = House(answer).request("GET", "/exports/things?format=csv")
    assert answered.text.count("\r\n") == 51


def test_an_export_that_fails_midway_sends_its_refusal_and_no_file() -> None:
    def answer(method: str, kwargs: dict[str, Any]) -> Any:
        if kwargs["ask"].cursor:
            raise Problem("unavailable")
        return pages(450)(method, kwargs)

    answered = House(answer).request("GET", "/exports/things")
    assert (answered.status_code, code_of(answered)) == (503, "unavailable")


def test_an_export_has_limits_of_rows_and_time_and_no_pages() -> None:
    answer = House(pages(450), max_export=449).request("GET", "/exports/things")
    assert (answer.status_code, code_of(answer)) == (422, "export-too-large")
    endless = House(lambda *_: {"items": [{}], "next": "x"}, export_seconds=1.0)
    assert code_of(endless.request("GET", "/exports/things")) in (
        "deadline-passed",
        "export-too-large",
    )
    for name in ("limit", "cursor"):
        answer = House(pages(1)).request("GET", f"/exports/things?{name}=5")
        assert (code_of(answer), answer.json()["field"]) == ("unknown-field", f"$.{name}")


def test_no_process_and_no_open_file_is_left_behind(tmp_path: Path) -> None:
    def answer(method: str, kwargs: dict[str, Any]) -> Any:
        return {"workbook": BOOK} if method == "book" else pages(10)(method, kwargs)

    house = House(answer)
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(3):
        house.request("GET", "/exports/things")
        house.request("GET", "/ganzhou/book")
    assert len([*Path("/proc/self/fd").iterdir()]) <= before + 1


def test_a_place_that_does_not_come_free_is_told_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.sheets.process.WAIT_SECONDS", 0.05)
    answer = House(pages(1), long=Seats(0, 1)).request("GET", "/exports/things")
    assert (answer.status_code, code_of(answer)) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


def test_a_table_that_takes_too_long_or_too_much_is_given_up(tmp_path: Path) -> None:
    path = broken_tables.write(tmp_path, "good", HEADER, ROWS)
    for limits in (Limits(memory=24 * MIB), Limits(unpacked=100)):
        answer = House(echo, limits=limits).request("POST", "/ganzhou/tables", files=file_of(path))
        assert (answer.status_code, code_of(answer)) == (422, "table-bomb")


@pytest.mark.parametrize("to", ["/ganzhou/tables", "/ganzhou/previews"])
def test_a_table_that_names_persons_is_refused_before_it_is_sent_on(
    tmp_path: Path, to: str
) -> None:
    """In a file as in JSON, and by the file's own name."""
    house = House(echo)
    rows = (("A1", "张三 13812345678", ""), ("A2", "乙", "622201199001011236"))
    path = broken_tables.write(tmp_path, "good", HEADER, rows)
    sheet = {"name": "表一", "rows": [HEADER, *rows]}
    body = {"workbook": {"filename": "a.xlsx", "sheets": [sheet]}}
    for answer in (
        house.request("POST", to, files=file_of(path)),
        house.request("POST", to, json=body),
    ):
        assert (answer.status_code, code_of(answer)) == (422, "sheet-faulty")
        assert [(f["row"], f["column"]) for f in answer.json()["faults"]] == [(2, "B"), (3, "C")]
        assert "13812345678" not in answer.text
    named = path.rename(tmp_path / "张三13812345678.xlsx")
    answer = house.request("POST", to, files=file_of(named))
    assert (answer.status_code, code_of(answer)) == (422, "invalid")
    assert answer.json()["field"] == "$.file" and "13812345678" not in answer.text
    assert not house.asked
