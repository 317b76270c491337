"""Questions about persons, decomposition tables and saved views."""

from contracts.orders.tasks import DecompositionOf, Views
from kit.reader import Reader
from services.tasks.answers.sight import Answer, given, own_unit
from services.tasks.domain.planning.decomposition import decomposition_id
from services.tasks.store import DECOMPOSITIONS, VIEWS


def decomposition_of(reader: Reader, ask: DecompositionOf) -> Answer:
    """Who belongs to a unit sees the rows that it leads or helps with. Raises: NotFound."""
    caller = reader.caller
    shown = reader.show(DECOMPOSITIONS, decomposition_id(ask.campaign, ask.district))
    own = own_unit(caller)
    if own is None:
        return shown
    rows = [row for row in shown["duties"] if own == row["lead"] or own in row["cooperating"]]
    return {**shown, "duties": rows}


def views(reader: Reader, ask: Views) -> Answer:
    """A page of views by name: the caller's own, and those shared in the district or city."""
    caller = reader.caller
    filters: Answer = {"list": ask.list, "dropped": False}
    if caller is not None:
        here = {"state.shared": True, "district": {"$in": [caller.district, "*"]}}
        filters["$or"] = [{"state.owner": caller.account}, here]
    page = reader.page(VIEWS, given(filters), ask, by=("name", 1))
    for one in page["items"]:
        one.pop("dropped")
        one["own"] = caller is not None and one["owner"] == caller.account
    return page
