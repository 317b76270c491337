"""Feishu (飞书): the robot of an office's group, signed where it wants that."""

import time

from kit.settings import Setting
from services.notify import robots, settings
from services.notify.delivery import Delivery
from services.notify.directory import Person
from services.notify.over_http import Outgoing, group_of, link_of, must_say_yes, nobody, post, tries
from services.notify.posting import Manner

MANNER = Manner(carries=("important", "urgent"), brief=True)
GROUPS = Setting(
    "TONGXIN_FEISHU_GROUPS",
    settings.groups,
    default="",
    example="ganquan=https://open.feishu.cn/open-apis/bot/v2/hook/…|secret",
    secret=True,
)
TRIES = tries("feishu")

groups, delays, reaches = GROUPS, settings.POST_RETRY_DELAYS, nobody


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """Raises: Undelivered."""
    group = group_of(GROUPS(), delivery)
    said = robots.feishu(delivery, link_of(delivery), group.secret, time.time())
    must_say_yes(post(Outgoing(group.url, said, {})), "code")
