"""From a register to its list. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from contracts.sheets import Sheet, Workbook
from gateway.routes.exports import burden_months

Json = dict[str, Any]
T = TypeVar("T")

STATES = ("open", "done", "withdrawn")
SHAPES = {"open": "none", "done": "ok", "withdrawn": "none"}
PER_PAGE = 100


class Filters(NamedTuple):
    """``find``: a part of key, name or place."""

    unit: str = ""
    state: str = ""
    find: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        return cls(*(asked.get(name, "").strip()[:60] for name in cls._fields))


def rows(register: Json, wanted: Filters) -> list[Json]:
    """Rows that match, what is still open first."""
    sought = wanted.find.casefold()
    found = [
        row
        for row in register["rows"]
        if wanted.unit in ("", row["unit"])
        and wanted.state in ("", row["state"])
        and (not sought or any(sought in row[f].casefold() for f in ("key", "label", "place")))
    ]
    return sorted(found, key=lambda row: (STATES.index(row["state"]), row["key"]))


def on_plan(register: Json, wanted: Filters) -> dict[str, str]:
    """The same rows on the plan of the district (``gateway/console/map``), as its address."""
    state = f"row.{wanted.state}" if wanted.state in STATES else ""
    where = {"district": register["district"], "year": register["year"], "item": register["item"]}
    return {
        **where,
        **({"unit": wanted.unit} if wanted.unit else {}),
        **({"state": state} if state else {}),
        **({"find": wanted.find} if wanted.find else {}),
    }


class Page(NamedTuple, Generic[T]):
    """A part of a list; ``number`` from 1."""

    rows: list[T]
    number: int
    pages: int


def page(found: Sequence[T], asked: str) -> Page[T]:
    """A number that is none, or beyond the end, is the nearest that there is."""
    pages = max(1, -(-len(found) // PER_PAGE))
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = min(max(number, 1), pages)
    return Page(list(found[(number - 1) * PER_PAGE : number * PER_PAGE]), number, pages)


# -- what units are asked for -----------------------------------------------------------------


class Burden(NamedTuple):
    """Sums over units. ``share``: demands answered by what was held, in percent; None of none."""

    made: int
    met: int
    avoided: int
    repeated: int

    @property
    def share(self) -> int | None:
        asked = self.made + self.avoided
        return self.avoided * 100 // asked if asked else None


def burden(units: Iterable[Json]) -> Burden:
    held = list(units)
    names = ("made", "met", "avoided", "repeated")
    return Burden(*(sum(one[name] for one in held) for name in names))


COUNTED = ("made", "met", "repeated")
"""What is counted by month."""


def totals(months: Iterable[Json]) -> dict[str, dict[str, int]]:
    """Of the year and of the one before: the sums of what its months show."""
    held = list(months)
    return {
        year: {name: sum(one[year][name] for one in held) for name in COUNTED}
        for year in ("now", "before")
    }


def sheet(months: Iterable[Json], year: int) -> Workbook:
    """减负 by month as the page shows it, with the whole year below."""
    held, columns = list(months), burden_months(year)
    rows = [*held, {"month": "全年", **totals(held)}]
    table = tuple(tuple(str(one.of(row)) for one in columns) for row in rows)
    widths = tuple(one.width for one in columns)
    head = tuple(one.title for one in columns)
    months_of = Sheet(name=f"{year}年", rows=(head, *table), widths=widths, header=1)
    return Workbook(filename=f"减负_{year}.xlsx", sheets=(months_of,))


def listed(demands: Iterable[Json], kind: str) -> list[Json]:
    """Those behind one number; without its name all of the month."""
    return [one for one in demands if kind not in ("met", "repeated") or one[kind]]
