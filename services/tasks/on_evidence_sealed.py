"""Sealed evidence may prove something: a submission, a finding, a row of a register."""

from contracts.evidence import EvidenceSealed
from kit.change import Given
from kit.reader import Reader
from services.tasks.domain.registers.register import attach_photo as count
from services.tasks.domain.working.sealed import keep_sealed as keep
from services.tasks.store import REGISTERS

__all__ = ["count", "keep", "register"]


def register(fact: EvidenceSealed, given: Given, reader: Reader) -> str:
    """The register whose row the photo shows; empty if it shows none that exists."""
    if not fact.register or not fact.row or reader.find(REGISTERS, fact.register) is None:
        return ""
    return fact.register
