"""Bulletins (通报) that name a fault: each counts once."""

import re
import unicodedata

from msgspec.structs import replace

from contracts.clock import day_of
from contracts.orders.tasks import NameInBulletin
from contracts.refusals import Invalid
from contracts.tasks import FindingNamed
from kit.change import Change, Given
from services.tasks.refusals import TooLarge
from services.tasks.supervision.finding import Finding, Naming

MAX_NAMED = 100
YEAR_BRACKETS = re.compile(r"[(\[【〔](\d{4})[)\]】〕]")


def bulletin_number(written: str) -> str:
    """One bulletin's number in one spelling: (2023)18号, [2023] 18 号 and 〔2023〕18号 are one."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", written))
    return YEAR_BRACKETS.sub(r"〔\1〕", plain)


def name_in_bulletin(
    finding: Finding, order: NameInBulletin, given: Given
) -> Change[Finding] | None:
    """None where this bulletin has named it before.

    Raises: NotFound, WrongState (held, withdrawn), Invalid (the day), TooLarge.
    """
    finding.must_be_known(given)
    finding.must_be("raised", "ordered", "rectified", "closed", act="通报")
    number = bulletin_number(order.bulletin)
    if number in (naming.bulletin for naming in finding.named):
        return None
    if not finding.on <= order.on <= day_of(given.now):
        raise Invalid(f"通报日期须在检查日期 {finding.on} 与今天之间。", field="on")
    if len(finding.named) >= MAX_NAMED:
        raise TooLarge(f"一个问题最多记录{MAX_NAMED}次通报。", field="bulletin")
    by = given.by.account
    new = replace(
        finding.noted(given, "named", why=number, became=str(order.on)),
        named=(*finding.named, Naming(bulletin=number, on=order.on, by=by)),
    )
    fact = FindingNamed(
        **new.header(given), standard=new.standard, bulletin=number, times=len(new.named)
    )
    return Change(new, (fact,))
