"""A round over all pieces: the custody of each, every night; of each sealed one the object once a
week, and its bytes once in a hundred days."""

import zlib

from contracts.evidence import EvidenceMissing, FaultOf, FaultsFound
from kit.change import Change, Given
from services.evidence.piece.piece import Piece

WEEK = 7
HUNDRED = 100
"""Nights after which all bytes were hashed once: one in a hundred of them each night."""
MISSING, ALTERED, BROKEN = "missing", "altered", "custody-broken"


def is_looked_for(id: str, state: Piece, night: int) -> bool:
    """Whether its object is looked for tonight: on its day of the week, or while it is at fault."""
    return state.state == "SEALED" and (bool(state.fault) or _turn(id, night, WEEK))


def is_hashed(id: str, night: int) -> bool:
    return _turn(id, night, HUNDRED)


def _turn(id: str, night: int, nights: int) -> bool:
    return (zlib.crc32(id.encode()) - night) % nights == 0


def those_at_fault(fact: FaultsFound, _given: object, _reader: object) -> list[str]:
    return [one.evidence for one in fact.faults]


def fault_found(state: Piece, fact: FaultsFound, given: Given) -> Change[Piece] | None:
    """Told once, and again when it is as it was."""
    found = fault_of(fact.faults, given.key)
    if found is None or found == state.fault or (found and state.state == "DISPOSED"):
        return None
    after = state.but(fault=found).noted("looked", given.now, {"fault": found})
    if not found:
        return Change(after)
    told = EvidenceMissing(
        evidence=given.key,
        unit=state.unit,
        tasks=state.manifest.tasks,
        items=state.manifest.items,
        fault=found,
    )
    return Change(after, (told,))


def fault_of(faults: tuple[FaultOf, ...], id: str) -> str | None:
    return next((one.fault for one in faults if one.evidence == id), None)
