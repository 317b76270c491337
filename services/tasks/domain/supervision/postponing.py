"""A later day to rectify by: asked for by the unit before the day, ruled by others."""

from msgspec.structs import replace

from contracts.clock import end_of_day, near
from contracts.orders.tasks import PostponeRectification, RulePostponement
from contracts.refusals import Invalid
from contracts.tasks import PostponementAsked, PostponementRuled
from kit.change import Change, Given
from services.tasks.domain.history import Entry
from services.tasks.domain.refusals import OwnWork, WrongState
from services.tasks.domain.supervision.finding import Delay, Finding
from services.tasks.domain.supervision.rectifying import due_anew


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
    by = given.by.account
    entry = Entry(
        at=given.now,
        what="extension-asked",
        by=by,
        why=order.reason,
        unit=finding.unit,
        was=str(due),
        became=str(order.rectify_by),
    )
    delay = Delay(by=by, rectify_by=order.rectify_by, reason=order.reason)
    new = replace(finding.after(entry, "ordered"), delay=delay)
    fact = PostponementAsked(
        finding=given.key,
        year=new.year,
        item=new.item,
        unit=new.unit,
        fault=new.fault,
        due=order.rectify_by,
        reason=order.reason,
    )
    return Change(new, (fact,))


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
    entry = Entry(
        at=given.now,
        what="extension-granted" if order.granted else "extension-refused",
        by=given.by.account,
        why=order.reason,
        unit=finding.unit,
        was=str(due),
        became=str(delay.rectify_by if order.granted else due),
    )
    new = replace(finding.after(entry, "ordered"), delay=None)
    if order.granted:
        new = due_anew(new, delay.rectify_by)
    fact = PostponementRuled(
        finding=given.key,
        year=new.year,
        item=new.item,
        unit=new.unit,
        fault=new.fault,
        granted=order.granted,
        due=new.rectify_by or due,
        reason=order.reason,
    )
    return Change(new, (fact,))
