"""Slips (督办单): their colours by rule and date, as data.

A slip is blue from the order (or some days before the day), orange from the day after the day, red
some days later. A finding keeps the rules under which it was ordered.
"""

from datetime import date, datetime, timedelta

from msgspec import Struct

from contracts.clock import end_of_day, in_words
from contracts.words import COLOUR_NAMES, SlipColour

COLOURS = tuple(COLOUR_NAMES)


class SlipRules(Struct, frozen=True, kw_only=True):
    """In days, as in ``SetSlipRules``; the defaults hold where a district has none of its own."""

    blue_before: int | None = None
    orange_after: int = 1
    red_after: int = 7
    appeal_days: int = 15


USUAL = SlipRules()


class Slip(Struct, frozen=True, kw_only=True):
    """One paper with its number; ``withdrawn`` after an appeal that was upheld."""

    number: str
    colour: SlipColour
    due: date
    issued: datetime
    withdrawn: bool = False


def starts(rules: SlipRules, due: date, ordered: datetime) -> dict[SlipColour, datetime]:
    """When each colour begins (UTC): at the start of its day in China."""
    orange = end_of_day(due + timedelta(days=rules.orange_after - 1))
    blue = ordered
    if rules.blue_before is not None:
        blue = max(ordered, end_of_day(due - timedelta(days=rules.blue_before + 1)))
    return {"blue": blue, "orange": orange, "red": orange + timedelta(days=rules.red_after)}


def colour_at(rules: SlipRules, due: date, ordered: datetime, now: datetime) -> SlipColour | None:
    """The colour that the clock asks for, None before the first."""
    begun = [colour for colour, start in starts(rules, due, ordered).items() if start <= now]
    return begun[-1] if begun else None


def next_start(
    rules: SlipRules, due: date, ordered: datetime, called: SlipColour | None
) -> datetime | None:
    """When the colour after ``called`` begins; None after red."""
    later = COLOURS[COLOURS.index(called) + 1 :] if called else COLOURS
    return starts(rules, due, ordered)[later[0]] if later else None


def why(colour: SlipColour, due: date, called: SlipColour | None) -> str:
    """``called``: the colour before, None where this is the first slip."""
    if colour == "blue":
        return f"责令整改，期限{in_words(due)}"
    return f"整改期限{in_words(due)}已过，" + ("经督办仍未整改" if called else "尚未整改")
