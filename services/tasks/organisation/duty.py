"""Who may be charged with a duty: a lead unit, a named person of it, cooperating units, a date."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.clock import near


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A district's units, and which unit each named person belongs to (account -> unit)."""

    units: frozenset[str]
    persons: Mapping[str, str]


def faults_of_charge(
    lead: str, person: str, cooperating: tuple[str, ...], directory: Directory
) -> Iterator[tuple[str, str]]:
    """(field, what is wrong) of a lead, its named person and the cooperating units."""
    if lead not in directory.units:
        yield "lead", f"牵头单位 {lead} 不是本区单位"
    elif directory.persons.get(person) != lead:
        yield "person", f"责任人 {person} 未任命，或不是牵头单位 {lead} 的人员"
    for at, unit in enumerate(cooperating):
        if unit not in directory.units:
            yield "cooperating", f"配合单位 {unit} 不是本区单位"
        elif unit == lead:
            yield "cooperating", f"单位 {unit} 已是牵头单位，不能同时配合"
        elif unit in cooperating[:at]:
            yield "cooperating", f"配合单位 {unit} 重复"


def faults_of_due(due: date, year: int) -> Iterator[tuple[str, str]]:
    if not near(due, year):
        yield "due", f"期限 {due} 与{year}年度相差过远"
