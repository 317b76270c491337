"""One district in the middle of its campaign, set up through the public API."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from infra.demo import city, opening
from infra.demo.api import Api, eventually, unless
from infra.demo.cast import Cast
from tests.support.stack import GATEWAY

HOME = "ganquan"
SIGNS = "B04"
"""Its score follows from a register."""


@dataclass
class Town:
    """``tasks``: task → the account whose unit leads it."""

    cast: Cast
    tasks: dict[str, str]
    register: str
    inspection: str

    @property
    def office(self) -> Api:
        return self.cast.office

    def hand(self, who: str) -> Api:
        return self.cast.of(HOME, who)

    def close(self) -> None:
        self.cast.close()


def found(url: str, run: str) -> Town:
    """``run`` makes the Idempotency-Keys."""
    stranger = Api(url, run)
    admin = stranger.sign_in("admin", GATEWAY["TONGXIN_ADMIN_PASSWORD"])
    office = city.city_office(admin)
    for api in (stranger, admin):
        api.close()
    cast = Cast(office, datetime.now().astimezone().date())
    office.post("found", "/districts", district=HOME, name="甘泉区")
    for unit in city.UNITS:
        body = {"unit": unit.id, "name": unit.name, "kind": unit.kind, "serves": list(unit.serves)}
        office.post(f"unit {unit.id}", "/units", district=HOME, **body)
    for person in city.people(HOME):
        office.post(f"person {person['account']}", "/people", **person)
    tasks = _campaign(cast, opening.publish_standard(cast))
    for who in ("field", *tasks.values()):
        cast.of(HOME, who)  # signs in once
    district, inspector = cast.of(HOME, "office"), cast.of(HOME, "inspector")
    register = district.post(
        "register",
        "/registers",
        **{"district": HOME, "campaign": cast.campaign, "item": SIGNS, "title": "宣传标语点位表"},
    )["id"]
    inspection = inspector.post(
        "inspection",
        "/inspections",
        **{"district": HOME, "campaign": cast.campaign, "kind": "routine", "title": "日常检查"},
        on=cast.today.isoformat(),
    )["id"]
    return Town(cast, tasks, register, inspection)


def _campaign(cast: Cast, items: list[dict[str, Any]]) -> dict[str, str]:
    body = {"year": cast.year, "name": "创建", "standard": opening.STANDARD, "districts": [HOME]}

    def opened() -> dict[str, Any]:
        return cast.office.post("open campaign", "/campaigns", **body)

    eventually("tasks knows the standard", lambda: unless(opening.NOT_YET, opened))
    duties = city.duties(items, HOME)
    cast.of(HOME, "office").post(
        "decompose",
        f"/campaigns/{cast.campaign}/decompositions",
        **{"district": HOME, "due": date(cast.year, 12, 31).isoformat(), "duties": duties},
    )
    tasks = {cast.task(HOME, duty["item"]): duty["lead"] for duty in duties}
    eventually(
        "every task is there",
        lambda: len(cast.office.everything("/tasks", district=HOME)) >= len(tasks),
    )
    return tasks
