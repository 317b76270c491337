"""A machine of the office's, told by a signed request of each message to the office."""

import time

from kit.settings import Setting
from services.notify import robots, settings
from services.notify.delivery import Delivery
from services.notify.directory import Person
from services.notify.over_http import Outgoing, group_of, link_of, nobody, post, tries
from services.notify.posting import Manner

MANNER = Manner(carries=("routine", "important", "urgent"), held=False)
GROUPS = Setting(
    "TONGXIN_WEBHOOKS",
    settings.signed_groups,
    default="",
    example="ganquan=https://oa.example.gov.cn/tongxin|secret",
    secret=True,
)
TRIES = tries("webhook")

groups, delays, reaches = GROUPS, settings.POST_RETRY_DELAYS, nobody


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """Raises: Undelivered."""
    group = group_of(GROUPS(), delivery)
    body, at = robots.machine(key, delivery, link_of(delivery)), str(int(time.time()))
    headers = {
        "X-Tongxin-Delivery": key,
        "X-Tongxin-Timestamp": at,
        "X-Tongxin-Signature": robots.signature(group.secret, at, body),
    }
    post(Outgoing(group.url, body, headers))
