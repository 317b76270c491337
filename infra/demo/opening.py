"""Act one: the city is set up, the standard published, the campaign opened and decomposed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from infra.demo import city
from infra.demo.api import eventually, unless
from infra.demo.cast import Cast

SAMPLE = Path(__file__).parents[2] / "services" / "scoring" / "sample" / "sample_74.csv"
STANDARD = "sample-74"
NOT_YET = ("standard-not-published",)
OVERDUE = ("linhe", "E05")
"""A task whose day has passed."""


def set_up(cast: Cast) -> None:
    office = cast.office
    for district, name in city.DISTRICTS.items():
        office.post(f"found {district}", "/districts", district=district, name=name)
        for unit in city.UNITS:
            office.post(
                f"unit {district} {unit.id}",
                "/units",
                district=district,
                unit=unit.id,
                name=f"{name}{unit.name}",
                kind=unit.kind,
                serves=list(unit.serves),
            )
    people = [p for d in city.DISTRICTS for p in city.people(d)] + city.city_people()
    for person in people:
        office.post(f"person {person['account']}", "/people", **person)
    cast.say(f"一市三区县，{3 * len(city.UNITS)} 个单位，{len(people)} 个账号")


def publish_standard(cast: Cast) -> list[dict[str, Any]]:
    """Import, answer what the prose leaves open, publish. The items."""
    answer = cast.office.post(
        "import standard",
        "/standards",
        version=STANDARD,
        name="双拥模范城考评标准（样表）",
        csv=SAMPLE.read_text(encoding="utf-8"),
        answers={"*": "default"},
    )
    cast.office.post("publish standard", f"/standards/{STANDARD}/publish")
    standard = cast.office.get(f"/standards/{STANDARD}")
    items: list[dict[str, Any]] = standard["items"]
    cast.say(f"标准已发布：{answer['items']} 项，{len(answer['questions'])} 处条文按默认口径作答")
    return items


def open_campaign(cast: Cast, items: list[dict[str, Any]], today: date) -> None:
    """Every item of every district becomes a task with one lead and a named person."""

    def opened() -> dict[str, Any]:
        # The tasks service hears of the standard a moment after it was published.
        return cast.office.post(
            "open campaign",
            "/campaigns",
            year=cast.year,
            name=f"{cast.year} 年双拥模范城创建",
            standard=STANDARD,
            districts=list(city.DISTRICTS),
        )

    eventually("the tasks service knows the standard", lambda: unless(NOT_YET, opened))
    for district in city.DISTRICTS:
        rows = city.duties(items, district)
        for row in rows:
            if (district, row["item"]) == OVERDUE:
                row["due"] = (today - timedelta(days=1)).isoformat()
        cast.of(district, "office").post(
            f"decompose {district}",
            f"/campaigns/{cast.campaign}/decompositions",
            district=district,
            due=date(cast.year, 12, 31).isoformat(),
            duties=rows,
        )
    for district in city.DISTRICTS:
        office = cast.of(district, "office")

        def all_there(office: Any = office, district: str = district) -> bool:
            return len(office.everything("/tasks", district=district)) >= len(items)

        eventually(f"the tasks of {district}", all_there)
    cast.say(f"任务分解完成：{len(city.DISTRICTS)} × {len(items)} 项，各有牵头单位和责任人")
