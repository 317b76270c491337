"""Questions about findings."""

from contracts.orders.tasks import FindingOf, Findings
from contracts.refusals import Invalid, NotFound
from kit.reader import Reader
from services.tasks.domain.supervision.finding import FINDING_STATES
from services.tasks.queries.sight import Answer, brief, given, own_unit, units_filter
from services.tasks.store import FINDINGS


def finding_of(reader: Reader, ask: FindingOf) -> Answer:
    """Raises: NotFound."""
    finding = reader.show(FINDINGS, ask.finding)
    unit = own_unit(reader.caller)
    if unit is not None and unit != finding["unit"]:
        raise NotFound("没有找到这个问题。")
    return finding


def findings(reader: Reader, ask: Findings) -> Answer:
    """A page of findings, newest inspection first. Raises: Invalid (no such state)."""
    if ask.state is not None and ask.state not in FINDING_STATES:
        raise Invalid(f"状态须为 {'、'.join(FINDING_STATES)} 之一。", field="state")
    filters = {
        "district": ask.district,
        "inspection": ask.inspection,
        "state": ask.state,
        **units_filter("unit", ask.unit, own_unit(reader.caller)),
    }
    return brief(reader.page(FINDINGS, given(filters), ask, by=("on", -1)))
