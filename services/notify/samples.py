"""One sample of each fact that is told, as it goes over the wire: what messages are shown with."""

from functools import cache
from importlib.resources import files
from typing import Any

from contracts.envelope import Fact, decode, open_fact
from contracts.orders.notify import RestoreWording, SetWording
from contracts.refusals import absent
from kit.change import Given
from kit.reader import Reader
from services.notify.audiences import AUDIENCES, severity_of
from services.notify.directory import place_key
from services.notify.links import path_of
from services.notify.previews import Sample
from services.notify.render import PERSON_FIELDS, UNIT_FIELDS, ids
from services.notify.texts import text_of

GOLDEN = files("contracts") / "golden"


@cache
def samples() -> tuple[Sample, ...]:
    """In the order of the audiences."""
    return tuple(_sample(fact) for fact in AUDIENCES)


def sample_of(kind: str) -> Sample:
    """Raises: NotFound, where no such message is sent."""
    found = next((one for one in samples() if one.fact.type == kind), None)
    if found is None:
        raise absent(kind)
    return found


def for_wording(_: Reader, __: Any, order: SetWording | RestoreWording, ___: Given) -> Sample:
    return sample_of(order.kind)


def _sample(kind: type[Fact]) -> Sample:
    envelope = decode((GOLDEN / f"{kind.type}.json").read_bytes())
    fact, district = open_fact(envelope), envelope.district
    return Sample(
        envelope=envelope,
        fact=fact,
        source=text_of(kind),
        severity=severity_of(fact),
        path=path_of(fact, district),
        units=[place_key(district, unit) for unit in ids(fact, UNIT_FIELDS)],
        persons=sorted(ids(fact, PERSON_FIELDS)),
    )
