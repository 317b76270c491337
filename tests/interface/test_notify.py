"""Notify as a process, on a real broker and database, with a real mail server."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from kombu.entity import Queue
from msgspec.structs import replace
from uuid6 import uuid7

from contracts import evidence, scoring, tasks
from contracts import notify as facts
from contracts.caller import Caller
from contracts.envelope import CONTENT_TYPE, decode, encode, seal
from contracts.orders import notify as orders
from infra.local import ports
from tests.support.calling import CITY, CallFailed, Calls, signed_fact
from tests.support.mailbox import Mailbox
from tests.support.waiting import consistently, eventually
from tests.unit.notify.cast import FACTS

SERVICES = ("services.notify.service:Notify",)
DISTRICT = "anning"
STARTED = datetime.now(UTC).replace(microsecond=0)
ticks = itertools.count()

RETURNED = tasks.TaskReturned(
    task="t-1",
    year=2026,
    standard="gs-2026",
    item="A01",
    title="校园国防教育",
    lead="education",
    person="zhang-min",
    level="district",
    reason="缺少照片",
)


@pytest.fixture(scope="module")
def smtp_port():
    return ports.choose()


@pytest.fixture(scope="module")
def settings(smtp_port):
    return {
        "TONGXIN_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "TONGXIN_MAIL_FROM": "tongxin@example.gov.cn",
        "TONGXIN_MAIL_RETRY_DELAYS": "1,1,1,1,1,1,1,1,1,1",
        "TONGXIN_DUE_SECONDS": "0.2",
    }


@pytest.fixture(scope="module")
def notify(stack, settings):
    """The service, which knows the district's office, its education bureau and two contacts."""
    running = stack.start(SERVICES[0], **settings).wait_ready()
    publish(stack, tasks.DistrictFounded(district=DISTRICT, name="安宁区"))
    unit = tasks.UnitRegistered(
        unit="education", name="区教育局", kind="department", parent="", serves=()
    )
    publish(stack, unit)
    appoint(stack, "office", "district_office")
    appoint(stack, "wang-fang", "unit", unit="education")
    appoint(stack, "zhang-min", "field", unit="education", email="zhang@example.gov.cn")
    database = stack.mongo("notify")
    eventually(lambda: database.persons.count_documents({}) == 3)
    eventually(lambda: database.places.count_documents({}) == 2)
    return running


@pytest.fixture
def mailbox(smtp_port):
    with Mailbox(smtp_port) as mailbox:
        yield mailbox


def publish(stack, fact, *, id=None, version=1, district=DISTRICT):
    """Publish a fact as its service would; gives the event's id."""
    envelope = seal(
        fact,
        id=id or str(uuid7()),
        source="/tongxin/tasks",
        subject="t-1",
        time=STARTED + timedelta(seconds=next(ticks)),
        district=district,
        version=version,
    )
    exchange = f"{fact.type.partition('.')[0]}.events"
    body = encode(envelope)
    headers = signed_fact(stack, fact.type, body)
    stack.api.publish(exchange, fact.type, body, content_type=CONTENT_TYPE, headers=headers)
    return envelope.id


def appoint(stack, account, role, *, unit="", email="", district=DISTRICT):
    fact = tasks.PersonAppointed(
        account=account, name=f"{account} 同志", roles=(role,), unit=unit, email=email
    )
    publish(stack, fact, district=district)


def returned(**changes):
    return replace(RETURNED, **changes)


def call(stack, method, account, **kwargs):
    """One RPC call as the gateway makes it; gives (result, error)."""
    caller = Caller(
        account=account, name=account, roles=("unit",), district=DISTRICT, unit="education"
    )
    try:
        return Calls(stack, "notify", caller).send(method, kwargs), None
    except CallFailed as failed:
        return None, failed.error


def inbox(stack, account, **ask):
    result, error = call(stack, "inbox", account, ask=ask)
    assert error is None, error
    return result


def message_of(stack, account, event):
    """That event's message in the inbox, once it is there."""

    def found():
        items = inbox(stack, account, limit=200)["items"]
        return next((item for item in items if item["id"].startswith(event)), None)

    return eventually(found)


def mails_about(mailbox, title):
    return [mail for _, mail in mailbox.messages if title in mail["subject"]]


@pytest.fixture(scope="module")
def failures(stack):
    """A queue that collects what the service says of mails that have failed."""
    name = "test.failures"
    with stack.amqp().clone() as connection:
        queue = Queue(name, durable=True, queue_arguments={"x-queue-type": "quorum"})
        channel = connection.channel()
        queue(channel).declare()
        queue(channel).bind_to("notify.events", facts.DeliveryFailed.type)
    return name


def failures_of(stack, queue, event):
    """What was said of one event's mails: those of an earlier test may fail at the same time."""
    said = (
        msgspec.json.decode(decode(message["payload"]).data, type=facts.DeliveryFailed)
        for message in stack.api.take(queue)
    )
    return [failed for failed in said if failed.delivery.startswith(event)]


def test_the_returned_task_shows_its_reason_to_the_lead_unit_and_its_person(stack, notify):
    event = publish(stack, RETURNED)
    for account in ("wang-fang", "zhang-min"):
        message = message_of(stack, account, event)
        assert message["subject"] == "任务被退回：校园国防教育"
        assert "区教育局提交的任务" in message["body"]
        assert "退回理由：缺少照片" in message["body"]
        assert message["fact"] == "tasks.task_returned.v1"
        assert message["about"] == "t-1"
        assert message["read_at"] is None
    assert not [m for m in inbox(stack, "office")["items"] if m["id"].startswith(event)]


def handled(notify, handler):
    """Deliveries of events that a handler has brought to an end, repeats included."""
    return sum(
        notify.metric("tongxin_events_total", handler=handler, outcome=outcome)
        for outcome in ("done", "repeated", "ignored")
    )


def test_a_mail_arrives_once_though_the_event_comes_twice(stack, notify, mailbox):
    before = handled(notify, "on_task_returned")
    event = publish(stack, returned(title="两次"))
    publish(stack, returned(title="两次"), id=event)
    eventually(lambda: handled(notify, "on_task_returned") >= before + 2)
    eventually(lambda: mails_about(mailbox, "两次"))
    marker = publish(stack, returned(title="其后"))
    eventually(lambda: mails_about(mailbox, "其后"))
    (mail,) = mails_about(mailbox, "两次")
    assert mail["subject"] == "任务被退回：两次"
    assert mail["to"].addresses[0].addr_spec == "zhang@example.gov.cn"
    assert mail["from"].addresses[0].addr_spec == "tongxin@example.gov.cn"
    assert "退回理由：缺少照片" in mail.get_content()
    assert event in mail["message-id"]
    assert marker not in mail["message-id"]


def test_who_has_no_address_is_told_in_the_inbox_only(stack, notify, mailbox):
    event = publish(stack, returned(title="无邮箱"))
    message_of(stack, "wang-fang", event)
    eventually(lambda: mails_about(mailbox, "无邮箱"))
    keys = stack.mongo("notify").deliveries.distinct("_id", {"_id": {"$regex": f"^{event}"}})
    assert sorted(keys) == [
        f"{event}:wang-fang:inbox",
        f"{event}:zhang-min:inbox",
        f"{event}:zhang-min:mail",
    ]


def test_mails_wait_for_a_mail_server_that_is_down_and_the_service_stays_ready(
    stack, notify, smtp_port
):
    before = notify.metric("tongxin_mails_total", outcome="retried")
    event = publish(stack, returned(title="服务器停机"))
    message_of(stack, "zhang-min", event)
    eventually(lambda: notify.metric("tongxin_mails_total", outcome="retried") >= before + 2)
    assert notify.ready()[0] == 200
    with Mailbox(smtp_port) as back:
        eventually(lambda: len(mails_about(back, "服务器停机")) == 1)


def test_a_refusal_for_good_ends_the_delivery_and_says_so(stack, notify, mailbox, failures):
    mailbox.refuse = "550 5.1.1 no such user"
    event = publish(stack, returned(title="查无此人"))
    (failed,) = eventually(lambda: failures_of(stack, failures, event))
    assert failed.delivery == f"{event}:zhang-min:mail"
    assert (failed.recipient, failed.channel) == ("zhang-min", "mail")
    assert "no such user" in failed.reason
    assert stack.mongo("notify").deliveries.find_one(failed.delivery)["state"]["tries"] == 1


def test_another_persons_message_does_not_exist(stack, notify):
    event = publish(stack, RETURNED)
    message = message_of(stack, "zhang-min", event)
    order = {"delivery": message["id"]}
    _, error = call(stack, "mark_read", "office", order=order, key=str(uuid.uuid4()))
    assert (error["status"], error["code"]) == (404, "not-found")
    _, error = call(stack, "message_of", "office", ask={"message": message["id"]})
    assert (error["status"], error["code"]) == (404, "not-found")
    assert message_of(stack, "zhang-min", event)["read_at"] is None


def test_a_read_message_leaves_the_unread_ones(stack, notify):
    event = publish(stack, RETURNED)
    message = message_of(stack, "wang-fang", event)
    order = {"delivery": message["id"]}
    for _ in range(2):
        _, error = call(stack, "mark_read", "wang-fang", order=order, key=str(uuid.uuid4()))
        assert error is None
    assert message_of(stack, "wang-fang", event)["read_at"]
    unread = inbox(stack, "wang-fang", unread=True, limit=200)["items"]
    assert message["id"] not in [item["id"] for item in unread]


def test_the_inbox_comes_in_pages_newest_first(stack, notify):
    events = [publish(stack, returned(title=f"第{n}页")) for n in range(3)]
    for event in events:
        message_of(stack, "wang-fang", event)
    seen: list[str] = []
    cursor = ""
    while len(seen) < 3:
        page = inbox(stack, "wang-fang", limit=1, **({"cursor": cursor} if cursor else {}))
        seen += [item["subject"] for item in page["items"]]
        cursor = page["next"]
    assert seen == [f"任务被退回：第{n}页" for n in (2, 1, 0)]


def test_a_fact_ahead_of_its_persons_appointment_is_told_after_it(stack, notify, mailbox):
    retried = notify.metric("tongxin_retries_total", handler="on_task_returned")
    event = publish(stack, returned(title="新人", person="chen-jie"))
    eventually(lambda: notify.metric("tongxin_retries_total", handler="on_task_returned") > retried)
    message_of(stack, "wang-fang", event)  # who is known does not wait for who is not
    appoint(stack, "chen-jie", "field", unit="education", email="chen@example.gov.cn")
    message_of(stack, "chen-jie", event)
    eventually(lambda: mailbox.to("chen@example.gov.cn"))


def test_a_fact_of_a_district_that_has_no_office_yet_is_told_once_it_has(stack, notify):
    fact = tasks.TaskObjected(
        task="t-1", item="A01", title="异议", lead="education", by="zhang-min", reason="不属于职责"
    )
    event = publish(stack, fact, district="gaolan")
    eventually(lambda: notify.metric("tongxin_retries_total", handler="on_task_objected") >= 1)
    appoint(stack, "gaolan-office", "district_office", district="gaolan")
    deliveries = stack.mongo("notify").deliveries
    eventually(lambda: deliveries.find_one(f"{event}:gaolan-office:inbox"))


TOLD = {
    tasks.TaskAssigned: {"wang-fang", "zhang-min", "culture-contact"},
    tasks.TaskObjected: {"office"},
    tasks.ObjectionRuled: {"culture-contact", "li-qiang", "wang-fang"},
    tasks.TaskSubmitted: {"reviewer"},
    tasks.TaskReturned: {"wang-fang", "zhang-min"},
    tasks.PieceReturned: {"wang-fang", "zhang-min"},
    tasks.ResultConfirmed: {"wang-fang", "zhang-min", "city-reviewer"},
    tasks.TaskOverdue: {"wang-fang", "zhang-min", "office"},
    tasks.FindingRaised: {"wang-fang", "office"},
    tasks.RectificationOrdered: {"wang-fang", "office"},
    tasks.RectificationOverdue: {"wang-fang", "office"},
    tasks.RectificationClosed: {"wang-fang", "office"},
    tasks.RectificationReported: {"li-qiang", "office"},
    tasks.RectificationReturned: {"wang-fang"},
    tasks.AppealRaised: {"office"},
    tasks.AppealRuled: {"wang-fang", "office"},
    tasks.TaskUrged: {"wang-fang", "zhang-min"},
    tasks.TaskPrioritised: {"wang-fang", "zhang-min"},
    tasks.ExtensionRequested: {"office"},
    tasks.ExtensionRefused: {"wang-fang", "zhang-min"},
    tasks.TaskRescheduled: {"wang-fang", "zhang-min"},
    tasks.TaskHandedOver: {"culture-contact", "li-qiang"},
    tasks.InspectionPublished: {"office"},
    tasks.SlipIssued: {"wang-fang", "office", "leader"},
    tasks.FindingNamed: {"wang-fang", "office"},
    tasks.PostponementAsked: {"office"},
    tasks.PostponementRuled: {"wang-fang", "office"},
    tasks.AccountabilityRecorded: {"wang-fang", "office", "leader"},
    tasks.AccountabilityReplied: {"office", "leader"},
    tasks.MaterialDemanded: {"wang-fang"},
    tasks.LeadOpened: {"office"},
    tasks.BulletinIssued: {"office", "leader", "wang-fang", "culture-contact"},
    tasks.ComplaintRegistered: {"office"},
    tasks.ComplaintAnswered: {"zhang-min"},
    tasks.ComplaintPressed: {"city-office"},
    tasks.NeedRaised: {"culture-contact", "office"},
    tasks.NeedConfirmed: {"wang-fang", "office"},
    tasks.NeedAccepted: {"wang-fang"},
    tasks.NeedDeclined: {"wang-fang"},
    tasks.NeedMet: {"wang-fang", "culture-contact", "office"},
    evidence.EvidenceRejected: {"zhang-min"},
    evidence.EvidenceQuarantined: {"zhang-min", "city-office"},
    evidence.EvidenceReused: {"zhang-min", "office"},
    evidence.EvidenceMissing: {"operations", "office"},
    evidence.DisposalProposed: {"city-office", "leader"},
    scoring.VetoRaised: {"office", "leader", "city-office"},
    scoring.VetoCleared: {"office", "leader", "city-office"},
    facts.MessageUnacknowledged: {"office"},
    facts.HookPaused: {"zhang-min", "office"},
}


def test_each_fact_reaches_those_whom_it_concerns_and_nobody_else(stack, notify):
    appoint(stack, "reviewer", "reviewer")
    appoint(stack, "leader", "leader")
    appoint(stack, "li-qiang", "field", unit="culture")
    appoint(stack, "culture-contact", "unit", unit="culture")
    appoint(stack, "city-office", "city_office", district="*")
    appoint(stack, "city-reviewer", "reviewer", district="*")
    appoint(stack, "operations", "operations", district="*")
    for role in ("district_office", "leader", "reviewer", "unit"):
        appoint(stack, f"xigu-{role.replace('_', '-')}", role, unit="education", district="xigu")
    persons = stack.mongo("notify").persons
    names = {name for told in TOLD.values() for name in told}
    eventually(lambda: names <= set(persons.distinct("_id")))
    eventually(lambda: persons.count_documents({"district": "xigu"}) == 4)
    deliveries = stack.mongo("notify").deliveries
    events = {publish(stack, sample): TOLD[type(sample)] for sample in FACTS}

    def told():
        found: dict[str, set[str]] = {event: set() for event in events}
        for key in deliveries.distinct("_id", {"state.channel": "inbox"}):
            event, account, _ = key.split(":")
            found.get(event, set()).add(account)
        return found

    eventually(lambda: all(told()[event] >= wanted for event, wanted in events.items()))
    assert told() == events
    (submitted,) = (event for event, names in events.items() if names == {"reviewer"})
    message = deliveries.find_one(f"{submitted}:reviewer:inbox")["state"]
    assert "区教育局已提交任务" in message["body"]
    assert "提交人：zhang-min 同志" in message["body"]
    assert notify.metric("tongxin_events_total", outcome="parked") == 0


def test_two_replicas_send_each_mail_once(stack, notify, settings, mailbox):
    other = stack.start(SERVICES[0], **settings).wait_ready()
    titles = [f"分工{n:02d}" for n in range(20)]
    for title in titles:
        publish(stack, returned(title=title))

    def all_sent():
        return all(mails_about(mailbox, title) for title in titles)

    eventually(all_sent)
    consistently(lambda: all(len(mails_about(mailbox, t)) == 1 for t in titles), during=1)
    for replica in (notify, other):
        assert replica.metric("tongxin_due_total", outcome="failed") == 0
    other.term()
    assert other.wait() == 0


KIND = "tasks.task_returned.v1"
SHORT = {"kind": KIND, "subject": "退回：{{ fact.title }}", "body": "{{ fact.title }}请补充。"}


def test_a_wording_holds_from_the_next_message_until_it_is_taken_back(notify, stack):
    city = Calls(stack, "notify", CITY)
    usual = city.ask(orders.MessageTextOf(kind=KIND))
    assert (usual["version"], usual["versions"]) == (0, [])
    assert city.ask(orders.PreviewWording(**SHORT))["shown"]["subject"].startswith("退回：")
    said = orders.SetWording(**SHORT, reason="统一用语")
    city.command(said)
    held = city.ask(orders.MessageTextOf(kind=KIND))
    worded = message_of(stack, "zhang-min", publish(stack, returned(title="第一次")))
    assert (worded["subject"], worded["body"]) == ("退回：第一次", "第一次请补充。\n")
    assert worded["text"] == held["current"]["text"] == held["versions"][0]["text"]
    with pytest.raises(CallFailed) as late:
        city.command(replace(said, subject="甲{{ fact.title }}"), expected=usual["version"])
    assert late.value.code == "changed-since"
    city.command(
        orders.RestoreWording(kind=KIND, number=0, reason="改回"), expected=held["version"]
    )
    again = message_of(stack, "zhang-min", publish(stack, returned(title="第二次")))
    assert (again["subject"], again["text"]) == ("任务被退回：第二次", usual["current"]["text"])


def test_a_wording_that_cannot_be_said_is_not_said_and_operations_see_it(notify, stack):
    failed = "tongxin_wordings_failed_total"
    before = notify.metric(failed, text="task_returned")
    version = {"number": 1, "subject": "{{ fact.gone }}", "body": "甲", "brief": "", "usual": False}
    state = {
        "kind": KIND,
        "district": "*",
        "versions": [version | {"by": "x", "at": STARTED, "why": "旧"}],
    }
    stack.mongo("notify").wordings.update_one(
        {"_id": KIND}, {"$set": {"state": state}, "$inc": {"version": 1}}, upsert=True
    )
    sent = message_of(stack, "zhang-min", publish(stack, returned(title="第三次")))
    assert sent["subject"] == "任务被退回：第三次"
    assert notify.metric(failed, text="task_returned") == before + 1
    shown = Calls(stack, "notify", CITY).ask(orders.MessageTextOf(kind=KIND))
    assert shown["shown"] is None and shown["faults"][0]["code"] == "unknown"
    stack.mongo("notify").wordings.delete_one({"_id": KIND})
