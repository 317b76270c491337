"""导入人员: a table in, every row to be seen and mended, then all opened, their links at once."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from contracts.caller import Caller
from contracts.orders.base import MAX_PAGE
from contracts.orders.tasks import Districts, Units
from contracts.roles import APPOINTERS
from contracts.sheets.text import squeeze
from contracts.words import CITY_WIDE
from gateway import door
from gateway.console.accounts import table, views
from gateway.console.accounts.shared import opened_at
from gateway.console.accounts.table import BY_NAME, FIELDS, MOST, Known, Row
from gateway.console.frame import session
from gateway.console.frame.asking import ask, fields
from gateway.console.frame.forms import Misfilled, Wrong, wrong
from gateway.console.frame.posting import key_of
from gateway.console.frame.receiving import received
from gateway.console.frame.render import language, render
from gateway.console.frame.words import moment, word
from gateway.problems import Problem
from gateway.tending import accounts
from gateway.tending.given import OpenAccount

HOME = "/console/accounts/import"
MAX_FORM, MOST_FIELDS = 512 * 1024, MOST * (len(FIELDS) + 2) + 20
MOST_PAGES = 10
"""Pages of a district's units."""
MOST_NAMES = 50
"""Accounts that are tried for one name."""

Json = dict[str, Any]


async def _caller(request: Request) -> Caller:
    caller = (await session.current(request)).caller
    door.allow(caller, APPOINTERS)
    return caller


async def start(request: Request) -> Response:
    return await _start(request, await _caller(request))


async def _start(request: Request, caller: Caller, fault: Wrong | None = None) -> Response:
    found = await ask(request, caller, "tasks", Districts())
    seen = ((one["id"], one["name"]) for one in found["items"])
    return render(
        request,
        "accounts/import.html",
        fault.status if fault else 200,
        caller=caller,
        districts=[one for one in seen if caller.district in (CITY_WIDE, one[0])],
        most=MOST,
        wrong=fault,
    )


async def bring(request: Request) -> Response:
    caller = await _caller(request)
    given: dict[str, str] = {}
    try:
        book = await received(request, caller, given, contacts=True)
        rows = table.rows_of(book)
    except (Misfilled, Problem) as fault:
        return await _start(request, caller, _of_file(request, fault))
    return await _review(request, caller, rows, given.get("district", ""), asked=False)


def _of_file(request: Request, fault: Misfilled | Problem) -> Wrong:
    """Every cell that the reader names is told."""
    cells = fault.extra.get("faults", []) if isinstance(fault, Problem) else []
    if not cells:
        return wrong(fault, language(request))
    told = "；".join(f"{one['row']} 行 {one['column']} 列：{one['text']}" for one in cells[:20])
    return Wrong({"file": told}, told, 422)


async def _known(request: Request, caller: Caller, district: str) -> Known:
    """What the names of a table are looked for in: those of the caller's scope."""
    found = await ask(request, caller, "tasks", Districts())
    seen = [one for one in found["items"] if caller.district in (CITY_WIDE, one["id"])]
    units: dict[str, dict[str, str]] = {}
    for one in seen:
        if district == CITY_WIDE or caller.district == CITY_WIDE or one["id"] == district:
            units[one["id"]] = await _units(request, caller, one["id"])
    return Known({squeeze(one["name"]): one["id"] for one in seen}, units)


async def _units(request: Request, caller: Caller, district: str) -> dict[str, str]:
    """Code of each unit in use, by its names."""
    found: dict[str, str] = {}
    cursor: str | None = ""
    for _ in range(MOST_PAGES):
        if cursor is None:
            break
        question = Units(district=district, limit=MAX_PAGE, cursor=cursor)
        page = await ask(request, caller, "tasks", question)
        for one in page["items"]:
            if not one["successor"]:
                names = (*one["aliases"], one["name"])
                found |= {squeeze(name): one["unit"] for name in names}
        cursor = page["next"]
    return found


async def _review(
    request: Request,
    caller: Caller,
    rows: list[Row],
    district: str,
    *,
    asked: bool,
    opened: list[Json] | None = None,
    refused: dict[tuple[int, str], str] | None = None,
) -> Response:
    """``asked``: the rows were sent to be opened. ``refused``: why an account was not."""
    district = district if caller.district == CITY_WIDE else caller.district
    known = await _known(request, caller, district)
    _, faults = table.judged(rows, known, district)
    chosen = language(request)
    told = {at: word(chosen, key, **values) for at, (key, values) in faults.items()}
    told |= refused or {}
    return render(
        request,
        "accounts/review.html",
        422 if asked and told else 200,
        caller=caller,
        rows=rows,
        faults=told,
        at_fault=len({n for n, _ in told}),
        district=district,
        units=sorted({name for each in known.units.values() for name in each}),
        known=sorted(known.districts),
        roles=[word("zh", f"accounts.role.{r}") for r in views.all_roles(caller)],
        fields=[name for name in FIELDS if name != "district" or caller.district == CITY_WIDE],
        opened=opened or [],
    )


async def open_all(request: Request) -> Response:
    """All rows or, where one is at fault, none; what a service refuses stays to be mended."""
    caller = await _caller(request)
    given = await fields(request, MAX_FORM, MOST_FIELDS)
    session.check_form(request, given.get("form_token", ""))
    rows, district = table.of_form(given), given.get("district", "")
    district = district if caller.district == CITY_WIDE else caller.district
    orders, faults = table.judged(rows, await _known(request, caller, district), district)
    if faults or not rows:
        return await _review(request, caller, rows, district, asked=True)
    opened, left = [], list[Row]()
    refused: dict[tuple[int, str], str] = {}
    for n, (row, order) in enumerate(zip(rows, orders, strict=True)):
        try:
            assert order is not None
            link = await open_one(request, caller, order, f"{key_of(given)}-{n}")
            opened.append(_told(request, order.name, link))
        except Problem as problem:
            if problem.status >= 500 and not opened:
                raise
            field = problem.field.removeprefix("$.")
            refused[len(left), field if field in FIELDS else "name"] = problem.detail
            left.append(row)
    if left:
        return await _review(
            request, caller, left, district, asked=True, opened=opened, refused=refused
        )
    return render(request, "accounts/links.html", caller=caller, opened=opened)


def _told(request: Request, name: str, link: Json) -> Json:
    return {
        "name": name,
        "account": link["account"],
        "mailed": link.get("mailed_to", ""),
        "address": opened_at(request, link.get("link", "")),
        "when": moment(link["expires_at"], language(request)),
    }


async def open_one(request: Request, caller: Caller, order: OpenAccount, key: str) -> Json:
    """The invitation: under the account that was given, else under the first free one made from
    the name. Raises: Problem, as ``accounts.open_account``."""
    said = {name: getattr(order, name) for name in OpenAccount.__struct_fields__}
    said["by_mail"] = True
    if order.account != BY_NAME:
        answer = await accounts.open_account(request, caller, OpenAccount(**said), key)
        return dict(answer["invitation"])
    for number in range(1, MOST_NAMES):
        said["account"] = views.proposed(order.name, number)
        try:
            answer = await accounts.open_account(request, caller, OpenAccount(**said), key)
            return dict(answer["invitation"])
        except Problem as problem:
            if problem.code != "account-exists":
                raise
    raise Problem("account-exists", field="$.account")


ROUTES = (
    ("GET", HOME, start),
    ("POST", HOME, bring),
    ("POST", f"{HOME}/open", open_all),
)
