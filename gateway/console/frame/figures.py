"""Which year, level and district a page of figures shows, and which there are to choose from."""

import asyncio
from typing import Any, NamedTuple

from starlette.requests import Request

from contracts.caller import Caller
from contracts.orders.scoring import League, Standards, YearsOf
from contracts.words import CITY_WIDE, LEVELS, Level
from gateway.console.frame import words
from gateway.console.frame.asking import ask, find
from gateway.console.frame.render import language
from gateway.validation import read

Json = dict[str, Any]

VERSIONS = 100


class Chosen(NamedTuple):
    """``years``: those that have a campaign, newest first. ``places``: rows of the league that the
    reader may see; empty where the year has no campaign. ``of``: how many are ranked."""

    year: int
    level: Level
    district: str
    years: list[int]
    places: list[Json]
    of: int

    @property
    def where(self) -> Json:
        """What questions of a district's figures are asked with."""
        return {"district": self.district, "year": self.year, "level": self.level}

    @property
    def year_options(self) -> list[tuple[int, int]]:
        return [(one, one) for one in self.years or [self.year]]

    @property
    def district_options(self) -> list[tuple[str, str]]:
        return [(one["district"], one["name"]) for one in self.places]

    @property
    def place(self) -> Json | None:
        return next((one for one in self.places if one["district"] == self.district), None)


async def choose(request: Request, caller: Caller) -> Chosen:
    """From the address, else this year or the last one with a campaign, the district's own mark,
    the reader's district or the first. Raises: Problem as ``ask``; invalid-request."""
    versions = await ask(request, caller, "scoring", Standards(limit=VERSIONS))
    years = sorted({y for one in versions["items"] for y in one["years"]}, reverse=True)
    now = words.today().year
    usual = now if now in years or not years else years[0]
    given = request.query_params
    asked = read(
        League,
        {"year": given.get("year") or str(usual), "level": given.get("level") or "district"},
        text=True,
    )
    league = await find(request, caller, "scoring", asked)
    places = league["rows"] if league else []
    own = "" if caller.district == CITY_WIDE else caller.district
    first = places[0]["district"] if places else ""
    district = given.get("district") or own or first
    return Chosen(asked.year, asked.level, district, years, places, league["of"] if league else 0)


async def level_options(request: Request, caller: Caller, chosen: Chosen) -> list[tuple[str, str]]:
    """The four levels by name; one that has marked nothing in the year says so."""
    asked = [YearsOf(district=chosen.district, level=one, until=chosen.year) for one in LEVELS]
    told = await asyncio.gather(*(find(request, caller, "scoring", one) for one in asked))
    return [
        (level, _called(request, level, marked(years, chosen.year)))
        for level, years in zip(LEVELS, told, strict=True)
    ]


def marked(years: Json | None, year: int) -> bool:
    """Whether the level has a figure in the year."""
    rows = years["years"] if years else []
    return any(one["year"] == year and one["total"] is not None for one in rows)


def _called(request: Request, level: Level, has: bool) -> str:
    name = words.word(language(request), f"level.{level}")
    return name if has else words.word(language(request), "level.none", level=name)
