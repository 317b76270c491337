"""A form read whole: every field at fault at once, in words that a clerk uses."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar, cast

import msgspec

from contracts.words import Lang
from gateway.console.frame.words import word
from gateway.problems import Problem
from gateway.validation import read

T = TypeVar("T")

KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Object missing required field"), "form.missing"),
    (re.compile(r"Expected `\w+` of length >= (?P<n>\d+)"), "form.short"),
    (re.compile(r"Expected `\w+` of length <= (?P<n>\d+)"), "form.long"),
    (re.compile(r"Expected `\w+` (?:>=|>) (?P<n>\S+)"), "form.least"),
    (re.compile(r"Expected `\w+` (?:<=|<) (?P<n>\S+)"), "form.most"),
    (re.compile(r"Expected `\w+` matching regex"), "form.pattern"),
    (re.compile(r"Expected `(?:int|float)"), "form.number"),
    (re.compile(r"Invalid RFC3339 encoded date\b|Expected `date`"), "form.date"),
    (re.compile(r"Invalid RFC3339 encoded datetime|Expected `datetime`"), "form.time"),
    (re.compile(r"Invalid (?:enum )?value"), "form.choice"),
)
"""The decoder's sentences by their beginning, and the word for each."""


class Misfilled(Exception):
    """``faults``: the field's name, and the word with its values that says what is wrong."""

    def __init__(self, faults: dict[str, tuple[str, dict[str, str]]]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


class Wrong(NamedTuple):
    """Why a form was not taken. ``fields``: a sentence at each field; ``told``: of the whole;
    ``rows``: what a service says of rows, each with ``row`` (from 0), ``field`` and ``detail``."""

    fields: dict[str, str]
    told: str
    status: int
    rows: tuple[Mapping[str, Any], ...] = ()


def read_form(wanted: type[T], given: Mapping[str, Any]) -> T:
    """What a form gives as an order or question; an empty field is one that was left out.

    Raises: Misfilled with every field at fault; Problem as ``validation.read`` where only the
    whole is wrong.
    """
    filled = {name: value for name, value in given.items() if value not in ("", None)}
    faults = {}
    for field in msgspec.structs.fields(cast(Any, wanted)):
        name = field.encode_name
        if name not in filled:
            if field.required:
                faults[name] = ("form.missing", dict[str, str]())
        elif fault := _fault(field.type, filled[name]):
            faults[name] = fault
    if faults:
        raise Misfilled(faults)
    return read(wanted, filled, text=True)


def _fault(kind: Any, value: Any) -> tuple[str, dict[str, str]] | None:
    try:
        msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        found = ((key, pattern.match(str(error))) for pattern, key in KINDS)
        return next(((key, m.groupdict()) for key, m in found if m), ("form.wrong", {}))
    return None


def wrong(fault: Misfilled | Problem, language: Lang) -> Wrong:
    """What the page says of it. Raises: the Problem itself where it is no fault of the form."""
    if isinstance(fault, Misfilled):
        told = {name: word(language, key, **n) for name, (key, n) in fault.faults.items()}
        return Wrong(told, "", 422)
    if fault.status >= 500 or fault.status in (401, 403, 404):
        raise fault
    field = fault.field.removeprefix("$.").partition(".")[0].partition("[")[0]
    told = {field: fault.detail} if field and field != "$" else {}
    rows = tuple(
        one for one in fault.extra.get("faults", ()) if {"row", "field", "detail"} <= set(one)
    )
    return Wrong(told, fault.detail, fault.status, rows)
