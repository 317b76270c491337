"""Questions about leads."""

from contracts.orders.tasks import LeadCounts, LeadOf, Leads, SnappingDistricts, SnappingOf
from contracts.roles import OFFICES
from contracts.words import LEAD_STATE_NAMES
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked
from services.tasks.leads.snapping import snapping_id
from services.tasks.leads.store import LEADS, SNAPPINGS
from services.tasks.organisation.store import DISTRICTS

OF_THE_OFFICE = ("by", "reason", "photo", "finding")
SHOWN = ("version", "district", "on", "days", "sites", "places")
DEFAULT_DAYS = 30
MAX_DISTRICTS = 500


def snapping_of(reader: Reader, ask: SnappingOf) -> Answer:
    """Raises: NotFound (no such district)."""
    reader.get(DISTRICTS, ask.district)
    held = reader.find(SNAPPINGS, snapping_id(ask.district))
    if held is None:
        return {
            "version": 0,
            "district": ask.district,
            "on": False,
            "days": DEFAULT_DAYS,
            "sites": [],
            "places": [],
        }
    shown = reader.show(SNAPPINGS, snapping_id(ask.district))
    return {name: shown[name] for name in SHOWN}


def snapping_districts(reader: Reader, ask: SnappingDistricts) -> Answer:
    found = reader.everywhere().all(SNAPPINGS, {"on": True}, limit=MAX_DISTRICTS)
    return {
        "districts": sorted(one.district for _, one in found),
        "offered": {one.district: list(one.places) for _, one in found},
    }


def lead_of(reader: Reader, ask: LeadOf) -> Answer:
    """Whoever has the code reads what became of it; who settled it, why and of which photo, the
    office alone. Raises: NotFound."""
    told = {"id": ask.snap, **LEADS.dump(reader.get(LEADS, ask.snap))}
    if reader.caller is None or not reader.caller.has(*OFFICES):
        told |= {**dict.fromkeys(OF_THE_OFFICE, ""), "position": None}
    return told


def leads(reader: Reader, ask: Leads) -> Answer:
    filters = asked({"district": ask.district, "state": ask.state})
    return reader.page(LEADS, filters, ask, by=("at", -1))


def lead_counts(reader: Reader, ask: LeadCounts) -> Answer:
    """{"total", and each state}."""
    by_state = reader.tally(LEADS, asked({"year": ask.year, "district": ask.district}), "state")
    return {
        "total": sum(by_state.values()),
        **{state: by_state.get(state, 0) for state in LEAD_STATE_NAMES},
    }
