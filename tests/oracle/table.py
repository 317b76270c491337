"""The sample standard's CSV, and what each rule's words are worth. Points are Fractions."""

import csv
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

CSV = Path(__file__).parents[2] / "services" / "scoring" / "sample" / "sample_74.csv"
LEVELS = {"national": "国", "provincial": "省", "municipal": "市"}

Measures = dict[str, Any]
Earns = Callable[[Measures, "Place"], Fraction]


class Place(NamedTuple):
    """What a rule may ask of a district."""

    townships: int
    units: int


class Row(NamedTuple):
    code: str
    points: Fraction
    kind: str
    """FIX, SUM, CNT, RAT, RAT+DED, DED, ESC or BON."""
    words: str
    """The rule's words after its kind."""
    counted: bool
    """A register can give its number: a ratio or a count that is no survey."""


@cache
def sample() -> dict[str, Row]:
    with CSV.open(encoding="utf-8", newline="") as file:
        lines = takewhile(lambda line: not line["code"].startswith("#"), csv.DictReader(file))
        return {line["code"]: _row(line) for line in lines}


def _row(line: dict[str, str]) -> Row:
    rule = line["rule"].replace("−", "-")
    kind, _, words = rule.partition(" ")
    survey = "SUR" in line["evidence"]
    counted = kind in ("RAT", "RAT+DED", "CNT") and not survey
    return Row(line["code"], Fraction(line["points"]), kind, words, counted)


def earned(row: Row, measures: Measures, place: Place) -> Fraction:
    """Points before any deduction, not yet rounded; a measure not handed in earns nothing."""
    if row.kind == "FIX":
        return row.points if measures.get("done") else Fraction(0)
    if row.kind == "SUM":
        return _parts(row.words, measures)
    if row.kind == "CNT":
        return _count(row, measures.get("count"), place)
    if row.kind in ("RAT", "RAT+DED"):
        return _ratio(row, measures.get("ratio"))
    return row.points  # DED and ESC begin with all points


def _parts(words: str, measures: Measures) -> Fraction:
    equal = re.match(r"(\d+)×([\d.]+)", words)
    worths = (
        [equal[2]] * int(equal[1])
        if equal
        else [re.search(r"[\d.]+", part)[0] for part in words.split("+")]  # type: ignore[index]
    )
    done = [w for n, w in enumerate(worths, 1) if measures.get(f"part_{n}")]
    return sum(map(Fraction, done), Fraction(0))


def _count(row: Row, count: int | None, place: Place) -> Fraction:
    if count is None:
        return Fraction(0)
    needed = int(re.search(r"≥(\d+)", row.words)[1])  # type: ignore[index]
    if "per township" in row.words:
        needed *= place.townships
    elif "/unit" in row.words:
        needed *= place.units
    if "all-or-none" in row.words:
        return row.points if count >= needed else Fraction(0)
    missing = max(0, needed - count)
    return max(Fraction(0), row.points - missing * _loss(row.words))


def _ratio(row: Row, ratio: tuple[int, int] | None) -> Fraction:
    if ratio is None or ratio[1] == 0:
        return Fraction(0)
    rate = Fraction(*ratio)
    full = _percent(r"(\d+)%[a-z ]* full", row.words, 100)
    if rate >= full:
        return row.points
    bands = re.findall(r"≥(\d+)% (\d+)%", row.words)
    if bands or "else 0" in row.words or "% 0" in row.words:
        reached = [int(share) for bound, share in bands if rate >= Fraction(int(bound), 100)]
        return row.points * max(reached, default=0) / 100
    zero = _percent(r"to 0 at (\d+)%", row.words, 0)
    return max(Fraction(0), row.points * ((rate - zero) / (full - zero)))


def _percent(pattern: str, words: str, otherwise: int) -> Fraction:
    found = re.search(pattern, words)
    return Fraction(int(found[1]) if found else otherwise, 100)


def _loss(words: str) -> Fraction:
    return Fraction(re.search(r"-([\d.]+)", words)[1])  # type: ignore[index]


def cost(row: Row, step: int) -> Fraction:
    """What one fault costs. ``step``: 1 found, 2 not fixed in time, 3 named twice."""
    if row.kind == "ESC":
        return Fraction(re.findall(r"-([\d.]+)", row.words)[step - 1])
    if row.kind in ("DED", "RAT+DED"):
        return _loss(row.words)
    return Fraction(0)


def price(row: Row, kind: str) -> Fraction:
    """What one claim is worth."""
    if kind in LEVELS:
        return Fraction(re.search(rf"{LEVELS[kind]}([\d.]+)", row.words)[1])  # type: ignore[index]
    return Fraction(re.match(r"[\d.]+", row.words)[0])  # type: ignore[index]


def cap(row: Row) -> Fraction:
    return Fraction(re.search(r"≤([\d.]+)", row.words)[1])  # type: ignore[index]
