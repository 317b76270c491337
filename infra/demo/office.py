"""Act four: a day in the office: meeting, need, urging, report once, snapshot and outlook."""

import io
from datetime import timedelta
from hashlib import sha256
from typing import Any

import openpyxl

from infra.demo import opening, supervising
from infra.demo.api import Api, eventually, unless
from infra.demo.cast import Cast
from infra.demo.clicking import Console

HOME = "ganquan"
Seen = dict[str, Any]


def outlook(cast: Cast) -> Seen:
    """What the last sign post would bring, what to push next, and who leads what is missing."""
    office = cast.of(HOME, "office")
    changes = [{"type": "rows", "item": supervising.SIGNS.item, "done": 1}]
    supposed = office.ask(f"/scores/{HOME}/{cast.year}/what-if", level="self", changes=changes)
    plan = office.get(f"/push-next/{HOME}/{cast.year}", level="city")
    grid = office.get("/gaps", district=HOME, level="city", first=cast.year, last=cast.year)
    cells = [cell for row in grid["districts"][0]["rows"] for cell in row["cells"]]
    gained = supposed["difference"] / 1000
    cast.say(f"缺口表 {len(cells)} 格；假如补拍最后一个点位，自评总分增加 {gained:.3f}")
    return {
        "supposed": supposed["then"]["total"],
        "pushed": [group["items"] for group in plan["groups"]],
        "led": all(cell["lead"] for cell in cells),
    }


def urge(cast: Cast) -> Seen:
    """The late task is asked after, once a day."""
    district, item = opening.OVERDUE
    task = cast.task(district, item)
    office = cast.of(district, "office")
    eventually(f"{task} overdue", lambda: office.get(f"/tasks/{task}")["overdue"])
    office.post(f"urge {task}", f"/tasks/{task}/urge", reason="期限已过，请今日报进展")

    def again() -> Any:
        return office.post(f"urge {task} again", f"/tasks/{task}/urge", reason="再催一次")

    twice = unless(("urged-today",), again)
    told = office.get(f"/tasks/{task}/history")
    cast.say("逾期任务催办一次，当天第二次被拒")
    return {"once": twice is None, "told": [one["text"] for one in told["sentences"]]}


def meet(cast: Cast) -> str:
    """A leading-group meeting; its decision becomes a task. The task's state."""
    office = cast.of(HOME, "office")
    meeting = office.post(
        "meeting",
        "/meetings",
        district=HOME,
        campaign=cast.campaign,
        kind="leading-group",
        title="双拥工作领导小组第二次全体会议",
        on=cast.today.isoformat(),
        agenda=["听取创建进展", "研究薄弱环节"],
        decisions=[
            {
                "number": 1,
                "text": "一周内补齐公交站点标语",
                "lead": "xuanchuan",
                "person": "gq-xuanchuan",
                "days": 7,
            }
        ],
    )["id"]

    def state() -> str:
        decision = office.get(f"/meetings/{meeting}")["decisions"][0]
        found: str = decision["state"]
        return "" if found == "planned" else found

    found = eventually("the decision is a task", state)
    cast.say("领导小组会议一次，议定事项已转为任务")
    return found


def need(cast: Cast) -> str:
    """The garrison wants something, the civil side confirms it, the office names who does it."""
    office, garrison = cast.of(HOME, "office"), cast.of(HOME, "renwubu")
    need = garrison.post(
        "need",
        "/needs",
        district=HOME,
        campaign=cast.campaign,
        title="训练场进出道路硬化",
        description="雨季车辆通行困难",
        topic="基础设施",
    )["id"]
    office.post("confirm need", f"/needs/{need}/confirm", note="已现场核实")
    state = office.get(f"/needs/{need}")["state"]
    if state == "raised":
        garrison.post("confirm need too", f"/needs/{need}/confirm")
    office.post(
        "accept need",
        f"/needs/{need}/accept",
        lead="fagai",
        person="gq-fagai",
        due=(cast.today + timedelta(days=20)).isoformat(),
    )
    found: str = eventually(
        "the need is a task", lambda: office.get(f"/needs/{need}")["task_state"]
    )
    cast.say("军地需求一件，双方确认后列入责任清单")
    return found


def report_once(cast: Cast) -> bool:
    """Material that is held is not demanded again. Whether the demand was stopped."""
    stopped: bool = cast.of(HOME, "office").post(
        "demand",
        "/demands",
        district=HOME,
        item="B02",
        unit="xuanchuan",
        year=cast.year,
        what="媒体专栏播出单",
        reason="月度汇总",
        due=(cast.today + timedelta(days=7)).isoformat(),
    )["stopped"]
    cast.say("索要已在库的材料被拦下，附材料链接")
    return stopped


def freeze(cast: Cast) -> Seen:
    """The figures are frozen, and worked out again from what was frozen."""
    snapshot = cast.office.post(
        "snapshot", "/snapshots", year=cast.year, level="city", name="年中通报"
    )["id"]
    proof = cast.office.get(f"/snapshots/{snapshot}/verification")
    again = [
        cast.office.post(f"recompute {d}", f"/scores/{d}/{cast.year}/recompute")["differences"]
        for d in (HOME, "linhe", "shanyin")
    ]
    cast.say(f"得分快照已冻结，指纹 {proof['sha256'][:12]}…，重算一致")
    return {
        "snapshot": snapshot,
        "equal": proof["equal"],
        "differences": [one for found in again for one in found],
    }


def issue(cast: Cast, snapshot: str) -> Seen:
    """The city's office issues the bulletin by its page, and prints it twice."""
    console = Console(cast.office.url, cast.office.token)
    try:
        draft = f"/console/papers/new/bulletin?snapshot={snapshot}"
        paper = console.send(draft, {"copies": "省双拥办"}, {"do": "issue"})
        prints = [console.file(f"{paper}/docx") for _ in range(2)]
    finally:
        console.close()
    shown = cast.office.get(f"/papers/{paper.rpartition('/')[2]}")
    cast.say(f"通报已印发，{shown['number']}，重印与第一次印的相同")
    return {
        "number": shown["number"],
        "equal": {sha256(raw).hexdigest() for raw in prints} == {shown["sha256"]},
    }


def tables(cast: Cast) -> Seen:
    """The decomposition table as a file changes nothing when it comes back; lists as files."""
    office: Api = cast.of(HOME, "office")
    path = f"/campaigns/{cast.campaign}/decompositions/{HOME}"
    table = office.file(f"{path}/sheet")
    listed = office.file("/exports/tasks", district=HOME, year=cast.year)
    rows = openpyxl.load_workbook(io.BytesIO(listed)).worksheets[0].max_row
    book = openpyxl.load_workbook(io.BytesIO(table))
    cast.say(f"任务分解表和任务列表已导出（{rows} 行）")
    return {"rows": rows, "title": str(book.worksheets[0]["A1"].value)}
