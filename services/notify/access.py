"""The letter with a one-time link: for who may not be signed in, and whom the directory may not
know yet."""

from datetime import datetime, timedelta

from contracts.clock import CHINA
from contracts.orders.notify import MailLink
from contracts.refusals import Refusal
from kit.change import Change, Knowing
from services.notify.delivery import Addressee, Delivery
from services.notify.render import version

KIND = "notify.mail_link"
"""Stands where a delivery says which fact it tells: there is none."""
CHANNEL = "mail"
OPENED, RESET = "账号已开通", "密码重置"
BODY = """{what}。您的账号是 {account}。

请在 {until} 前打开下面的链接，自己定一个密码，以后用它登录。链接只能用一次。
密码不要告诉任何人，双拥办也不会问您要。不是您本人的事，请不要打开，并告知双拥办。
"""


class NoMail(Refusal):
    """No letter can go out from here."""

    code = "no-mail"
    status = 409


def mail_link(known: Delivery | None, order: MailLink, given: Knowing[bool]) -> Change[Delivery]:
    """``given.found``: letters go out from here, and the console has an address to be opened by.

    Raises: NoMail.
    """
    if not given.found:
        raise NoMail("没有设置发信服务器或本站的公开地址，请把链接当面交给本人。")
    what = RESET if order.reset else OPENED
    return Change(
        Delivery(
            district=order.district,
            recipient=order.account,
            channel=CHANNEL,
            fact=KIND,
            about=order.account,
            about_district=order.district,
            subject=f"{what}：请设置登录密码",
            body=BODY.format(what=what, account=order.account, until=_moment(order.until)),
            created_at=given.now,
            status="waiting",
            next_at=given.now,
            severity="urgent",
            text=version(BODY),
            path=f"/console/open/{order.link}",
            to=Addressee(name=order.name, address=order.email),
        )
    )


def _moment(at: datetime) -> str:
    """The last whole minute before it."""
    here = at.astimezone(CHINA) - timedelta(seconds=30)
    return f"{here.month}月{here.day}日 {here:%H:%M}"
