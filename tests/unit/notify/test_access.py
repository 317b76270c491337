"""The letter with a one-time link."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.caller import Caller
from contracts.notify import DeliveryFailed
from contracts.orders.notify import MailLink
from kit.change import Given
from services.notify.access import NoMail, mail_link
from services.notify.delivery import Attempt, fell_due

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
TOKEN = "zhouming." + "x" * 43
ORDER = MailLink(
    account="zhouming",
    district="anning",
    name="周明",
    email="zhouming@example.org",
    link=TOKEN,
    until=datetime(2026, 7, 4, 2, 0, 20, tzinfo=UTC),
)
OFFICE = Caller(account="office", name="办", roles=("district_office",), district="anning")
BY = Given(key="d-1", now=NOW, cause="office:k", caller=OFFICE)


def made(order: MailLink = ORDER):
    return mail_link(None, order, BY.knowing(True)).state


def tried(state, fault: str = "", *, permanent: bool = False, now: datetime = NOW):
    attempt = Attempt((60,), fault, permanent)
    given = Given(key="d-1", now=now, cause="due").knowing(attempt)
    change = fell_due(state, None, given)
    assert change is not None
    return change


def test_it_says_what_it_is_for_and_until_when_and_leads_to_the_page():
    letter = made()
    assert letter.subject == "账号已开通：请设置登录密码"
    assert "账号是 zhouming" in letter.body and "请在 7月4日 09:59 前" in letter.body
    assert letter.path == f"/console/open/{TOKEN}" and TOKEN not in letter.body
    assert (letter.to.name, letter.to.address) == ("周明", "zhouming@example.org")
    reset = MailLink(**{**{n: getattr(ORDER, n) for n in ORDER.__struct_fields__}, "reset": True})
    assert made(reset).subject == "密码重置：请设置登录密码"


def test_it_goes_at_once_whatever_the_hour():
    assert made().next_at == NOW


def test_where_no_mail_goes_out_it_is_refused():
    with pytest.raises(NoMail):
        mail_link(None, ORDER, BY.knowing(False))


def test_the_link_is_kept_while_it_waits_and_no_longer():
    waiting = tried(made(), "try later").state
    assert TOKEN in waiting.path
    later = NOW + timedelta(seconds=60)
    assert TOKEN not in repr(tried(waiting, now=later).state)
    failed = tried(made(), "550 nobody here", permanent=True)
    assert TOKEN not in repr(failed.state)
    (fact,) = failed.events
    assert isinstance(fact, DeliveryFailed) and fact.recipient == "zhouming"
