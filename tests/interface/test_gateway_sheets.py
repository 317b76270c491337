"""Tables through the real gateway and the tasks service: in as a file, out as a file."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest

from contracts.orders import tasks as orders
from kit.sealing import opened_by
from kit.topology import RPC_EXCHANGE
from tests.interface.test_gateway_feed import token as token_of
from tests.support import broken_tables, office
from tests.support.calling import Calls, trusted
from tests.support.running import Running
from tests.support.stack import Stack

SERVICES = ("services.tasks.service:Tasks",)
HEADER = ("单位名称", "类型", "代码")
ROWS = (("区民政局", "部门", "minzheng"), ("=区教育局", "部门", "jiaoyu"))
OFFICE = token_of("ganzhou", account="qian", role="district_office")
ELSEWHERE = token_of("linze", account="han", role="district_office")
UNIT = token_of("ganzhou", account="sun", role="unit")


@pytest.fixture(scope="module")
def gateway(stack: Stack) -> Running:
    stack.start(SERVICES[0]).wait_ready()
    return stack.start("gateway", TONGXIN_MAX_EXPORT="1000").wait_ready()


@pytest.fixture(scope="module")
def http(stack: Stack, gateway: Running) -> Iterator[httpx.Client]:
    calls = Calls(stack, "tasks")
    for district in ("ganzhou", "linze"):
        calls.command(orders.FoundDistrict(district=district, name=district))
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1"
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def send(http: httpx.Client, path: Path, to: str = "/units/import") -> httpx.Response:
    headers = OFFICE if to.endswith("preview") else OFFICE | key()
    file = {"file": (path.name, path.read_bytes())}
    return http.post(to, files=file, data={"district": "ganzhou"}, headers=headers)


def units(http: httpx.Client, by: dict[str, str] = OFFICE) -> list[str]:
    return [one["name"] for one in http.get("/units", headers=by).json()["items"]]


def table_of(answer: httpx.Response) -> list[list[Any]]:
    assert answer.status_code == 200, answer.text
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet]


@pytest.mark.parametrize("kind", ["many_rows", "zip_bomb", "macro", "marked_cell", "cut_off"])
def test_a_broken_file_is_refused_and_changes_nothing(
    http: httpx.Client, tmp_path: Path, kind: str
) -> None:
    before = units(http)
    answer = send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS))
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (422, broken_tables.BY_GATEWAY[kind])
    assert units(http) == before


def test_what_a_file_holds_is_never_logged(
    http: httpx.Client, gateway: Running, tmp_path: Path
) -> None:
    for kind in ("marked_cell", "marked_name", "torn_quote", "not_a_zip"):
        send(http, broken_tables.write(tmp_path, kind, HEADER, ROWS))
    log = gateway.process.log.read_text()
    assert "classified matter refused" in log
    for word in ("机密", "秘密", "民政", "minzheng", "torn_quote"):
        assert word not in log


def test_a_list_of_units_is_previewed_then_taken_then_handed_out(
    http: httpx.Client, tmp_path: Path
) -> None:
    path = broken_tables.write(tmp_path, "gb18030", HEADER, ROWS)
    answer = send(http, path, "/units/import/preview")
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-read-as"] == "csv gb18030"
    assert units(http) == []
    path = broken_tables.write(tmp_path, "good", HEADER, (ROWS[0], ("区教育局", "部门", "jiaoyu")))
    answer = send(http, path)
    assert answer.status_code == 202, answer.text

    answer = http.get("/exports/units", headers=OFFICE)
    rows = table_of(answer)
    assert rows[0][:2] == ["代码", "单位名称"]
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    head, said = table_of(http.get("/exports/units", headers=ELSEWHERE))
    assert (head, said[0], any(said[1:])) == (rows[0], "没有符合条件的记录", False)


def test_an_export_is_the_whole_list_within_the_callers_scope(
    stack: Stack, http: httpx.Client
) -> None:
    calls = Calls(stack, "tasks")
    for n in range(230):
        order = orders.RegisterUnit(
            district="ganzhou", unit=f"u-{n:03}", name=f"单位{n:03}", kind="department"
        )
        calls.command(order)
    rows = table_of(http.get("/exports/units?district=ganzhou", headers=OFFICE))
    names = [row[1] for row in rows[1:]]
    assert {f"单位{n:03}" for n in range(230)} <= set(names) and len(names) == len(set(names))
    text = http.get("/exports/units?format=csv", headers=OFFICE).content.decode("utf-8-sig")
    assert text.count("\r\n") == len(rows)
    assert http.get("/exports/units?district=linze", headers=OFFICE).status_code == 404


def test_an_export_of_persons_has_no_address(stack: Stack, http: httpx.Client) -> None:
    Calls(stack, "tasks").command(
        orders.AppointPerson(
            account="sun",
            name="孙",
            roles=("unit",),
            district="ganzhou",
            unit="u-001",
            email="sun@example.org",
        )
    )
    rows = table_of(http.get("/exports/persons", headers=OFFICE))
    assert rows[1][:3] == ["sun", "孙", "单位联系人"]
    assert not any("@" in str(cell) for row in rows for cell in row)
    assert "email" not in http.get("/persons", headers=OFFICE).text


def test_exports_need_a_token_and_know_their_parameters(http: httpx.Client) -> None:
    assert http.get("/exports/tasks").status_code == 401
    answer = http.get("/exports/tasks?colour=red", headers=OFFICE)
    assert (answer.status_code, answer.json()["field"]) == (422, "$.colour")
    none = http.get("/exports/tasks?text=led&format=csv", headers=UNIT)
    assert none.text.count("\r\n") == 1


def test_the_second_of_two_editors_is_told_what_changed(http: httpx.Client) -> None:
    body = {"list": "tasks", "name": "屏", "filters": {"text": "led"}}
    saved = http.post("/views", json=body, headers=OFFICE | key()).json()
    changed = body | {"shared": True}
    seen = {"If-Match": f'"{saved["version"]}"'}
    first = http.post("/views", json=changed, headers=OFFICE | key() | seen)
    assert first.status_code == 200, first.text
    second = http.post("/views", json=body, headers=OFFICE | key() | seen)
    assert (second.status_code, second.json()["code"]) == (412, "changed-since")
    assert second.json()["version"] == first.json()["version"]


NAMING = ("13912345678", "622201199001011236")


def naming(tmp_path: Path, which: str) -> Path:
    """A list whose second unit, or whose Word document beside the table, names persons."""
    telephone, identity = NAMING
    if which == "docx":
        table = office.table(HEADER, ROWS[0], ("区教育局", "部门", identity))
        path = tmp_path / "名单.docx"
        path.write_bytes(office.document("联系人：张三 " + telephone, table))
        return path
    rows = (ROWS[0], ("区教育局", "部门", identity), (f"电话{telephone}", "部门", "x"))
    return broken_tables.write(tmp_path, "good_csv" if which == "csv" else "good", HEADER, rows)


@pytest.mark.parametrize("which", ["xlsx", "csv", "docx"])
def test_what_names_a_person_goes_no_further_than_the_door_that_reads_the_file(
    http: httpx.Client, gateway: Running, stack: Stack, tmp_path: Path, which: str
) -> None:
    """A queue beside the service's own hears every command and question that is sent."""
    with stack.amqp() as connection:
        channel: Any = connection.channel()
        channel.auto_decode = False
        tap = channel.queue_declare("", exclusive=True).queue
        channel.queue_bind(tap, RPC_EXCHANGE, "tasks.#")
        for to in ("/units/import/preview", "/units/import"):
            answer = send(http, naming(tmp_path, which), to)
            assert (answer.status_code, answer.json()["code"]) == (422, "sheet-faulty")
            assert answer.json()["total"] == 2
            assert not any(digits in answer.text for digits in NAMING)
        assert channel.basic_get(tap) is None
        good = broken_tables.write(tmp_path, "good", HEADER, ROWS[:1] * 2)
        send(http, good, "/units/import/preview")
        sent = channel.basic_get(tap).body
        raw, _ = opened_by(stack.signer("tasks"), trusted(stack, "gateway"), sent)
        assert b"minzheng" in raw and b"minzheng" not in sent, "what is sent would be heard"
    for service in ("gateway", "tasks"):
        database = stack.mongo(service)
        kept = repr([list(database[name].find()) for name in database.list_collection_names()])
        assert not any(digits in kept + gateway.text() for digits in NAMING)
