"""Questions about registers (台账), the calendar of duties, and what units are asked for."""

from collections.abc import Iterable

from msgspec.structs import replace

from contracts.orders.tasks import (
    BurdenOf,
    CalendarOf,
    ItemsWithRegister,
    MissingOf,
    PreviewRows,
    RegisterOf,
    Registers,
    RegisterSheet,
)
from contracts.refusals import Invalid, NotFound
from kit.reader import Reader
from services.tasks.answers.filters import like
from services.tasks.answers.sight import Answer, asked, own_unit, units_filter
from services.tasks.organisation.looks import all_units, unit_names_of
from services.tasks.organisation.naming import UnitNames, unit_words
from services.tasks.planning.looks import standard_of
from services.tasks.planning.store import CAMPAIGNS
from services.tasks.registers.demands import Burden, by_month, dated, shown
from services.tasks.registers.exporting import lacking, sheet_of
from services.tasks.registers.register import Register, RegisterRow, register_id
from services.tasks.registers.store import BURDENS, REGISTERS
from services.tasks.task.store import TASKS
from services.tasks.task.task import task_id

MAX_REGISTERS = 20
"""Registers of one page: each is read with its rows."""
MAX_RECURRING = 2000
MAX_UNITS = 2000


def register_of(reader: Reader, ask: RegisterOf) -> Answer:
    """The register with its count; the rows say whether they are done, and by what.

    Who belongs to a unit sees its own rows, unless the unit leads the item's task.
    Raises: NotFound.
    """
    register = reader.get(REGISTERS, ask.register)
    counted = register.counted
    shown = reader.show(REGISTERS, ask.register)
    shown.pop("photos")
    shown.pop("early")
    shown.pop("answers")
    if own_unit(reader.caller) is not None:
        shown.pop("history")
    seen = {row.key for row in _seen(reader, register)}
    by_key = register.by_key()
    shown["rows"] = [
        {
            **row,
            "state": register.state_of(by_key[row["key"]]),
            "done": register.state_of(by_key[row["key"]]) == "done",
            "evidence": list(register.proof(row["key"])),
        }
        for row in shown["rows"]
        if row["key"] in seen
    ]
    return {**shown, "done": counted.numerator, "total": counted.denominator}


def registers(reader: Reader, ask: Registers) -> Answer:
    """A page of registers without their rows; of a unit, those in which it has rows, so counted."""
    own = own_unit(reader.caller)
    filters = {
        "district": ask.district,
        "year": ask.year,
        "item": ask.item,
        "title": like(ask.text),
        **units_filter("rows.unit", ask.unit, own),
    }
    page = reader.page(REGISTERS, asked(filters), replace(ask, limit=min(ask.limit, MAX_REGISTERS)))
    return {**page, "items": [_brief(one, own) for one in page["items"]]}


def items_with_register(reader: Reader, ask: ItemsWithRegister) -> Answer:
    """Raises: NotFound, DistrictNotInCampaign."""
    campaign = reader.get(CAMPAIGNS, ask.campaign)
    campaign.must_include(ask.district)
    items = [item for item in standard_of(reader, campaign).items if item.register]
    ids = {item.code: register_id(campaign.year, ask.district, item.code) for item in items}
    held = reader.many(REGISTERS, ids.values())
    return {
        "items": [
            {
                "item": item.code,
                "title": item.title,
                "category": item.category,
                "register": ids[item.code] if ids[item.code] in held else "",
            }
            for item in items
        ]
    }


def register_sheet(reader: Reader, ask: RegisterSheet) -> Answer:
    """{"workbook": …}: the rows that the caller sees. Raises: NotFound."""
    register = reader.get(REGISTERS, ask.register)
    units = all_units(reader, register.district).values()
    said = unit_words(units, unit_names_of(reader, register.district))
    return {"workbook": sheet_of(register, _seen(reader, register), said)}


def rows_known(reader: Reader, ask: PreviewRows) -> tuple[Register, UnitNames]:
    """What a table of rows is read against. Raises: NotFound."""
    register = reader.get(REGISTERS, ask.register)
    return register, unit_names_of(reader, register.district)


def missing_of(reader: Reader, ask: MissingOf) -> Answer:
    """What has no evidence yet, by unit and place; a unit sees its own.

    Raises: Invalid (neither a register nor an item, year and district), NotFound.
    """
    id = ask.register
    if id is None:
        if ask.district is None or ask.item is None or ask.year is None:
            raise Invalid("请指定台账，或同时指定区县、考评项和年度。", field="register")
        id = register_id(ask.year, ask.district, ask.item)
    register = reader.get(REGISTERS, id)
    titles = {code: unit.name for code, unit in all_units(reader, register.district).items()}
    units = lacking(register, _seen(reader, register), titles)
    return {
        "register": id,
        "title": register.title,
        "item": register.item,
        "year": register.year,
        "rows": sum(unit["rows"] for unit in units),
        "missing": sum(unit["missing"] for unit in units),
        "units": units,
    }


def calendar_of(reader: Reader, ask: CalendarOf) -> Answer:
    """What recurs and is due in the year or month, by day, with its state. Raises: NotFound."""
    _must_see(reader, ask.district)
    months = (ask.month, ask.month) if ask.month else (1, 12)
    # Days are kept as ISO text: the 31st bounds every month.
    first, last = (f"{ask.year}-{month:02d}" for month in months)
    due = {"$gte": f"{first}-01", "$lte": f"{last}-31"}
    filters = {
        "district": ask.district,
        "due": due,
        "period": {"$gt": ""},
        **units_filter("units", None, own_unit(reader.caller)),
    }
    found = reader.all(TASKS, filters, limit=MAX_RECURRING)
    items = [
        {
            "task": id,
            "parent": task.parent,
            "item": task.item,
            "title": task.title,
            "period": task.period,
            "due": task.due,
            "lead": task.lead,
            "person": task.person,
            "state": task.state,
            "overdue": task.overdue,
        }
        for id, task in found
    ]
    return {"items": sorted(items, key=lambda one: (one["due"], one["task"]))}


def burden_of(reader: Reader, ask: BurdenOf) -> Answer:
    """By unit: demands made, met, avoided, repeated, and what is still open; never by person. By
    month, beside the year before.

    A unit sees its own. Raises: NotFound.
    """
    _must_see(reader, ask.district)
    own = own_unit(reader.caller)
    foreign = own is not None and ask.unit not in (None, own)
    years = {"$in": list(range(ask.year - 2, ask.year + 2))}
    filters = asked({"district": ask.district, "unit": own or ask.unit}) | {"year": years}
    most = MAX_UNITS * len(years["$in"])
    found = [] if foreign or own == "" else reader.all(BURDENS, filters, limit=most)
    burdens = [burden for _, burden in found]
    units = [_borne(burden) for burden in burdens if burden.year == ask.year]
    return {
        "units": sorted(units, key=lambda one: str(one["unit"])),
        "months": by_month(burdens, ask.year),
        "listed": dated(burdens, ask.year, ask.month) if ask.month else [],
    }


def _borne(burden: Burden) -> Answer:
    return {
        "unit": burden.unit,
        "made": burden.made,
        "met": burden.met,
        "avoided": burden.avoided,
        "repeated": burden.repeated,
        "open": [shown(one) for one in burden.demands if one.state == "open"],
    }


def _seen(reader: Reader, register: Register) -> Iterable[RegisterRow]:
    """The rows that the caller may see."""
    mine = own_unit(reader.caller)
    if mine is None:
        return register.rows
    task = reader.find(TASKS, task_id(register.year, register.district, register.item))
    if task is not None and task.lead == mine:
        return register.rows
    return [row for row in register.rows if row.unit == mine]


def _brief(shown: Answer, own: str | None) -> Answer:
    register = REGISTERS.load({k: v for k, v in shown.items() if k not in ("id", "version")})
    if own is not None:
        register = replace(register, rows=tuple(r for r in register.rows if r.unit == own))
    counted = register.counted
    return {
        "id": shown["id"],
        "version": shown["version"],
        "district": register.district,
        "campaign": register.campaign,
        "year": register.year,
        "item": register.item,
        "title": register.title,
        "measure": register.measure,
        "done": counted.numerator,
        "total": counted.denominator,
    }


def _must_see(reader: Reader, district: str) -> None:
    """Raises: NotFound."""
    if reader.caller is not None and not reader.caller.sees(district):
        raise NotFound("没有这个县区。")
