"""A real decomposition table through the gateway: a file in, tasks, instances, a file out."""

import io
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import openpyxl
import pytest

from contracts.caller import Caller
from contracts.orders import tasks as orders
from contracts.scoring import ItemSummary, StandardPublished
from tests.interface.test_gateway_feed import token as token_of
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = ("services.tasks.service:Tasks",)
TODAY = date.today()
YEAR = TODAY.year
OFFICE = token_of("ganzhou", account="qian", role="district_office")
ELSEWHERE = token_of("linze", account="han", role="district_office")
UNITS = (
    ("甘州区双拥办", "双拥办", "双拥办", "", "双拥办", "dsb"),
    ("甘州区教育局", "教体局", "区直单位", "", "教育局", "edu"),
    ("沙井镇", "", "乡镇", "", "", "shajing"),
    ("沙井村", "", "村", "沙井镇", "", "shajing-1"),
)
BASE = f"/campaigns/c-{YEAR}/decompositions"


def item(code: str, title: str, lead: str) -> ItemSummary:
    return ItemSummary(
        code=code,
        category="组织领导坚强有力",
        title=title,
        points=2000,
        side="地",
        kind="软",
        evidence=(),
        lead=lead,
        cooperating=(),
        register=False,
        rule_text=f"{title}得0.5分，有实效得1分",
    )


STANDARD = StandardPublished(
    version="v1",
    name="样表",
    items=(
        item("A01", "双拥工作纳入发展规划", "双拥办"),
        item("A02", "国防教育纳入教育体系", "教育局"),
        item("A03", "村级双拥服务站", "沙井镇"),
    ),
    sha256="0" * 64,
)


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    stack.start(SERVICES[0]).wait_ready()
    calls = Calls(stack, "tasks")
    for district, name in (("ganzhou", "甘州区"), ("linze", "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    publish(stack, STANDARD, district="*", subject="v1")
    campaign = orders.OpenCampaign(
        year=YEAR, name="创建", standard="v1", districts=("ganzhou", "linze")
    )
    eventually(lambda: calls.command(campaign))
    return calls


@pytest.fixture(scope="module")
def http(stack: Stack, calls: Calls) -> Iterator[httpx.Client]:
    gateway = stack.start("gateway").wait_ready()
    url = "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"] + "/api/v1"
    with httpx.Client(base_url=url, timeout=30) as client:
        header = ("单位名称", "简称/别名", "类型", "上级单位", "职责角色", "代码")
        answer = send(client, "/units/import", header, *UNITS)
        assert answer.status_code == 202, answer.text
        for account, name, unit in (
            ("qian-d", "钱东", "dsb"),
            ("li-e", "李强", "edu"),
            ("ma-s", "马井", "shajing"),
            ("sha-1", "沙一", "shajing-1"),
        ):
            person = orders.AppointPerson(
                account=account, name=name, roles=("unit",), district="ganzhou", unit=unit
            )
            eventually(lambda person=person: taken(calls, person))
        yield client


def taken(calls: Calls, order: Any) -> Any:
    """The answer once the units that it needs were made of their list."""
    try:
        return calls.command(order)
    except CallFailed as no:
        assert no.code == "invalid", no
        return None


def workbook(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_hex(8)}


def send(
    http: httpx.Client, path: str, *rows: tuple[str, ...], file: bytes = b"", **fields: str
) -> httpx.Response:
    headers = OFFICE if path.endswith("preview") else OFFICE | key()
    data = {"district": "ganzhou", **fields}
    name = "任务分解表.xlsx"
    return http.post(
        path, files={"file": (name, file or workbook(*rows))}, data=data, headers=headers
    )


HEADER = ("序号", "工作任务", "牵头单位", "配合单位", "责任人", "完成时限")
TABLE = (
    ("附件1",),
    (f"甘州区{YEAR}年双拥任务分解表",),
    HEADER,
    ("1", "双拥工作纳入发展规划", "双\n拥\n办", "各乡镇（街道）", "钱　东", "12月底前"),
    ("2", "国防教育纳入教育体系", "区教体局", "双拥办", "", "长期"),
    ("备注：如有疑问请与区双拥办联系",),
)


def task(calls: Calls, id: str) -> Any:
    def ask() -> Any:
        try:
            return calls.ask(orders.TaskOf(task=id))
        except CallFailed:
            return None

    return eventually(ask)


def test_a_broken_table_is_named_by_cell_and_plans_nothing(http: httpx.Client) -> None:
    bad = (HEADER, ("1", "双拥工作纳入发展规划", "待定", "", "", "截至10月10日"))
    answer = send(http, f"{BASE}/table", *bad)
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet-faulty")
    faults = [(fault["row"], fault["column"]) for fault in answer.json()["faults"]]
    assert faults == [(2, "C"), (2, "F")]
    assert http.get("/tasks", headers=OFFICE).json()["items"] == []


def test_a_table_is_previewed_then_planned_then_exported_and_taken_in_again(
    http: httpx.Client, calls: Calls
) -> None:
    seen = send(http, f"{BASE}/table/preview", *TABLE)
    assert seen.status_code == 200, seen.text
    assert [(one["item"], one["lead"]) for one in seen.json()["duties"]] == [
        ("A01", "dsb"),
        ("A02", "edu"),
    ]
    assert seen.json()["open"] == 0 and seen.json()["missing"] == ["A03"]
    assert http.get("/tasks", headers=OFFICE).json()["items"] == []

    answer = send(http, f"{BASE}/table", *TABLE)
    assert answer.status_code == 202, answer.text
    first = task(calls, f"t-{YEAR}-ganzhou-A01")
    assert (first["lead"], first["cooperating"], first["person"]) == ("dsb", ["shajing"], "qian-d")
    second = task(calls, f"t-{YEAR}-ganzhou-A02")
    assert second["standing"] and second["words"] == "长期"
    assert task(calls, f"t-{YEAR}-ganzhou-A02.1")["parent"] == f"t-{YEAR}-ganzhou-A02"

    again = send(http, f"{BASE}/table", *TABLE)
    assert again.status_code == 202 and "planned" not in again.json()

    file = http.get(f"{BASE}/ganzhou/sheet", headers=OFFICE)
    assert file.status_code == 200, file.text
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet["A2"].value == f"甘州区{YEAR}年创建任务分解表"
    assert [cell.value for cell in sheet[4]][5:8] == ["牵头单位", "配合单位", "责任人"]
    back = send(http, f"{BASE}/table", file=file.content)
    assert back.status_code == 202 and "planned" not in back.json(), back.text
    assert http.get(f"{BASE}/ganzhou/sheet", headers=ELSEWHERE).status_code == 404


def test_the_standards_roles_are_decomposed_over_the_wire(http: httpx.Client) -> None:
    order = {"district": "ganzhou", "due": f"{YEAR}-12-31", "defaults": True}
    seen = http.post(f"{BASE}/roles/preview", json=order, headers=OFFICE)
    assert seen.status_code == 200, seen.text
    assert [one["item"] for one in seen.json()["duties"]] == ["A01", "A02", "A03"]
    answer = http.post(f"{BASE}/roles", json=order, headers=OFFICE | key())
    assert (answer.status_code, answer.json()["code"]) == (409, "diff-unseen"), answer.text
    assert answer.json()["diff"]["added"] == ["A03"]


def test_a_changed_table_shows_its_differences_and_then_moves_the_task(
    http: httpx.Client, calls: Calls
) -> None:
    task(calls, f"t-{YEAR}-ganzhou-A01")
    changed = (HEADER, ("1", "双拥工作纳入发展规划", "区教体局", "", "", "12月底前"))
    answer = send(http, f"{BASE}/table", *changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "diff-unseen")
    assert answer.json()["diff"]["vanished"] == ["A02"]
    answer = send(http, f"{BASE}/table", *changed, accept=answer.json()["sha256"])
    assert answer.status_code == 202, answer.text
    eventually(lambda: task(calls, f"t-{YEAR}-ganzhou-A01")["lead"] == "edu")
    assert task(calls, f"t-{YEAR}-ganzhou-A01")["person"] == "li-e"


def test_after_a_ruling_every_table_of_tasks_names_the_new_lead(
    http: httpx.Client, calls: Calls
) -> None:
    id = f"t-{YEAR}-ganzhou-A01"
    li = Caller(account="li-e", name="李", roles=("unit",), district="ganzhou", unit="edu")
    calls.command(orders.Object(task=id, reason="不属本局职责"), caller=li)
    ruling = {"upheld": True, "reason": "属双拥办", "lead": "dsb", "person": "qian-d"}
    answer = http.post(f"/tasks/{id}/rule", json=ruling, headers=OFFICE | key())
    assert answer.status_code == 200, answer.text

    duties = http.get(f"{BASE}/ganzhou", headers=OFFICE).json()["duties"]
    leads = {duty["item"]: (duty["lead"], duty["person"]) for duty in duties}
    assert leads["A01"] == ("dsb", "qian-d")
    file = http.get(f"{BASE}/ganzhou/sheet", headers=OFFICE).content
    sheet: Any = openpyxl.load_workbook(io.BytesIO(file)).active
    first = [cell.value for cell in sheet[5]]
    assert first[4:6] == ["双拥工作纳入发展规划得0.5分，有实效得1分", "甘州区双拥办"]
    listed = http.get("/exports/tasks?format=csv&item=A01", headers=OFFICE).text
    assert "甘州区双拥办" in listed and "李强" not in listed
    back = send(http, f"{BASE}/table/preview", file=file).json()
    assert (back["open"], back["total_faults"], back["notes"]) == (0, 0, [])
    assert back["diff"] == {"added": [], "changed": [], "vanished": []}


def test_a_township_divides_its_task_among_its_villages(http: httpx.Client, calls: Calls) -> None:
    duty = orders.Duty(item="A03", lead="shajing", person="ma-s", due=date(YEAR, 12, 31))
    plain = orders.Decompose(
        campaign=f"c-{YEAR}", district="ganzhou", due=date(YEAR, 12, 31), duties=(duty,)
    )
    calls.command(plain)
    whole = f"t-{YEAR}-ganzhou-A03"
    task(calls, whole)
    ma = Caller(account="ma-s", name="马", roles=("unit",), district="ganzhou", unit="shajing")
    divide = orders.DivideTask(
        task=whole, due=date(YEAR, 12, 20), shares=(orders.Share(unit="shajing-1"),)
    )
    assert calls.command(divide, caller=ma)["tasks"] == [f"{whole}.shajing-1"]
    part = task(calls, f"{whole}.shajing-1")
    assert (part["lead"], part["person"], part["parent"]) == ("shajing-1", "sha-1", whole)


def test_a_merged_bureau_hands_its_open_tasks_to_its_successor(
    http: httpx.Client, calls: Calls
) -> None:
    assigned = orders.Assign(
        district="ganzhou",
        campaign=f"c-{YEAR}",
        origin="instruction",
        title="批示事项",
        lead="edu",
        person="li-e",
        due=date(YEAR, 12, 31),
    )
    id = str(calls.command(assigned)["id"])
    answer = http.post(
        "/units/dsb/succeed",
        json={
            "district": "ganzhou",
            "units": ["edu"],
            "person": "qian-d",
            "on": f"{YEAR}-01-01",
            "document": "区委办〔2026〕12号",
            "reason": "机构改革",
        },
        headers=OFFICE | key(),
    )
    assert answer.status_code == 200, answer.text
    moved = eventually(lambda: task(calls, id)["lead"] == "dsb" and task(calls, id))
    assert moved["person"] == "qian-d"
    units = {one["unit"]: one for one in http.get("/units", headers=OFFICE).json()["items"]}
    assert units["edu"]["successor"] == "dsb" and units["edu"]["name"] == "甘州区教育局"
    with pytest.raises(CallFailed) as no:
        calls.command(assigned)
    assert no.value.code == "invalid" and "不是本区单位" in str(no.value)
