"""Questions about inspections, findings, slips and accountability.

What is a secret the reader keeps from all but its confidants (``covert.py``).
"""

from collections import Counter
from typing import Any

import msgspec

from contracts.caller import Caller
from contracts.orders.tasks import (
    MEASURES_IN_WORDS,
    Accountabilities,
    AccountabilityOf,
    FindingHistoryOf,
    FindingOf,
    Findings,
    InspectionOf,
    Inspections,
    SlipBookOf,
    Slips,
)
from contracts.refusals import Invalid, NotFound, absent
from contracts.words import FINDING_STATE_NAMES
from kit.reader import Reader, nothing
from services.tasks.answers.filters import any_like, between
from services.tasks.answers.sight import Answer, asked, brief, own_unit, units_filter
from services.tasks.history.entry import Entry
from services.tasks.organisation.looks import sentences_of
from services.tasks.planning.store import CAMPAIGNS
from services.tasks.supervision import appealing, covert, finding, inspection
from services.tasks.supervision.raising import MAX_FINDINGS
from services.tasks.supervision.slip_book import SlipBook, slip_book_id
from services.tasks.supervision.store import ACCOUNTABILITIES, FINDINGS, INSPECTIONS, SLIP_BOOKS

OPEN = ("ordered", "rectified")
STRUCK_OFF = ("closed", "withdrawn")
APPEALED: dict[str | None, Answer] = {
    None: {},
    "waiting": {"appeal.by": {"$gt": ""}, "appeal.upheld": {"$in": [None]}},
    "ruled": {"appeal.by": {"$gt": ""}, "appeal.upheld": {"$in": [False, True]}},
}


def finding_of(reader: Reader, ask: FindingOf) -> Answer:
    """The finding with the last day for an appeal (``appeal_until``) or None.

    Raises: NotFound (another unit's, or a covert visit's that is not published).
    """
    state = reader.find(FINDINGS, ask.finding)
    if state is None or not _sees_finding(reader.caller, state):
        raise absent(ask.finding)
    return {**reader.show(FINDINGS, ask.finding), "appeal_until": appealing.last_day(state)}


def findings(reader: Reader, ask: Findings) -> Answer:
    """A page of findings, newest inspection first. Raises: Invalid (no such state)."""
    filters = {
        "inspection": ask.inspection,
        **findings_in_sight(reader.caller, ask.unit),
        "item": ask.item,
        "district": ask.district,
        "state": _state(ask.state),
        "overdue": ask.overdue,
        "kind": ask.kind,
        "on": between(ask.on_from, ask.on_to),
        **APPEALED[ask.appeal],
        **any_like(ask.text, "fault", "place"),
    }
    return brief(reader.page(FINDINGS, asked(filters), ask, by=("on", -1)))


def inspections(reader: Reader, ask: Inspections) -> Answer:
    """A page of inspections, the newest first."""
    published = {None: None, True: {"$ne": None}, False: {"$in": [None]}}[ask.published]
    filters = {
        "district": ask.district,
        "campaign": ask.campaign,
        "kind": ask.kind,
        "published": published,
        **inspections_in_sight(reader.caller),
    }
    return reader.page(INSPECTIONS, asked(filters), ask, by=("on", -1))


def inspection_of(reader: Reader, ask: InspectionOf) -> Answer:
    """The inspection with the findings that the caller may see, and their counts.

    Raises: NotFound.
    """
    state = reader.find(INSPECTIONS, ask.inspection)
    if state is None or not _sees_inspection(reader.caller, state):
        raise absent(ask.inspection)
    of_it = {"district": state.district, "inspection": ask.inspection}
    found = reader.all(
        FINDINGS, {**of_it, **findings_in_sight(reader.caller)}, limit=MAX_FINDINGS + 100
    )
    inside = sorted(found, key=lambda pair: (pair[1].unit, pair[1].place, pair[0]))
    return {
        **reader.show(INSPECTIONS, ask.inspection),
        "findings": [_row(id, one) for id, one in inside],
        "counts": _counts([one for _, one in found]),
    }


def slips(reader: Reader, ask: Slips) -> Answer:
    """A page of findings that have a slip, with its numbers. Raises: Invalid (no such state)."""
    state: Any = _state(ask.state)
    if state is None and ask.open is not None:
        state = {"$in": list(OPEN if ask.open else STRUCK_OFF)}
    filters = {
        **findings_in_sight(reader.caller, ask.unit),
        "district": ask.district,
        "called": ask.colour or {"$ne": None},
        "state": state,
    }
    page = reader.page(FINDINGS, asked(filters), ask, by=("on", -1))
    return {**page, "items": [_slip(one) for one in page["items"]]}


def slip_book_of(reader: Reader, ask: SlipBookOf) -> Answer:
    """{"rules", "last"}; the usual rules where the district has none of its own.

    Raises: NotFound (campaign, or a district that it does not take in).
    """
    campaign = reader.get(CAMPAIGNS, ask.campaign)
    caller = reader.caller
    if ask.district not in campaign.districts or (caller and not caller.sees(ask.district)):
        raise NotFound("没有这个县区的督办单台账。")
    id = slip_book_id(campaign.year, ask.district)
    book = reader.find(SLIP_BOOKS, id) or SlipBook(district=ask.district, year=campaign.year)
    return {"id": id, **SLIP_BOOKS.dump(book)}


def accountabilities(reader: Reader, ask: Accountabilities) -> Answer:
    """A page of records, the newest first; for the unit concerned, the offices and leaders."""
    if not _reads_accounts(reader.caller):
        return nothing(ask)
    filters = {
        "district": ask.district,
        "campaign": ask.campaign,
        "replied": ask.replied,
        **units_filter("unit", ask.unit, own_unit(reader.caller)),
    }
    page = brief(reader.page(ACCOUNTABILITIES, asked(filters), ask, by=("on", -1)))
    return {**page, "items": [_in_words(one) for one in page["items"]]}


def accountability_of(reader: Reader, ask: AccountabilityOf) -> Answer:
    """Raises: NotFound (another unit's, or none of the caller's concern)."""
    shown = reader.show(ACCOUNTABILITIES, ask.accountability)
    own = own_unit(reader.caller)
    if not _reads_accounts(reader.caller) or (own is not None and own != shown["unit"]):
        raise absent(ask.accountability)
    return _in_words(shown)


def _sees_finding(caller: Caller | None, state: finding.Finding) -> bool:
    if caller is None or (caller.has("inspector") and caller.account in state.inspectors):
        return True
    own = own_unit(caller)
    return covert.knows(caller, state) and own in (None, state.unit)


def _sees_inspection(caller: Caller | None, state: inspection.Inspection) -> bool:
    if caller is None or (caller.has("inspector") and caller.account in state.inspectors):
        return True
    own = own_unit(caller)
    if own is None:
        return covert.knows(caller, state)
    told = state.announced or state.published is not None
    return told and (not state.units or own in state.units)


def _reads_accounts(caller: Caller | None) -> bool:
    offices = caller is None or caller.has("city_office", "district_office", "leader")
    return offices or bool(own_unit(caller))


def _row(id: str, one: finding.Finding) -> Answer:
    return {
        "id": id,
        "item": one.item,
        "unit": one.unit,
        "kind": one.kind,
        "fault": one.fault,
        "place": one.place,
        "state": one.state,
        "colour": one.called,
        "overdue": one.overdue,
        "rectify_by": one.rectify_by,
        "evidence": one.evidence,
    }


def _counts(found: list[finding.Finding]) -> Answer:
    return {
        "findings": len(found),
        "states": dict(sorted(Counter(one.state for one in found).items())),
        "colours": dict(sorted(Counter(one.called for one in found if one.called).items())),
        "overdue": sum(one.overdue for one in found),
    }


def _slip(one: Answer) -> Answer:
    newest = one["slips"][-1] if one["slips"] else None
    return {
        "id": one["id"],
        "finding": one["id"],
        "district": one["district"],
        "year": one["year"],
        "standard": one["standard"],
        "unit": one["unit"],
        "item": one["item"],
        "fault": one["fault"],
        "place": one.get("place", ""),
        "rules": one["rules"],
        "number": newest["number"] if newest else "",
        "colour": one["called"],
        "due": one["rectify_by"],
        "state": one["state"],
        "overdue": one["overdue"],
        "slips": one["slips"],
    }


def _in_words(one: Answer) -> Answer:
    return {**one, "measures_in_words": [MEASURES_IN_WORDS[name] for name in one["measures"]]}


def _state(state: str | None) -> str | None:
    """Raises: Invalid."""
    if state is not None and state not in FINDING_STATE_NAMES:
        raise Invalid(f"状态须为 {'、'.join(FINDING_STATE_NAMES)} 之一。", field="state")
    return state


def findings_in_sight(caller: Caller | None, unit: str | None = None) -> Answer:
    """A filter for those of a unit, if one is asked for; who belongs to a unit sees that unit's."""
    own, inspected = own_unit(caller), _inspected_by(caller)
    if own is None or not inspected:
        return units_filter("unit", unit, own)
    return {**units_filter("unit", unit, None), **_any([{"state.unit": own}, *inspected])}


def inspections_in_sight(caller: Caller | None) -> Answer:
    """A filter: empty, or ``{"$and": [...]}``; a unit sees what was announced or published."""
    own = own_unit(caller)
    if own is None:
        return {}
    here: Answer = {"$or": [{"state.units": []}, {"state.units": own}]}
    told = [{"state.announced": True, **here}, {"state.published": {"$ne": None}, **here}]
    return _any([*told, *_inspected_by(caller)])


def _inspected_by(caller: Caller | None) -> list[Answer]:
    if caller is None or not caller.has("inspector"):
        return []
    return [{"state.inspectors": caller.account}]


def _any(ways: list[Answer]) -> dict[str, Any]:
    return {"$and": [{"$or": ways}]}


def finding_history_of(reader: Reader, ask: FindingHistoryOf) -> Answer:
    """As ``task_history_of``; who may not see the finding may not see what became of it.

    Raises: NotFound.
    """
    shown = finding_of(reader, FindingOf(finding=ask.finding))
    history = msgspec.convert(shown["history"], tuple[Entry, ...])
    return sentences_of(reader, shown["district"], history, ask.lang, "finding")
