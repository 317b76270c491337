"""Findings come to be: at once, or held until a covert inspection is published."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from contracts.clock import end_of_day, near
from contracts.orders.tasks import RaiseFinding
from contracts.refusals import Invalid
from contracts.tasks import FindingHeld, InspectionPublished
from kit.change import Change, Given, Knowing
from services.tasks.alike import alike
from services.tasks.history.entry import noted
from services.tasks.refusals import TooLarge
from services.tasks.supervision.covert import must_know
from services.tasks.supervision.finding import Finding, coloured, raised, rectification_ordered
from services.tasks.supervision.inspection import Inspection
from services.tasks.supervision.slips import USUAL, SlipRules
from services.tasks.task.sealed import must_be_sealed

MAX_FINDINGS = 400
"""Of one inspection: publishing it reaches each of them by one event (at most 500)."""
LOOK_AFTER = timedelta(minutes=2)
"""A finding raised while its inspection was being published looks once whether it was; longer
than any command takes."""
COORDINATES = re.compile(r"\d{1,3}\.\d{3,}\D{1,6}\d{1,3}\.\d{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a finding is checked against: the names that exist and the evidence that is sealed.

    ``garrisons``: units of the forces, whose compounds nothing here locates. ``reserved``: those of
    the sealed that are known to a few alone. ``raised``: findings of the inspection so far.
    """

    inspection: Inspection
    items: frozenset[str]
    units: frozenset[str]
    sealed: frozenset[str]
    garrisons: frozenset[str] = frozenset()
    reserved: frozenset[str] = frozenset()
    rules: SlipRules = USUAL
    raised: int = 0


def raise_finding(
    finding: Finding | None, order: RaiseFinding, given: Knowing[Scene]
) -> Change[Finding]:
    """Record a fault; ``rectify_by`` orders rectification.

    Of a covert inspection that is not published it is held, and no fact leaves but the one that
    lets its confidants see photos that only their maker knew of.
    Raises: NotFound (a covert inspection of others), Invalid (item, unit, place, position, date),
    EvidenceNotSealed, TooLarge.
    """
    scene = given.found
    inspection = scene.inspection
    must_know(given.by, inspection, order.inspection)
    _must_fit(order, scene)
    must_be_sealed(order.evidence, scene.sealed)
    by = given.by.account
    new = alike(
        Finding,
        order,
        inspection,
        by=by,
        deadline=None,
        state="held",
        inspectors=tuple(dict.fromkeys((by, *inspection.inspectors))),
        rules=scene.rules,
        look=given.now + LOOK_AFTER,
        history=noted((), given, "raised", why=order.fault, unit=order.unit),
    )
    return Change(new, _held(new, scene, given)) if inspection.held else make_known(new, given)


def _held(finding: Finding, scene: Scene, given: Given) -> tuple[FindingHeld, ...]:
    photos = tuple(id for id in finding.evidence if id in scene.reserved)
    if not photos:
        return ()
    return (FindingHeld(finding=given.key, inspection=finding.inspection, evidence=photos),)


def release(finding: Finding, fact: InspectionPublished, given: Given) -> Change[Finding] | None:
    """Its inspection is published: a held finding is raised now."""
    return published(finding, fact.published, fact.by, given) if finding.held else None


def published(finding: Finding, day: date, by: str, given: Given) -> Change[Finding]:
    """``day``: of publication, ``by`` whom. A term that would have ended before runs from it."""
    due = finding.rectify_by
    if due is not None and due < day:
        due = day + (due - finding.on)
    told = finding.noted(given, "published", by=by, became=str(day))
    return make_known(replace(told, rectify_by=due), given)


def make_known(finding: Finding, given: Given) -> Change[Finding]:
    """The finding as the unit comes to know it: with its facts, and its clock running."""
    due = finding.rectify_by
    known = replace(
        finding,
        state="ordered" if due else "raised",
        deadline=end_of_day(due) if due else None,
        known=given.now,
        ordered=given.now if due else None,
        look=None,
    )
    new, slip = coloured(known, given)
    return Change(new, (raised(new, given), *rectification_ordered(new, given), *slip))


def _must_fit(order: RaiseFinding, scene: Scene) -> None:
    inspection = scene.inspection
    if scene.raised >= MAX_FINDINGS:
        raise TooLarge(f"一次检查最多记录{MAX_FINDINGS}个问题，请另行安排检查。")
    if order.item not in scene.items:
        raise Invalid(f"考评标准中没有 {order.item} 这一项。", field="item")
    if order.unit not in scene.units:
        raise Invalid(f"单位 {order.unit} 不是本区单位。", field="unit")
    if COORDINATES.search(order.place):
        raise Invalid("地点请用文字写明，不得填写经纬度。", field="place")
    if order.position is not None and order.unit in scene.garrisons:
        raise Invalid("驻军单位的问题不记录位置，地点可用文字写明。", field="position")
    day = order.rectify_by
    if day is not None and (day < inspection.on or not near(day, inspection.year)):
        raise Invalid(f"整改期限 {day} 不能早于检查日期 {inspection.on}。", field="rectify_by")
