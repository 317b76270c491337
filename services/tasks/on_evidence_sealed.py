"""Sealed evidence may prove something: a submission, a finding, a row of a register, and it may be
what a unit was asked for. What is a secret still counts nowhere; it is told anew when it is none.
"""

from contracts.evidence import EvidenceSealed
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.registers.demands import burden_id, meet
from services.tasks.domain.registers.register import attach_photo as count
from services.tasks.store import BURDENS, REGISTERS
from services.tasks.task.sealed import keep_sealed as keep
from services.tasks.task.sealed import year_of

__all__ = ["burden", "count", "keep", "meet", "register"]


def register(fact: EvidenceSealed, given: Given, reader: Reader) -> str:
    """The register whose row the photo shows; empty if it shows none that exists."""
    if not fact.register or not fact.row or _secret(given):
        return ""
    if reader.find(REGISTERS, fact.register) is None:
        return ""
    return fact.register


def burden(fact: EvidenceSealed, given: Given, reader: Reader) -> str:
    """What the unit was asked for in the evidence's year; empty if nothing was."""
    if not fact.unit or _secret(given):
        return ""
    id = burden_id(year_of(fact, given.heard), given.heard.district, fact.unit)
    return id if reader.find(BURDENS, id) is not None else ""


def _secret(given: Given) -> bool:
    return given.heard.told_to is not None
