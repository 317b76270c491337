"""A district at work: its units, people, and the tasks of a year."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from contracts.caller import Caller
from contracts.orders import scoring
from contracts.orders import tasks as orders
from contracts.words import Role
from gateway.tokens import Tokens
from infra.demo.city import UNITS as DEMO
from infra.demo.opening import SAMPLE
from tests.console.browsing import Opener, opening
from tests.support.accounts import HELD
from tests.support.calling import CallFailed, Calls
from tests.support.stack import GATEWAY, Stack
from tests.support.waiting import eventually

Open = Callable[..., Page]
TODAY = date.today()
YEAR = (TODAY + timedelta(days=20)).year
DUE = TODAY + timedelta(days=20)
SOON = TODAY + timedelta(days=2)
SERVICES = (
    "services.tasks.service:Tasks",
    "services.scoring.service:Scoring",
    "services.evidence.service:Evidence",
)
HERE, THERE = "ganzhou", "linze"
UNITS = (
    ("dsb", "甘州区双拥办", "office", None),
    ("edu", "甘州区教育局", "department", None),
    ("publicity", "甘州区委宣传部", "department", None),
    ("dongjie", "东街社区", "community", "publicity"),
    ("xijie", "西街社区", "community", "publicity"),
)
PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("qian-d", "钱东", "district_office", None),
    ("wang-x", "王宣", "unit", "publicity"),
    ("sun-x", "孙媛", "unit", "publicity"),
    ("li-e", "李强", "unit", "edu"),
    ("cai-x", "蔡采", "field", "publicity"),
    ("zhao-j", "赵街", "unit", "dongjie"),
    ("zhou-j", "周街", "unit", "xijie"),
)
LEADS = {
    **dict.fromkeys(("A01", "A04", "B01", "B04", "B05", "B06", "B07", "B08", "C01"), "publicity"),
    **dict.fromkeys(("A02", "A03", "B02"), "edu"),
}
CONTACTS = {"publicity": "wang-x", "edu": "li-e"}
WHO = {account: (name, role, unit) for account, name, role, unit in PEOPLE}


def let_in(stack: Stack, *accounts: str) -> None:
    """They sign in with ``PASSWORD`` from now on."""
    for account in accounts:
        who = caller(account)
        held = {"roles": list(who.roles), "district": who.district, "unit": who.unit}
        more = {"state": "active", "password": HELD, "email": "", "telephone": ""}
        stack.mongo("gateway").accounts.update_one({"_id": account}, {"$set": held | more})


def task(item: str) -> str:
    return f"t-{YEAR}-{HERE}-{item}"


def caller(account: str) -> Caller:
    name, role, unit = WHO[account]
    return Caller(account=account, name=name, roles=(role,), district=HERE, unit=unit or "")


def settle(stack: Stack) -> Calls:
    """Services on, and a year's tasks given to two units."""
    for service in SERVICES:
        stack.start(service).wait_ready()
    calls, marks = Calls(stack, "tasks"), Calls(stack, "scoring")
    for district, name in ((HERE, "甘州区"), (THERE, "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    for unit, name, kind, parent in UNITS:
        calls.command(
            orders.RegisterUnit(
                district=HERE,
                unit=unit,
                name=name,
                kind=kind,  # type: ignore[arg-type]
                parent=parent,
            )
        )
    for account, name, role, of in PEOPLE:
        _appoint(calls, account, name, role, HERE, of)
    stack.mongo("gateway").accounts.insert_many(
        [{"_id": account, "name": name} for account, name, _, _ in PEOPLE]
    )
    _serve_all(calls)
    version = "sample-74"
    marks.command(
        scoring.ImportStandard(
            version=version,
            name="考评标准（样表）",
            csv=SAMPLE.read_text(),
            answers={"*": "default"},
        )
    )
    marks.command(scoring.PublishStandard(version=version))
    opened = orders.OpenCampaign(
        year=YEAR, name=f"{YEAR}年创建", standard=version, districts=(HERE, THERE)
    )
    campaign = eventually(lambda: _taken(calls, opened))["id"]
    duties = tuple(
        orders.Duty(item=item, lead=lead, person=CONTACTS[lead]) for item, lead in LEADS.items()
    )
    calls.command(orders.Decompose(campaign=campaign, district=HERE, due=DUE, duties=duties))
    eventually(lambda: len(calls.ask(orders.Tasks(district=HERE))["items"]) == len(LEADS))
    return calls


def _appoint(
    calls: Calls, account: str, name: str, role: Role, district: str, unit: str | None
) -> None:
    calls.command(
        orders.AppointPerson(
            account=account, name=name, roles=(role,), district=district, unit=unit
        )
    )


def _serve_all(calls: Calls) -> None:
    """In the other district one unit serves every role that leads an item."""
    roles = tuple(role for unit in DEMO for role in unit.serves)
    calls.command(
        orders.RegisterUnit(
            district=THERE, unit="zhengfu", name="县政府办", kind="office", serves=roles
        )
    )
    _appoint(calls, "he-l", "何林", "unit", THERE, "zhengfu")


def _taken(calls: Calls, order: Any) -> Any:
    try:
        return calls.command(order)
    except CallFailed:
        return None


def sign(page: Page, base: str, who: Caller) -> None:
    token = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=600).issue(who)[0]
    page.context.add_cookies([{"name": "tongxin", "value": token, "url": base}])


def give(calls: Calls, account: str, order: Any) -> Any:
    return Calls(calls.stack, "tasks", caller(account)).command(order)


@pytest.fixture(scope="module")
def calls(stack: Stack) -> Calls:
    return settle(stack)


@pytest.fixture(scope="module")
def base(stack: Stack, calls: Calls) -> str:
    running = stack.start("gateway").wait_ready()
    return "http://" + running.env["TONGXIN_HTTP_ADDRESS"]


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Opener]:
    with opening(browser, base, "district_office", HERE) as opened:
        yield opened


@pytest.fixture
def at(visit: Opener, base: str) -> Open:
    """The page at an address as somebody of the district sees it."""

    def opened(account: str, path: str, **options: Any) -> Page:
        page = visit("about:blank", district="", **options)
        sign(page, base, caller(account))
        page.goto(path)
        return page

    return opened
