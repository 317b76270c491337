"""The last comparison of each district's year."""

from kit.aggregate import Aggregate
from services.scoring.audits.audit import Audit

AUDITS = Aggregate("audits", Audit, due=lambda audit: audit.next)


def audit_id(district: str, year: int) -> str:
    return f"{district}:{year}"
