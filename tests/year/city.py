"""The city through the public API: districts, units, standard, campaigns, draw, vetoes."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from infra.demo.api import Api, eventually, unless
from infra.demo.opening import NOT_YET, SAMPLE
from tests.year.towns import STANDARD, TOWNS, YEARS

PASSWORD = "tongxin-demo-2026"
DRAWN_YEAR = 2024
"""The year of which the province draws its spot check."""
SEED = "demo-year-20241101"
STANDS = 0.25
"""Share of the districts' years in which one veto is not cleared."""

Say = Callable[[str], None]


def found(office: Api, say: Say) -> None:
    """Districts with their units, the standard, and a campaign for each year."""
    for town in TOWNS:
        office.post(f"found {town.id}", "/districts", district=town.id, name=town.name)
        for unit in town.units():
            office.post(f"unit {town.id} {unit['unit']}", "/units", **unit)
    office.post(
        "import standard",
        "/standards",
        version=STANDARD,
        name="双拥模范城考评标准（样表）",
        csv=SAMPLE.read_text(encoding="utf-8"),
        answers={"*": "default"},
    )
    office.post("publish standard", f"/standards/{STANDARD}/publish")
    for year in YEARS:
        eventually("the standard is known", partial(unless, NOT_YET, partial(_open, office, year)))
    for year in YEARS:
        eventually(f"the campaign of {year}", partial(_league, office, year))
    units = sum(len(town.units()) for town in TOWNS)
    say(f"{len(TOWNS)} 个县区、{units} 个单位，{len(YEARS)} 个年度，一版标准")


def _open(office: Api, year: int) -> dict[str, Any]:
    return office.post(
        f"campaign {year}",
        "/campaigns",
        year=year,
        name=f"{year} 年双拥模范城创建",
        standard=STANDARD,
        districts=[town.id for town in TOWNS],
    )


def _league(office: Api, year: int) -> dict[str, Any] | None:
    return unless(("not-found",), partial(office.get, "/league", year=year, level="city"))


def draw(office: Api, say: Say) -> dict[str, frozenset[str]]:
    """The province draws a third of one year: district → items."""
    account = {"account": "province", "name": "省级复核员", "district": "*", "password": PASSWORD}
    office.post("person province", "/people", roles=["province_reviewer"], **account)
    province = office.sign_in("province", PASSWORD)
    province.post("draw", f"/spot-checks/{DRAWN_YEAR}", seed=SEED)
    items = office.get(f"/spot-checks/{DRAWN_YEAR}")["items"]
    say(f"{DRAWN_YEAR} 年省级抽查：每县区 {len(items[TOWNS[0].id])} 项")
    return {district: frozenset(codes) for district, codes in items.items()}


def veto(office: Api, say: Say) -> dict[tuple[str, int], int]:
    """Every topic is raised everywhere and most are cleared: how many stand."""
    random = Random(SEED)
    topics = [veto["topic"] for veto in office.get(f"/standards/{STANDARD}")["vetoes"]]
    standing, cleared = {}, 0
    for town in TOWNS:
        for year in YEARS:
            stays = random.choice(topics) if random.random() < STANDS else ""
            for topic in topics:
                name = f"{town.id} {year} {topic}"
                about = {"district": town.id, "year": year, "topic": topic}
                raised = office.post(f"raise {name}", "/vetoes", **about, reason="查实")
                if topic != stays:
                    path = f"/vetoes/{raised['id']}/clear"
                    office.post(f"clear {name}", path, reason="已整改到位")
                    cleared += 1
            standing[town.id, year] = int(bool(stays))
    raised_all = len(standing) * len(topics)
    say(f"一票否决：提出 {raised_all} 次，解除 {cleared} 次，仍在 {raised_all - cleared} 次")
    return standing
