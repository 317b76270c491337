"""What the clock does to a finding: overdue, the next colour, a look after its inspection."""

from msgspec.structs import replace

from contracts.envelope import Fact
from contracts.tasks import RectificationOverdue, SlipIssued
from contracts.words import COLOUR_NAMES
from kit.change import Change, Given, Knowing
from services.tasks.supervision.finding import Finding, coloured
from services.tasks.supervision.inspection import Inspection
from services.tasks.supervision.raising import published
from services.tasks.supervision.slips import Slip


def fall_due(
    finding: Finding, _: None, given: Knowing[Inspection | None]
) -> Change[Finding] | None:
    due = finding.next_due()
    if due is None or due > given.now:
        return None
    if finding.held:
        return _looked(finding, given)
    late, facts = _overdue(finding, given)
    new, slip = coloured(late, given)
    return Change(new, (*facts, *slip))


def _looked(finding: Finding, given: Knowing[Inspection | None]) -> Change[Finding]:
    """Once: what is published later finds this finding by itself."""
    inspection = given.found
    if inspection is None or inspection.published is None:
        return Change(replace(finding, look=None))
    return published(finding, inspection.published, inspection.published_by, given)


def _overdue(finding: Finding, given: Given) -> tuple[Finding, tuple[Fact, ...]]:
    """The ordered day has ended and no reply stands; said once."""
    day, deadline = finding.rectify_by, finding.deadline
    if day is None or deadline is None or deadline > given.now:
        return finding, ()
    noted = finding.noted(given, "overdue", why=f"期限 {day}")
    fact = RectificationOverdue(**finding.header(given), standard=finding.standard, due=day)
    return replace(noted, overdue=True, deadline=None), (fact,)


def keep_slip(finding: Finding, fact: SlipIssued, given: Given) -> Change[Finding] | None:
    """The slip book has numbered a slip of this finding."""
    if any(slip.number == fact.number for slip in finding.slips):
        return None
    colour = next(colour for colour in COLOUR_NAMES if colour == fact.colour)
    noted = finding.noted(given, "slip", why=f"{COLOUR_NAMES[colour]}督办单 {fact.number}")
    slip = Slip(
        number=fact.number,
        colour=colour,
        due=fact.due,
        issued=given.now,
        withdrawn=finding.state == "withdrawn",
    )
    return Change(replace(noted, slips=(*finding.slips, slip)))
