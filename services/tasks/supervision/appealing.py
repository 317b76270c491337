"""Appeals against a finding, and their ruling by somebody else."""

from datetime import date, timedelta

from msgspec.structs import replace

from contracts.clock import day_of, end_of_day
from contracts.orders.tasks import Appeal, RuleAppeal
from contracts.tasks import AppealRaised, AppealRuled
from kit.change import Change, Given, Knowing
from services.tasks.refusals import AppealSettled, AppealTooLate, OwnWork, WrongState
from services.tasks.supervision.finding import Finding, Plea
from services.tasks.task.sealed import must_be_sealed


def appeal(finding: Finding, order: Appeal, given: Knowing[frozenset[str]]) -> Change[Finding]:
    """``given.found``: the sealed ones among its evidence.

    Raises: NotFound (also while it is held), AppealSettled, AppealTooLate, EvidenceNotSealed.
    """
    finding.must_concern(given)
    if finding.appeal is not None:
        raise AppealSettled
    _must_be_open(finding, given)
    must_be_sealed(order.evidence, given.found)
    noted = finding.noted(given, "appealed", why=order.reason, pieces=len(order.evidence))
    plea = Plea(by=given.by.account, reason=order.reason, evidence=order.evidence)
    fact = AppealRaised(**finding.header(given), reason=order.reason)
    return Change(replace(noted, appeal=plea), (fact,))


def rule_appeal(finding: Finding, order: RuleAppeal, given: Given) -> Change[Finding]:
    """Upheld takes the occurrence away and withdraws the slips; the history stays.

    Raises: NotFound, WrongState (no appeal waits), OwnWork.
    """
    finding.must_be_known(given)
    plea = finding.appeal
    if plea is None or plea.upheld is not None:
        raise WrongState("该问题没有待裁定的申诉。", finding.state)
    own = (*finding.inspectors, finding.by, plea.by)
    if given.by.account in own or given.by.unit == finding.unit:
        raise OwnWork
    noted = finding.noted(
        given,
        "upheld" if order.upheld else "dismissed",
        state="withdrawn" if order.upheld else None,
        why=order.reason,
    )
    new = replace(noted, appeal=replace(plea, upheld=order.upheld, ruling=order.reason))
    if order.upheld:
        new = replace(new, slips=tuple(replace(slip, withdrawn=True) for slip in new.slips))
    fact = AppealRuled(
        **new.header(given),
        standard=new.standard,
        upheld=order.upheld,
        reason=order.reason,
    )
    return Change(new, (fact,))


def last_day(finding: Finding) -> date | None:
    """The last day for an appeal, counted from when the unit could first see the finding.

    None while it is held, and where that was not kept.
    """
    if finding.known is None:
        return None
    return day_of(finding.known) + timedelta(days=finding.rules.appeal_days)


def _must_be_open(finding: Finding, given: Given) -> None:
    last = last_day(finding)
    if last is not None and given.now >= end_of_day(last):
        raise AppealTooLate(str(last))
