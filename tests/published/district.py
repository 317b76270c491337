"""A district with the units that published texts name, its people, and a small standard."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contracts.orders.tasks import PreviewRows
from contracts.scoring import ItemSummary
from contracts.sheets import Workbook
from contracts.sheets.asking import Asking
from services.scoring.standards.importing import Imported, import_workbook
from services.tasks.organisation.list_lines import Listing
from services.tasks.organisation.listing import read_units
from services.tasks.organisation.naming import unit_names
from services.tasks.organisation.person import Person
from services.tasks.organisation.unit import Unit
from services.tasks.planning.standard import Standard
from services.tasks.planning.table.reading import Ground, Reading, read_table
from services.tasks.planning.table.staff import Staff
from services.tasks.registers.importing import preview
from services.tasks.registers.register import Register

DISTRICT, NAME, YEAR = "xishan", "西山区", 2027
TODAY, DUE = date(2026, 11, 29), date(2027, 11, 30)
NAMES: dict[str, tuple[str, ...]] = {
    "office": ("双拥办", "创建办"),
    "department": (
        *("宣传部", "组织部", "教育局", "民政局", "财政局", "团区委", "妇联", "总工会", "科协"),
        *("司法局", "退役军人事务局", "文化广电和旅游局", "交通运输局", "城市管理局"),
        *("卫生健康局", "人力资源和社会保障局", "发展和改革局", "区委办公室", "区政府办公室"),
    ),
    "township": ("柳溪镇", "石桥乡", "东街街道"),
    "garrison": ("人武部", "武警中队", "武警医院"),
    "community": ("西湖社区",),
}
SHORT = {
    "教育局": "教体局",
    "退役军人事务局": "退役军人局",
    "文化广电和旅游局": "文旅局",
    "城市管理局": "城管局",
    "卫生健康局": "卫健局",
    "人力资源和社会保障局": "人社局",
    "发展和改革局": "发改局",
    "交通运输局": "交通局",
}
CODES = {
    name: f"{kind[:3]}-{n}" for kind, names in NAMES.items() for n, name in enumerate(names, 1)
}
UNITS = {
    CODES[name]: Unit(
        district=DISTRICT,
        unit=CODES[name],
        name=name,
        kind=kind,  # type: ignore[arg-type]
        parent="",
        aliases=(SHORT[name],) if name in SHORT else (),
        serves=("成员单位",) if kind == "department" else (),
    )
    for kind, names in NAMES.items()
    for name in names
}
PERSONS = {
    f"p-{code}": Person(
        district=DISTRICT,
        account=f"p-{code}",
        name=f"{unit.name}联系人",
        roles=("unit",),
        unit=code,
        email="",
    )
    for code, unit in UNITS.items()
}
TITLES = {
    "A01": "双拥领导小组每年召开全体会议",
    "A02": "党委议军会议制度落实",
    "A03": "双拥经费列入财政预算",
    "A04": "督查、通报、限期整改和问责制度执行",
    "A05": "双拥工作纳入发展规划",
    "B01": "国防教育纳入国民教育体系",
    "B02": "双拥专题片制作播出",
    "B03": "主要路段设置宣传标语",
    "B04": "举办少年军校",
    "C01": "走访慰问驻区部队",
    "C02": "组织女青年与部队官兵联谊",
    "C03": "为重点优抚对象体检",
    "C04": "面向士兵的经济管理培训",
    "C05": "烈士纪念设施管护",
}
STANDARD = Standard(
    name="样表",
    items=tuple(
        ItemSummary(
            code=code,
            category={"A": "组织领导", "B": "宣传教育", "C": "拥军优属"}[code[0]],
            title=title,
            points=2000,
            side="地",
            kind="硬",
            evidence=(),
            register=code == "C05",
            lead="双拥办",
            cooperating=(),
        )
        for code, title in TITLES.items()
    ),
)
REGISTER = Register(
    district=DISTRICT,
    campaign=f"c-{YEAR}",
    year=YEAR,
    standard="v1",
    item="C05",
    title=TITLES["C05"],
    measure="count",
)


WORDS = unit_names(UNITS.values(), NAME)


def tasks(book: Workbook, answers: Mapping[str, str] | None = None, **more: Any) -> Reading:
    """As the preview of a task table reads it."""
    ground = Ground(
        year=YEAR,
        standard=STANDARD,
        staff=Staff(district=NAME, units=UNITS, persons=PERSONS),
        held={},
        taken={},
        settled=frozenset(),
        today=TODAY,
    )
    return read_table(book, ground, DUE, Asking(answers or {}, more.get("defaults", False)))


def register(book: Workbook, answers: Mapping[str, str] | None = None) -> dict[str, Any]:
    ask = PreviewRows(register="r", workbook=book, answers=dict(answers or {}))
    return preview(ask, (REGISTER, WORDS))


def units(book: Workbook, answers: Mapping[str, str] | None = None) -> Listing:
    return read_units(book, DISTRICT, {}, Asking(answers or {}))


def standard(book: Workbook, answers: Mapping[str, str] | None = None) -> Imported:
    return import_workbook(book, version="v1", name="试", answers=answers)
