"""The slip book of a district and year: it numbers slips without a gap, and holds their rules.

One write gives one number, so a number is given once; one that is withdrawn is never given again.
"""

from msgspec import Struct
from msgspec.structs import asdict, replace

from contracts.orders.tasks import SetSlipRules
from contracts.tasks import SlipDue, SlipIssued, SlipRulesSet
from kit.change import Change, Knowing
from services.tasks.planning.campaign import Campaign
from services.tasks.supervision.slips import USUAL, SlipRules


class SlipBook(Struct, frozen=True, kw_only=True):
    """Its id is ``sb-<year>-<district>``. ``last``: the last number given; ``sign``: of its
    district, empty until the first."""

    district: str
    year: int
    last: int = 0
    rules: SlipRules = USUAL
    sign: str = ""


def slip_book_id(year: int, district: str) -> str:
    return f"sb-{year}-{district}"


def slip_number(sign: str, year: int, number: int) -> str:
    """As official papers are numbered (GB/T 9704: no 第, no leading zero): 甘泉督〔2026〕1号."""
    return f"{sign}督〔{year}〕{number}号"


def number_slip(book: SlipBook | None, fact: SlipDue, given: Knowing[str]) -> Change[SlipBook]:
    """``given.found``: the district's sign."""
    held = book or SlipBook(district=given.heard.district, year=fact.year)
    new = replace(held, last=held.last + 1, sign=held.sign or given.found)
    issued = SlipIssued(**asdict(fact), number=slip_number(new.sign, fact.year, new.last))
    return Change(new, (issued,))


def set_slip_rules(
    book: SlipBook | None, order: SetSlipRules, given: Knowing[Campaign]
) -> Change[SlipBook] | None:
    """Raises: DistrictNotInCampaign."""
    campaign = given.found
    campaign.must_include(order.district)
    held = book or SlipBook(district=order.district, year=campaign.year)
    rules = SlipRules(
        blue_before=order.blue_before,
        orange_after=order.orange_after,
        red_after=order.red_after,
        appeal_days=order.appeal_days,
    )
    if rules == held.rules and book is not None:
        return None
    fact = SlipRulesSet(
        campaign=order.campaign,
        year=held.year,
        **asdict(rules),
        by=given.by.account,
    )
    return Change(replace(held, rules=rules), (fact,))
