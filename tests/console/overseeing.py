"""Two districts under inspection, and who opens their pages: inspector, office, units, leader."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from contracts.caller import Caller
from contracts.clock import day_of
from contracts.evidence import EvidenceSealed
from contracts.orders import scoring
from contracts.orders import tasks as orders
from contracts.words import Role
from gateway.tokens import Tokens
from infra.demo.opening import SAMPLE
from tests.console.answering import Answer, Refused
from tests.support.calling import CallFailed, Calls, publish
from tests.support.stack import GATEWAY, Stack, bare
from tests.support.waiting import eventually

RUNNING = ("services.tasks.service:Tasks", "services.scoring.service:Scoring")
SERVICES = (*RUNNING, bare("evidence"))
TODAY = day_of(datetime.now(UTC))
YEAR = TODAY.year
SOON = TODAY + timedelta(days=10)
CAMPAIGN = f"c-{YEAR}"
STANDARD = "sample-74"
HERE, THERE = "ganzhou", "linze"
PHOTOS = {
    "0190a000-0000-7000-8000-000000000001": "整改前：标语褪色",
    "0190a000-0000-7000-8000-000000000002": "整改后：标语更换",
}
UNITS = (
    ("publicity", "甘州区委宣传部", "department"),
    ("army", "甘州区人武部", "garrison"),
)


def caller(account: str, role: Role, district: str = HERE, unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)


WU = caller("wu", "inspector")
QIAN = caller("qian", "district_office")
SUN = caller("sun", "unit", unit="publicity")
ZHAO = caller("zhao", "unit", unit="army")
CITY = caller("zheng", "city_office", "*")
LEADER = caller("chen", "leader")
ELSEWHERE = caller("he", "district_office", THERE)
ALL = (WU, QIAN, SUN, ZHAO, CITY, LEADER, ELSEWHERE)


def settle(stack: Stack) -> Calls:
    for service in RUNNING:
        stack.start(service).wait_ready()
    calls, marks = Calls(stack, "tasks"), Calls(stack, "scoring")
    for district, name in ((HERE, "甘州区"), (THERE, "临泽县")):
        calls.command(orders.FoundDistrict(district=district, name=name))
    for unit, name, kind in UNITS:
        made: Any = kind
        calls.command(orders.RegisterUnit(district=HERE, unit=unit, name=name, kind=made))
    for one in ALL:
        calls.command(
            orders.AppointPerson(
                account=one.account,
                name=one.account,
                roles=one.roles,
                district=one.district,
                unit=one.unit or None,
            )
        )
    marks.command(
        scoring.ImportStandard(
            version=STANDARD,
            name="样表",
            csv=SAMPLE.read_text("utf-8"),
            answers={"*": "default"},
        )
    )
    marks.command(scoring.PublishStandard(version=STANDARD))
    opened = orders.OpenCampaign(
        year=YEAR, name=f"{YEAR}年创建", standard=STANDARD, districts=(HERE, THERE)
    )
    eventually(lambda: _taken(calls, opened))
    for id in PHOTOS:
        _seal(stack, id)
    kept = stack.mongo("tasks").sealed
    eventually(lambda: kept.count_documents({}) == len(PHOTOS))
    return calls


def _taken(calls: Calls, order: Any) -> Any:
    try:
        return calls.command(order)
    except CallFailed:
        return None


def _seal(stack: Stack, id: str) -> None:
    fact = EvidenceSealed(
        evidence=id,
        by="sun",
        unit="publicity",
        tasks=(),
        items=("B04",),
        sha256="0" * 64,
        size=1000,
        media_type="image/jpeg",
        mode="camera",
        captured_at=datetime.now(UTC),
        has_position=False,
        register="",
        row="",
        sealed_until=datetime.now(UTC) + timedelta(days=365),
    )
    publish(stack, fact, district=HERE, subject=id)


def _piece(kwargs: dict[str, Any]) -> Any:
    id = kwargs["ask"]["evidence"]
    if id not in PHOTOS:
        raise Refused("not-found", 404)
    return {"id": id, "title": PHOTOS[id]}


EVIDENCE: dict[str, Answer] = {
    "evidence_list": lambda _: {
        "items": [{"id": id, "title": title} for id, title in PHOTOS.items()],
        "next": None,
    },
    "evidence_of": _piece,
}

Visit = Callable[..., Page]


@contextmanager
def visiting(browser: Browser, base: str) -> Iterator[Visit]:
    """Opens pages as somebody; every console error fails at the end."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(path: str, *, who: Caller = QIAN, width: int = 1366, **options: Any) -> Page:
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": 768}, **options
        )
        contexts.append(context)
        token = Tokens(GATEWAY["TONGXIN_TOKEN_SECRET"], lifetime=600).issue(who)[0]
        context.add_cookies([{"name": "tongxin", "value": token, "url": base}])
        page = context.new_page()
        page.on("console", lambda m: faults.extend([m.text] * (m.type == "error")))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [f for f in faults if "status of 4" not in f and "status of 5" not in f], faults


def days(n: int) -> str:
    day: date = TODAY + timedelta(days=n)
    return day.isoformat()


CHINESE = """() => {
    const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT)
    const found = []
    while (walk.nextNode()) {
        const text = walk.currentNode.data, around = walk.currentNode.parentElement
        const at = around.closest("[lang]"), own = at && at.lang === "zh-CN"
        const of = own || around.closest("option")
        if (!of && /[\\u3001-\\u303f\\u4e00-\\u9fff\\uff01-\\uffee]/.test(text)) found.push(text)
    }
    return found
}"""


def chinese(page: Page) -> Any:
    """Chinese that a page in English says of itself: outside what is the campaign's own."""
    return page.evaluate(CHINESE)
