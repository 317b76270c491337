"""Questions about saved views."""

from contracts.orders.tasks import Views
from kit.reader import Reader
from services.tasks.answers.sight import Answer, asked
from services.tasks.views.store import VIEWS


def views(reader: Reader, ask: Views) -> Answer:
    """A page of views by name: the caller's own, and those shared in the district or city."""
    caller = reader.caller
    filters: Answer = {"list": ask.list, "dropped": False}
    if caller is not None:
        here = {"state.shared": True, "district": {"$in": [caller.district, "*"]}}
        filters["$or"] = [{"state.owner": caller.account}, here]
    page = reader.page(VIEWS, asked(filters), ask, by=("name", 1))
    for one in page["items"]:
        one.pop("dropped")
        one["own"] = caller is not None and one["owner"] == caller.account
    return page
