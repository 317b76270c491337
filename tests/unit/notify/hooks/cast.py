"""An address of the district's office, and an event on its way to it."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from contracts.caller import Caller
from kit.testing import deciding
from services.notify.hooks.hook import Desk, Hook
from services.notify.hooks.push import HookDelivery
from services.notify.hooks.signing import secret_of
from tests.unit.notify.cast import DISTRICT, EVENT, NOW

SECRET, OTHER = secret_of(b"s" * 32), secret_of(b"t" * 32)
URL = "https://oa.example.gov.cn/tongxin"
OFFICE = Caller(account="office", name="办", roles=("district_office",), district=DISTRICT)
CITY = Caller(account="city", name="市", roles=("city_office",), district="*")
THERE = Caller(account="far", name="远", roles=("district_office",), district="xigu")
OWN = (ip_network("10.20.0.0/16"),)
DESK = Desk(secret=SECRET, networks=(), hooks=0)
ASSIGNED = "tasks.task_assigned.v1"
HOUR = timedelta(hours=1)

HOOK = Hook(
    district=DISTRICT,
    url=URL,
    types=(ASSIGNED,),
    about="政务协同平台",
    by="office",
    secret=SECRET,
    made_at=NOW,
)
SENT = HookDelivery(
    district=DISTRICT,
    hook="h-1",
    event=EVENT,
    type=ASSIGNED,
    subject="t-1",
    occurred_at=NOW,
    body=b"{}",
    created_at=NOW,
    since=NOW,
    next_at=NOW,
    known_to=("@district",),
)


def decided(*args: Any, **about: Any) -> Any:
    """A change, where there is one."""
    return deciding.decided(*args, **about)
