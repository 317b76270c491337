"""A fixed small cast for the decisions: people, a district, a standard, a campaign."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.caller import Caller
from contracts.envelope import Fact, seal
from contracts.measures import Measures, Quantity
from contracts.orders.tasks import Accept, Assign, Confirm, Return, Submit
from contracts.refusals import Refusal
from contracts.scoring import ItemSummary
from contracts.sight import Confidants
from kit.change import Knowing
from services.tasks.life.charging import accept, assign
from services.tasks.life.review import Handing, Reviewing, confirm, give_back, submit
from services.tasks.organisation.duty import Directory
from services.tasks.planning.campaign import Campaign
from services.tasks.planning.plan import Plan
from services.tasks.planning.standard import Standard
from services.tasks.task.task import Task

NOW = datetime(2026, 5, 6, 1, 2, 3, tzinfo=UTC)
DUE = date(2026, 6, 30)
DUE_ENDS = datetime(2026, 6, 30, 16, tzinfo=UTC)


def caller(account: str, role: str, district: str = "ganzhou", unit: str = "") -> Caller:
    return Caller(account=account, name=account, roles=(role,), district=district, unit=unit)  # type: ignore[arg-type]


ZHAO = caller("zhao", "city_office", "*")
QIAN = caller("qian", "district_office")
SUN = caller("sun", "unit", unit="publicity")
LI = caller("li", "unit", unit="education")
ZHOU = caller("zhou", "unit", unit="transport")
WU = caller("wu", "field", unit="publicity")
ZHENG = caller("zheng", "inspector")
WANG = caller("wang", "reviewer")
FENG = caller("feng", "reviewer", "*")
CHEN = caller("chen", "province_reviewer", "*")

WHOLE = Reviewing()
"""Of a task that is no part of another."""


def given(
    by: Caller | None = None,
    found: Any = None,
    now: datetime = NOW,
    key: str = "t-1",
    event: Any = None,
) -> Knowing[Any]:
    return Knowing(key=key, now=now, cause="cause", caller=by, found=found, event=event)


def heard(
    fact: Fact,
    district: str = "ganzhou",
    key: str = "t-1",
    version: int = 1,
    confidants: Confidants | None = None,
    found: Any = None,
) -> Knowing[Any]:
    envelope = seal(
        fact,
        id="e-1",
        source="/tongxin/evidence",
        subject="s",
        time=NOW,
        district=district,
        version=version,
        confidants=confidants,
    )
    return given(found=found, event=envelope, key=key)


def item(code: str, register: bool = False) -> ItemSummary:
    return ItemSummary(
        code=code,
        category="宣传教育",
        title=f"内容 {code}",
        points=2000,
        side="地",
        kind="硬",
        evidence=("PIC",),
        lead="宣传部",
        cooperating=(),
        register=register,
    )


STANDARD = Standard(name="样表", items=(item("A01"), item("A02"), item("B04", register=True)))
CAMPAIGN = Campaign(year=2026, name="创建", standard="v1", districts=("ganzhou", "linze"))
DIRECTORY = Directory(
    units=frozenset({"publicity", "education", "transport"}),
    persons={"sun": "publicity", "li": "education", "zhou": "transport", "qian": ""},
)


def plan(**taken: str) -> Plan:
    return Plan(campaign=CAMPAIGN, standard=STANDARD, directory=DIRECTORY, taken=taken)


def order(**changes: Any) -> Assign:
    usual: dict[str, Any] = {
        "district": "ganzhou",
        "campaign": "c-2026",
        "origin": "item",
        "item": "A01",
        "title": "双拥纳入规划",
        "lead": "publicity",
        "person": "sun",
        "cooperating": ("transport",),
        "due": DUE,
    }
    return Assign(**{**usual, **changes})


COUNT: Measures = {"count": Quantity(value="3")}


def assigned(**changes: Any) -> Task:
    return assign(None, order(**changes), given(QIAN, plan())).state


def accepted(**changes: Any) -> Task:
    return accept(assigned(**changes), Accept(task="t-1"), given(SUN)).state


def submitted(**changes: Any) -> Task:
    return submit(
        accepted(**changes),
        Submit(task="t-1", measures=COUNT, evidence=("e-1",)),
        given(SUN, Handing(sealed=frozenset({"e-1"}))),
    ).state


def confirmed(*levels: Caller) -> Task:
    task = submitted()
    for by in levels:
        task = confirm(task, Confirm(task="t-1"), given(by, WHOLE)).state
    return task


def returned(by: Caller = WANG, now: datetime = NOW) -> Task:
    return give_back(
        submitted(), Return(task="t-1", reason="照片看不清"), given(by, WHOLE, now=now)
    ).state


class refused:
    """``with refused("own-work") as no:`` the decision refuses with this code; see ``no.value``."""

    def __init__(self, code: str, field: str | None = None) -> None:
        self._code, self._field = code, field
        self._raises = pytest.raises(Refusal)

    def __enter__(self) -> Any:
        return self._raises.__enter__()

    def __exit__(self, *error: Any) -> bool:
        caught = self._raises.__exit__(*error)
        if caught:
            refusal: Any = error[1]
            assert refusal.code == self._code
            assert self._field is None or refusal.field == self._field
            # What is hidden is refused in the kit's words for what is not there.
            told = refusal.detail.endswith("。") or self._code == "not-found"
            assert told, "a sentence for people"
        return bool(caught)
