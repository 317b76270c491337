"""Tables for the decomposition's tests: a district with its units and persons, a small standard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.orders.tasks import DecomposeTable
from contracts.scoring import ItemSummary
from contracts.sheets import Block, Sheet, Workbook
from contracts.sheets.asking import Asking
from services.tasks.organisation.person import Person
from services.tasks.organisation.unit import Unit
from services.tasks.planning.row import Row
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.reading import Ground, Reading, read_table
from services.tasks.planning.table.staff import Staff
from services.tasks.planning.tabling import Table
from tests.unit.tasks.cast import CAMPAIGN

TODAY = date(2026, 1, 5)
DUE = date(2026, 11, 30)
HEADER = ("序号", "考评项目", "考评内容", "分值", "牵头单位", "配合单位", "责任人", "完成时限")


def unit(code: str, name: str, kind: str = "department", **changes: Any) -> Unit:
    usual: dict[str, Any] = {"parent": "", "aliases": (), "serves": ()}
    return Unit(district="ganzhou", unit=code, name=name, kind=kind, **{**usual, **changes})  # type: ignore[arg-type]


UNITS = {
    one.unit: one
    for one in (
        unit("dsb", "甘州区双拥办", "office", aliases=("双拥办", "创建办"), serves=("成员单位",)),
        unit("edu", "区教育局", aliases=("教体局",), serves=("成员单位",)),
        unit("civil", "甘州区民政局", serves=("成员单位",)),
        unit("finance", "财政局"),
        unit("reform", "发展和改革局"),
        unit("health", "卫生和健康局", aliases=("卫健委",)),
        unit("publicity", "区委宣传部", aliases=("宣传部",)),
        unit("shajing", "沙井镇", "township"),
        unit("wujiang", "乌江乡", "township"),
        unit("east", "东街街道", "township"),
        unit("xihai", "西海社区", "community", parent="east"),
        unit("shajing-1", "沙井村", "community", parent="shajing"),
        unit("arms", "甘州区人武部", "garrison", aliases=("人武部",)),
        unit("youth", "团区委"),
        unit("old", "文化局", successor="publicity"),
    )
}
PERSONS = {
    account: Person(
        district="ganzhou",
        account=account,
        name=name,
        roles=(role,),  # type: ignore[arg-type]
        unit=of,
        email="",
    )
    for account, name, role, of in (
        ("qian-d", "钱东", "unit", "dsb"),
        ("li-e", "李强", "unit", "edu"),
        ("li-f", "李勤", "field", "edu"),
        ("zhou-c", "周民", "unit", "civil"),
        ("wu-f", "吴财", "unit", "finance"),
        ("ding-r", "丁改", "unit", "reform"),
        ("he-h", "何健", "unit", "health"),
        ("sun-p", "孙宣", "unit", "publicity"),
        ("ma-s", "马井", "unit", "shajing"),
        ("tang-w", "唐江", "unit", "wujiang"),
        ("dong-e", "董街", "unit", "east"),
        ("jun-a", "军武", "unit", "arms"),
        ("yang-y", "杨团", "unit", "youth"),
    )
}
STAFF = Staff(district="甘州区", units=UNITS, persons=PERSONS)


def item(code: str, category: str, title: str, points: int = 2000, **roles: Any) -> ItemSummary:
    usual: dict[str, Any] = {"lead": "宣传部", "cooperating": ()}
    return ItemSummary(
        code=code,
        category=category,
        title=title,
        points=points,
        side="地",
        kind="硬",
        evidence=(),
        register=False,
        **{**usual, **roles},
    )


LEADING, TEACHING = "组织领导坚强有力", "宣传教育广泛深入"
STANDARD = Standard(
    name="样表",
    items=(
        item("A01", LEADING, "双拥工作纳入发展规划", lead="双拥办", cooperating=("教体局",)),
        item("A02", LEADING, "党委议军会议制度落实", 1500, lead="人武部", cooperating=("各乡镇",)),
        item("A03", LEADING, "双拥经费列入财政预算", lead="财政局"),
        item("B01", TEACHING, "国防教育纳入教育体系", lead="教体局"),
        item("B02", TEACHING, "媒体双拥专题专栏", 1500),
        item("B03", TEACHING, "公益广告和宣传标语", lead="各乡镇", cooperating=("宣传部",)),
    ),
)
TITLES = {one.code: one.title for one in STANDARD.items}


def ground(**changes: Any) -> Ground:
    usual: dict[str, Any] = {
        "year": 2026,
        "standard": STANDARD,
        "staff": STAFF,
        "held": {},
        "taken": {},
        "settled": frozenset(),
        "today": TODAY,
    }
    return Ground(**{**usual, **changes})


def sheet(*rows: tuple[str, ...], **changes: Any) -> Sheet:
    return Sheet(name="分解表", rows=rows, **changes)


def book(*rows: tuple[str, ...], **changes: Any) -> Workbook:
    return Workbook(filename="分解表.xlsx", sheets=(sheet(*rows, **changes),))


def block(top: int, left: int, bottom: int, right: int) -> Block:
    return Block(top=top, left=left, bottom=bottom, right=right)


def row(code: str, lead: str = "区教育局", **cells: str) -> tuple[str, ...]:
    """A plain row below HEADER that names its item by its text."""
    of = next(one for one in STANDARD.items if one.code == code)
    usual = {
        "number": "",
        "category": of.category,
        "text": of.title,
        "points": "",
        "lead": lead,
        "cooperating": "",
        "person": "",
        "due": "9月底前",
    }
    return tuple({**usual, **cells}.values())


def read(
    *rows: tuple[str, ...],
    answers: Mapping[str, str] | None = None,
    defaults: bool = False,
    due: date | None = DUE,
    on: Ground | None = None,
    **changes: Any,
) -> Reading:
    asking = Asking(answers or {}, defaults)
    return read_table(book(*rows, **changes), on or ground(), due, asking)


def plain(*rows: tuple[str, ...], **changes: Any) -> Reading:
    """Rows under the usual header."""
    return read(HEADER, *rows, **changes)


def sound(reading: Reading) -> list[Row]:
    """The rows of a table that needs nothing more."""
    assert not reading.faults, reading.faults
    assert not reading.asking.open, [question.id for question in reading.asking.open]
    return reading.rows


def one(reading: Reading) -> Row:
    (only,) = sound(reading)
    return only


def faults(reading: Reading) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in reading.faults]


def open_questions(reading: Reading) -> list[str]:
    return [question.id for question in reading.asking.open]


def order(workbook: Workbook, **changes: Any) -> DecomposeTable:
    usual: dict[str, Any] = {"campaign": "c-2026", "district": "ganzhou", "due": DUE}
    return DecomposeTable(workbook=workbook, **{**usual, **changes})


def table(held: Mapping[str, Row] | None = None, **changes: Any) -> Table:
    return Table(campaign=CAMPAIGN, ground=ground(held=held or {}, **changes))
