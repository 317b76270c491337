"""Digests, quiet hours and escalation: a running service, a real mail server, real kills."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from contracts import scoring, tasks
from contracts.clock import CHINA
from infra.local import ports
from tests.interface import test_notify as telling
from tests.interface.test_notify import appoint, call, inbox, message_of, publish
from tests.support.mailbox import Mailbox
from tests.support.waiting import eventually
from tests.unit.notify.cast import fact

SERVICES = telling.SERVICES
ASSIGNED = replace(fact(tasks.TaskAssigned), cooperating=(), person="zhang-min")
VETO = fact(scoring.VetoRaised)
ADDRESS = "https://tongxin.example.gov.cn"


@pytest.fixture(scope="module")
def smtp_port():
    return ports.choose()


@pytest.fixture(scope="module")
def settings(smtp_port):
    return {
        "TONGXIN_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "TONGXIN_MAIL_RETRY_DELAYS": "1,1,1,1,1,1,1,1,1,1",
        "TONGXIN_DUE_SECONDS": "0.2",
        "TONGXIN_DIGEST_SECONDS": "3",
        "TONGXIN_PUBLIC_URL": ADDRESS,
    }


@pytest.fixture(scope="module")
def notify(stack, settings):
    running = stack.start(SERVICES[0], **settings).wait_ready()
    publish(stack, tasks.DistrictFounded(district="anning", name="安宁区"))
    appoint(stack, "office", "district_office")
    appoint(stack, "zhang-min", "unit", unit="education", email="zhang@example.gov.cn")
    appoint(stack, "leader", "leader", email="leader@example.gov.cn")
    persons = stack.mongo("notify").persons
    eventually(lambda: persons.count_documents({}) == 3)
    return running


class Deadly(Mailbox):
    """It kills who hands it a letter, once, after it has taken the letter."""

    victim = None

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            victim, self.victim = self.victim, None
            victim.kill()
        return answer


@pytest.fixture
def mailbox(smtp_port):
    with Deadly(smtp_port) as mailbox:
        yield mailbox


def assigned(stack, *titles):
    for title in titles:
        publish(stack, replace(ASSIGNED, title=title, task=f"t-{uuid.uuid4().hex[:8]}"))


def text(mail):
    return f"{mail['subject']}\n{mail.get_content()}"


def named(mails, titles):
    """How often each title is named, over letters of different Message-IDs."""
    letters = {mail["message-id"]: text(mail) for mail in mails}
    lines = "\n".join(letters.values()).splitlines()
    return {t: sum(line.endswith(f"新任务：{t}") for line in lines) for t in titles}


def test_forty_tasks_at_once_are_few_letters_and_each_task_is_named_once(stack, notify, mailbox):
    titles = [f"分解任务之{n}号" for n in range(40)]
    assigned(stack, *titles)

    def all_named():
        return all(named(mailbox.to("zhang@example.gov.cn"), titles).values())

    eventually(all_named)
    mails = mailbox.to("zhang@example.gov.cn")
    assert set(named(mails, titles).values()) == {1}
    assert 3 * len(mails) <= len(titles), "as many windows as it took to hear them"
    longest = max(mails, key=lambda mail: len(mail.get_content()))
    assert f"   {ADDRESS}/console/tasks/t-" in longest.get_content()
    assert f"打开：{ADDRESS}/console/inbox" in longest.get_content()


def test_a_digest_whose_sender_is_killed_before_it_is_marked_is_the_same_letter_again(
    stack, notify, settings, mailbox
):
    mailbox.victim = notify
    assigned(stack, "临危一", "临危二")
    eventually(lambda: mailbox.messages)
    notify.wait()
    assigned(stack, "其后来的")
    stack.start(SERVICES[0], **settings).wait_ready()
    deliveries = stack.mongo("notify").deliveries
    # What it held is free when its lease has ended.
    lost = {"state.status": "waiting", "state.tries": 0, "state.carries": {"$ne": []}}
    eventually(lambda: deliveries.count_documents(lost))
    deliveries.update_many(lost, {"$set": {"due": datetime.now(UTC)}})
    titles = ["临危一", "临危二", "其后来的"]

    def whole():
        mails = mailbox.to("zhang@example.gov.cn")
        words, ids = "\n".join(map(text, mails)), [mail["message-id"] for mail in mails]
        return all(title in words for title in titles) and ids.count(ids[0]) == 2

    eventually(whole)
    first, *more = mailbox.to("zhang@example.gov.cn")
    (twin,) = (mail for mail in more if mail["message-id"] == first["message-id"])
    assert bytes(twin) == bytes(first)
    ids = [id for each in deliveries.find({"state.fact": ""}) for id in each["state"]["carries"]]
    assert len(ids) == len(set(ids)), "no message goes in two digests"


def choose(stack, account, **order):
    _, error = call(stack, "choose_notices", account, order=order, key=str(uuid.uuid4()))
    assert error is None, error


def test_in_ones_quiet_hours_the_urgent_alone_is_sent(stack, notify, mailbox):
    clock = datetime.now(CHINA)
    hours = [f"{clock + timedelta(hours=n):%H:%M}" for n in (-2, 3)]
    choose(stack, "leader", quiet_from=hours[0], quiet_until=hours[1])
    cleared = publish(stack, fact(scoring.VetoCleared))
    message_of(stack, "leader", cleared)
    publish(stack, replace(VETO, title="夜里的事"))
    eventually(lambda: any("夜里的事" in text(m) for m in mailbox.to("leader@example.gov.cn")))
    assert not [m for m in mailbox.to("leader@example.gov.cn") if "已解除" in m["subject"]]
    held = stack.mongo("notify").deliveries.find_one(
        {"state.recipient": "leader", "state.fact": "", "state.status": "waiting"}
    )
    assert held["state"]["next_at"].replace(tzinfo=UTC) > datetime.now(UTC) + timedelta(hours=2)
    choose(stack, "leader")


def told_office(stack, title):
    return [m for m in inbox(stack, "office", limit=200)["items"] if m["subject"].endswith(title)]


def test_the_office_hears_of_the_urgent_that_nobody_took_note_of_and_of_no_other(
    stack, notify, mailbox
):
    noted = message_of(stack, "leader", publish(stack, replace(VETO, title="已知悉的事")))
    order = {"delivery": noted["id"]}
    _, error = call(stack, "acknowledge", "leader", order=order, key=str(uuid.uuid4()))
    assert error is None
    waiting = message_of(stack, "leader", publish(stack, replace(VETO, title="无人理会的事")))
    deliveries = stack.mongo("notify").deliveries
    assert "due" not in deliveries.find_one(noted["id"])
    assert deliveries.find_one(waiting["id"])["due"].replace(tzinfo=UTC) > datetime.now(UTC)
    deliveries.update_one({"_id": waiting["id"]}, {"$set": {"due": datetime.now(UTC)}})

    def escalated():
        return [m for m in told_office(stack, "无人理会的事") if "无人确认" in m["subject"]]

    (message,) = eventually(escalated)
    assert "leader 同志尚未确认收到" in message["body"]
    assert message["path"] == "/console/vetoes/anning/2026"
    assert not [m for m in told_office(stack, "已知悉的事") if "无人确认" in m["subject"]]


def test_all_that_came_is_read_at_once_and_what_comes_later_is_not(stack, notify):
    event = publish(stack, replace(ASSIGNED, title="先来的"))
    first = message_of(stack, "zhang-min", event)
    order = {"until": first["delivered_at"]}
    _, error = call(stack, "mark_all_read", "zhang-min", order=order, key=str(uuid.uuid4()))
    assert error is None
    assert message_of(stack, "zhang-min", event)["read_at"]
    later = publish(stack, replace(ASSIGNED, title="后来的"))
    message_of(stack, "zhang-min", later)
    unread = inbox(stack, "zhang-min", unread=True)["items"]
    assert [item["id"].split(":")[0] for item in unread] == [later]
    counted, _ = call(stack, "unread_count", "zhang-min", ask={})
    assert counted == {"unread": 1, "waiting": 0}, "to be assigned asks for no act by itself"
    urgent = inbox(stack, "leader", severity="urgent")["items"]
    waiting = [one for one in urgent if one["acknowledged_at"] is None]
    waiting += [
        one
        for one in inbox(stack, "leader", unread=True, limit=200)["items"]
        if one["severity"] == "important"
    ]
    counted, _ = call(stack, "unread_count", "leader", ask={})
    assert counted["waiting"] == len(waiting) > 0, "what is urgent waits until it is acknowledged"
    assert urgent and {item["severity"] for item in urgent} == {"urgent"}
