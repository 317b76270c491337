"""A table of persons: its header found, its rows as people typed them, its names resolved. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from contracts.sheets import Workbook
from contracts.sheets.headers import Words
from contracts.sheets.text import one_line, squeeze
from contracts.words import CITY_WIDE, ROLE_NAMES
from gateway.console.frame.forms import Misfilled, read_form
from gateway.tending.given import OpenAccount

FIELDS = ("name", "roles", "district", "unit", "account", "email", "telephone")
"""Of a row, in the order of the page."""
COLUMNS = Words(
    {
        "name": ("姓名", "人员", "人员姓名", "联系人", "责任人"),
        "roles": ("岗位", "角色", "平台岗位", "用户角色"),
        "district": ("区县", "县区", "所属区县", "所在区县"),
        "unit": ("单位", "单位名称", "所在单位", "工作单位"),
        "account": ("账号", "登录账号", "登录名", "用户名", "帐号"),
        "email": ("邮箱", "电子邮箱", "邮件", "电子邮件"),
        "telephone": ("手机", "手机号", "手机号码", "电话", "联系电话", "联系方式"),
        "number": ("序号", "序"),
    }
)
BY_NAME = "by-name"
"""Stands for an account that is to be made from the name."""
MOST = 200
"""Persons of one table."""
APART = re.compile(r"[、,，;；/\s]{1,20}")
ROLES = {squeeze(name): role for role, name in ROLE_NAMES.items()}

Row = dict[str, str]
Faults = dict[tuple[int, str], tuple[str, dict[str, str]]]


class Known(NamedTuple):
    """By name: districts, and units of each district."""

    districts: Mapping[str, str]
    units: Mapping[str, Mapping[str, str]]


def rows_of(book: Workbook) -> list[Row]:
    """Rows of every sheet with a header, each with its place. Raises: Misfilled."""
    found: list[Row] = []
    headed = False
    for sheet in book.sheets:
        header = COLUMNS.find(sheet, lambda named: "name" in named and len(named) > 1)
        if header is None:
            continue
        headed = True
        for number, cells in enumerate(sheet.rows[header.last :], header.last + 1):
            if COLUMNS.aside(cells):
                continue
            row = {
                name: one_line(cells[at - 1]) if at <= len(cells) else ""
                for name, at in header.columns.items()
                if name in FIELDS
            }
            found.append({name: row.get(name, "") for name in FIELDS} | {"place": str(number)})
    if not headed:
        raise Misfilled({"file": ("accounts.no_header", {})})
    if not 0 < len(found) <= MOST:
        raise Misfilled({"file": ("accounts.row_count", {"most": str(MOST), "n": str(len(found))})})
    return found


def judged(
    rows: Sequence[Row], known: Known, district: str
) -> tuple[list[OpenAccount | None], Faults]:
    """What each row becomes; and every fault at once, by number of the row and field.

    ``district``: of rows that name none.
    """
    orders: list[OpenAccount | None] = []
    faults: Faults = {}
    accounts = [row["account"] for row in rows if row["account"]]
    for n, row in enumerate(rows):
        filled, wrong = _resolved(row, known, district)
        if row["account"] and accounts.count(row["account"]) > 1:
            wrong["account"] = ("accounts.twice", {})
        try:
            order = read_form(OpenAccount, filled)
        except Misfilled as misfilled:
            wrong = {**misfilled.faults, **wrong}
            order = None
        faults |= {(n, name): fault for name, fault in wrong.items()}
        orders.append(None if wrong else order)
    return orders, faults


def _resolved(
    row: Row, known: Known, district: str
) -> tuple[dict[str, Any], dict[str, tuple[str, dict[str, str]]]]:
    wrong: dict[str, tuple[str, dict[str, str]]] = {}
    own = known.districts.get(squeeze(row["district"]), "") if row["district"] else district
    if row["district"] and not own:
        wrong["district"] = ("accounts.no_such_district", {"text": row["district"][:40]})
    unit = known.units.get(own, {}).get(squeeze(row["unit"]), "") if row["unit"] else ""
    if row["unit"] and not unit:
        wrong["unit"] = ("accounts.no_such_unit", {"text": row["unit"][:60]})
    roles = [ROLES.get(squeeze(one), "") for one in APART.split(row["roles"]) if one]
    if not all(roles):
        wrong["roles"] = ("accounts.no_such_role", {"text": row["roles"][:60]})
    filled = {
        "name": row["name"],
        "roles": roles or None,
        "district": own or CITY_WIDE,
        "unit": unit,
        "account": row["account"] or BY_NAME,
        "email": row["email"],
        "telephone": row["telephone"],
    }
    return filled, wrong


def of_form(given: Mapping[str, str]) -> list[Row]:
    """The rows of the page, as they were corrected; one whose box is ticked is left out."""
    found = []
    for n in range(MOST):
        if f"r{n}.name" in given and not given.get(f"r{n}.skip"):
            row = {name: given.get(f"r{n}.{name}", "").strip() for name in (*FIELDS, "place")}
            found.append(row)
    return found
