"""WeCom (企业微信): the robot of an office's group, which its address alone admits."""

from kit.settings import Setting
from services.notify import robots, settings
from services.notify.delivery import Delivery
from services.notify.directory import Person
from services.notify.over_http import Outgoing, group_of, link_of, must_say_yes, nobody, post, tries
from services.notify.posting import Manner

MANNER = Manner(carries=("important", "urgent"), brief=True)
GROUPS = Setting(
    "TONGXIN_WECOM_GROUPS",
    settings.groups,
    default="",
    example="ganquan=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    secret=True,
)
TRIES = tries("wecom")

groups, delays, reaches = GROUPS, settings.POST_RETRY_DELAYS, nobody


def deliver(key: str, delivery: Delivery, person: Person | None) -> None:
    """Raises: Undelivered."""
    group = group_of(GROUPS(), delivery)
    said = robots.wecom(delivery, link_of(delivery))
    must_say_yes(post(Outgoing(group.url, said, {})), "errcode")
