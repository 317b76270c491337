"""Units, persons, standards and sealed evidence, as several rooms look them up."""

from collections.abc import Iterable

from contracts.caller import Caller
from contracts.sight import told
from kit.reader import Reader
from services.tasks.organisation.looks import with_former
from services.tasks.task.store import SEALED


def sealed_of(
    reader: Reader,
    district: str,
    evidence: tuple[str, ...],
    by: Caller,
    *,
    shown: Iterable[str] = (),
) -> frozenset[str]:
    """Those of the ids that are sealed in the district and exist for who names them.

    A unit knows its own evidence and what it was ``shown``; who belongs to none knows that of all
    units; what is reserved, its confidants alone.
    """
    if not evidence:
        return frozenset()
    found = reader.all(SEALED, {"district": district, "evidence": {"$in": list(evidence)}})
    own = with_former(reader, district, (by.unit,)) if by.unit else frozenset()
    known = frozenset(shown)
    return frozenset(
        id
        for id, one in found
        if told(one.confidants, by)
        and (not by.unit or id in known or one.unit in own or one.by == by.account)
    )
