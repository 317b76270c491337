"""The bonuses of one year go the whole way through the public API: duty, claim, three levels."""

from datetime import date
from functools import partial
from random import Random
from typing import Any

import msgspec

from infra.demo.api import Api, eventually
from tests.oracle import Deed, sample
from tests.oracle.telling import measured
from tests.year.city import PASSWORD, SEED, Say
from tests.year.generator import claims
from tests.year.towns import CLAIMED_YEAR, TOWNS, Town

BONUSES = tuple(code for code, row in sample().items() if row.kind == "BON")
AMENDED = 0.4
"""Share of the marks that a level amends."""
UNIT = "tuiyi"


def claim(office: Api, say: Say) -> dict[str, list[Deed]]:
    """What was done in each district, in its order."""
    _appoint(office, "city-fuhe", ["reviewer"], "*")
    levels = {"city": office.sign_in("city-fuhe", PASSWORD)}
    levels["province"] = office.sign_in("province", PASSWORD)
    done = {town.id: _district(office, town, levels) for town in TOWNS}
    say(f"{CLAIMED_YEAR} 年特色加分经接口申报、逐级认定：{sum(map(len, done.values()))} 步")
    return done


def _district(office: Api, town: Town, levels: dict[str, Api]) -> list[Deed]:
    random = Random(f"{SEED}-{town.id}")
    contact, reviewer = f"{town.id}-lianluo", f"{town.id}-fuhe"
    _appoint(office, contact, ["unit"], town.id, unit=UNIT)
    _appoint(office, reviewer, ["reviewer"], town.id)
    unit = office.sign_in(contact, PASSWORD)
    levels = {"district": office.sign_in(reviewer, PASSWORD), **levels}
    office.post(
        f"duties {town.id}",
        f"/campaigns/c-{CLAIMED_YEAR}/decompositions",
        district=town.id,
        due=date(CLAIMED_YEAR, 12, 31).isoformat(),
        duties=[{"item": code, "lead": UNIT, "person": contact} for code in BONUSES],
    )
    query = {"district": town.id, "year": CLAIMED_YEAR}
    eventually(
        f"the duties of {town.id}",
        lambda: len(unit.everything("/tasks", **query)) >= len(BONUSES),
    )
    done: list[Deed] = []
    for code in BONUSES:
        done += _one(unit, levels, f"t-{CLAIMED_YEAR}-{town.id}-{code}", code, random)
    return done


def _one(unit: Api, levels: dict[str, Api], task: str, code: str, random: Random) -> list[Deed]:
    make = partial(claims, sample()[code], CLAIMED_YEAR, random)
    now = make()
    unit.post(f"accept {task}", f"/tasks/{task}/accept")
    unit.post(f"submit {task}", f"/tasks/{task}/submit", measures=_json(now), evidence=[])
    done = [Deed("submits", code, measures=now)]
    for level, reviewer in levels.items():
        more: dict[str, Any] = {}
        if random.random() < AMENDED:
            now = make()
            more = {"measures": _json(now), "reason": "按文件核实"}
        reviewer.post(f"{level} confirms {task}", f"/tasks/{task}/confirm", **more)
        done.append(Deed("confirms", code, level, now))
    return done


def _json(measures: dict[str, Any]) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(measured(measures))
    return built


def _appoint(office: Api, account: str, roles: list[str], district: str, **more: Any) -> None:
    office.post(
        f"person {account}",
        "/people",
        account=account,
        name=f"{account} 联络人",
        roles=roles,
        district=district,
        password=PASSWORD,
        **more,
    )
