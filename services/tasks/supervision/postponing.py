"""A later day to rectify by: asked for by the unit before the day, ruled by others."""

from msgspec.structs import replace

from contracts.clock import end_of_day, near
from contracts.orders.tasks import PostponeRectification, RulePostponement
from contracts.refusals import Invalid
from contracts.tasks import PostponementAsked, PostponementRuled
from kit.change import Change, Given
from services.tasks.refusals import OwnWork, WrongState
from services.tasks.supervision.finding import Delay, Finding
from services.tasks.supervision.rectifying import due_anew


def postpone_rectification(
    finding: Finding, order: PostponeRectification, given: Given
) -> Change[Finding]:
    """Raises: NotFound, WrongState (not ordered, asked already, the day is over), Invalid."""
    finding.must_concern(given)
    finding.must_be("ordered", act="申请延期")
    due = finding.rectify_by
    if finding.delay is not None:
        raise WrongState("已有一份延期申请待批，请等待答复。", finding.state)
    if due is None or finding.overdue or given.now >= end_of_day(due):
        raise WrongState(f"整改期限{due}已过，不能再申请延期。", finding.state)
    if order.rectify_by <= due or not near(order.rectify_by, finding.year):
        raise Invalid(f"新期限须晚于原期限 {due}，且不得相差过远。", field="rectify_by")
    noted = finding.noted(
        given, "extension-asked", why=order.reason, was=str(due), became=str(order.rectify_by)
    )
    delay = Delay(by=given.by.account, rectify_by=order.rectify_by, reason=order.reason)
    header = finding.header(given)
    fact = PostponementAsked(**header, due=order.rectify_by, reason=order.reason)
    return Change(replace(noted, delay=delay), (fact,))


def rule_postponement(finding: Finding, order: RulePostponement, given: Given) -> Change[Finding]:
    """A day granted late stands too: what was said overdue meanwhile stays said.

    Raises: NotFound, WrongState (none waits), OwnWork.
    """
    finding.must_be_known(given)
    delay, due = finding.delay, finding.rectify_by
    if finding.state != "ordered" or delay is None or due is None:
        raise WrongState("该问题没有待批的延期申请。", finding.state)
    if given.by.account == delay.by or given.by.unit == finding.unit:
        raise OwnWork
    noted = finding.noted(
        given,
        "extension-granted" if order.granted else "extension-refused",
        why=order.reason,
        was=str(due),
        became=str(delay.rectify_by if order.granted else due),
    )
    new = replace(noted, delay=None)
    if order.granted:
        new = due_anew(new, delay.rectify_by)
    fact = PostponementRuled(
        **new.header(given),
        granted=order.granted,
        due=new.rectify_by or due,
        reason=order.reason,
    )
    return Change(new, (fact,))
