"""A small town for the field page: one unit with two who take photos, and two tasks of theirs."""

from datetime import date, timedelta
from typing import Any

from contracts.caller import Caller
from contracts.orders import scoring
from contracts.orders import tasks as orders
from contracts.words import Role
from infra.demo.opening import SAMPLE
from tests.support.calling import CallFailed, Calls
from tests.support.running import Running
from tests.support.stack import Stack
from tests.support.waiting import eventually

SERVICES = (
    "services.tasks.service:Tasks",
    "services.evidence.service:Evidence",
    "services.scoring.service:Scoring",
)
HERE, UNIT = "ganzhou", "publicity"
DUE = date.today() + timedelta(days=20)
WITH_PLACE, WITHOUT = "B04", "A01"
"""Items of the sample: the one wants signs with their position, the other papers."""
WANG, CAI = "wang-x", "cai-x"
PEOPLE: tuple[tuple[str, str, Role], ...] = ((WANG, "王宣", "unit"), (CAI, "蔡采", "field"))


def caller(account: str) -> Caller:
    name, role = next((n, r) for a, n, r in PEOPLE if a == account)
    return Caller(account=account, name=name, roles=(role,), district=HERE, unit=UNIT)


def task(item: str) -> str:
    return f"t-{DUE.year}-{HERE}-{item}"


def gateway(stack: Stack) -> Running:
    """All services and the gateway, with the town settled."""
    started = [stack.start(service) for service in SERVICES]
    running = stack.start("gateway")
    for one in (*started, running):
        one.wait_ready(90)
    _settle(Calls(stack, "tasks"), Calls(stack, "scoring"))
    return running


def _settle(calls: Calls, marks: Calls) -> None:
    calls.command(orders.FoundDistrict(district=HERE, name="甘州区"))
    calls.command(
        orders.RegisterUnit(district=HERE, unit=UNIT, name="甘州区委宣传部", kind="department")
    )
    for account, name, role in PEOPLE:
        calls.command(
            orders.AppointPerson(
                account=account, name=name, roles=(role,), district=HERE, unit=UNIT
            )
        )
    version = "sample-74"
    imported = scoring.ImportStandard(
        version=version, name="考评标准（样表）", csv=SAMPLE.read_text(), answers={"*": "default"}
    )
    marks.command(imported)
    marks.command(scoring.PublishStandard(version=version))
    opened = orders.OpenCampaign(
        year=DUE.year, name=f"{DUE.year}年创建", standard=version, districts=(HERE,)
    )
    campaign = eventually(lambda: _taken(calls, opened))["id"]
    duties = tuple(orders.Duty(item=item, lead=UNIT, person=WANG) for item in (WITH_PLACE, WITHOUT))
    calls.command(orders.Decompose(campaign=campaign, district=HERE, due=DUE, duties=duties))
    eventually(lambda: len(calls.ask(orders.Tasks(district=HERE))["items"]) == len(duties))


def _taken(calls: Calls, order: Any) -> Any:
    """None until the standard is known to the tasks service."""
    try:
        return calls.command(order)
    except CallFailed:
        return None
