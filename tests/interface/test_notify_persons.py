"""Text messages and WeCom's application, against servers that answer as the real ones do."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from services.notify.channels import CHANNELS, Undelivered, channels_to, wecomapp
from services.notify.delivery import Delivery
from services.notify.directory import Person
from tests.support.telephones import AGENT, APP_KEY, APP_SECRET, ORGANISATION, SECRET, Telephones

KEY = "0197c0de:zhang-min:sms"
NUMBER = "13987264951"
LINK = "https://tongxin.example.gov.cn/console/findings/f-1"
ZHANG = Person(
    district="anning",
    name="张敏",
    roles=("unit",),
    unit="education",
    email="",
    telephone=NUMBER,
    wecom="zhang.min",
    version=1,
)
SLIP = Delivery(
    district="anning",
    recipient="zhang-min",
    channel="sms",
    fact="tasks.slip_issued.v1",
    about="f-1",
    about_district="anning",
    subject="红色督办单 督〔2026〕3号：标识牌破损",
    body="整改期限：2026年7月31日\n",
    created_at=datetime(2026, 7, 1, 2, 0, tzinfo=UTC),
    status="waiting",
    severity="urgent",
    path="/console/findings/f-1",
)
BOTH = ("sms", "wecomapp")


@pytest.fixture
def server():
    with Telephones() as server:
        yield server


@pytest.fixture(autouse=True)
def settings(server, monkeypatch):
    wecomapp._tokens.clear()
    for name, value in {
        "TONGXIN_PUBLIC_URL": "https://tongxin.example.gov.cn",
        "TONGXIN_POST_SECONDS": "0.5",
        "TONGXIN_SMS_URL": f"{server.address}/send",
        "TONGXIN_SMS_KEY": APP_KEY,
        "TONGXIN_SMS_SECRET": SECRET,
        "TONGXIN_SMS_SIGN": "金城市双拥办",
        "TONGXIN_SMS_TEMPLATES": "urgent=T-1 task_overdue=T-2",
        "TONGXIN_WECOM_APP": f"{ORGANISATION}|{AGENT}|{APP_SECRET}",
        "TONGXIN_WECOM_API": server.address,
    }.items():
        monkeypatch.setenv(name, value)


def deliver(channel: str, person: Person | None = ZHANG, **changes: Any) -> None:
    CHANNELS[channel].deliver(KEY, replace(SLIP, **changes), person)


def failure(channel: str, person: Person | None = ZHANG, **changes: Any) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        deliver(channel, person, **changes)
    told = str(caught.value)
    assert not [one for one in (NUMBER, SECRET, APP_SECRET, "t-1") if one in told]
    return caught.value


def test_who_has_a_number_or_a_user_is_reached_and_others_are_not(monkeypatch):
    assert set(BOTH) <= set(channels_to(ZHANG))
    assert not set(BOTH) & set(channels_to(replace(ZHANG, telephone="", wecom="")))
    assert "sms" not in channels_to(replace(ZHANG, telephone="0936-8210000"))
    for name in ("TONGXIN_SMS_URL", "TONGXIN_WECOM_APP"):
        monkeypatch.setenv(name, "")
    assert not set(BOTH) & set(channels_to(ZHANG))


def test_only_what_is_urgent_is_sent_by_text_message_unless_chosen():
    assert CHANNELS["sms"].MANNER.carries == ("urgent",)


def test_a_text_message_names_the_template_and_what_fills_it(server):
    deliver("sms")
    deliver("sms", fact="tasks.task_overdue.v1", severity="important", subject="长" * 120)
    (_, slip), (_, overdue) = server.taken
    assert slip == {
        "id": KEY,
        "phone": NUMBER,
        "sign_name": "金城市双拥办",
        "template_id": "T-1",
        "params": {"title": "红色督办单 督〔2026〕3号：标识牌破损"},
    }
    assert overdue["template_id"] == "T-2" and overdue["params"]["title"] == "长" * 29 + "…"


def test_wecom_gets_a_card_that_leads_to_the_page_and_tells_no_text(server):
    deliver("wecomapp")
    ((_, said),) = server.taken
    assert (said["touser"], said["agentid"], said["textcard"]["url"]) == ("zhang.min", AGENT, LINK)
    assert "标识牌破损" in said["textcard"]["title"]
    assert "整改期限" not in json.dumps(said, ensure_ascii=False)


def test_a_token_is_asked_for_once_and_anew_once_where_it_is_over(server):
    for _ in range(3):
        deliver("wecomapp")
    assert server.tokens == 1
    server.expire()
    deliver("wecomapp")
    assert (server.tokens, len(server.taken)) == (3, 4)


def test_a_token_that_is_never_good_is_not_asked_for_without_end(server):
    server.code = 42001
    assert not failure("wecomapp").permanent
    assert server.tokens == 2


@pytest.mark.parametrize(
    ("channel", "code", "permanent"),
    [
        ("sms", "isv.BUSINESS_LIMIT_CONTROL", False),
        ("sms", "MOBILE_NUMBER_ILLEGAL", True),
        ("wecomapp", 45009, False),
        ("wecomapp", 60111, True),
        ("wecomapp", True, False),
    ],
)
def test_a_limit_passes_and_a_number_or_user_that_is_none_does_not(
    server, channel, code, permanent
):
    server.code = code
    assert failure(channel).permanent == permanent
    assert server.taken == []


@pytest.mark.parametrize("channel", BOTH)
def test_whom_the_server_does_not_know_is_not_tried_again(server, channel):
    fault = failure(channel, replace(ZHANG, telephone="13900000000", wecom="nobody"))
    assert fault.permanent and "13900000000" not in str(fault)


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("person", [None, replace(ZHANG, telephone="", wecom="")])
def test_who_has_no_address_any_more_is_told_nothing(channel, person):
    assert failure(channel, person).permanent


def test_a_message_without_a_template_is_not_sent(server):
    assert failure("sms", severity="routine").permanent
    assert server.taken == []


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}"])
def test_an_answer_that_is_no_yes_is_no_delivery(server, channel, body):
    server.body = body
    assert not failure(channel).permanent


@pytest.mark.parametrize("channel", BOTH)
@pytest.mark.parametrize(("status", "permanent"), [(429, False), (503, False), (400, True)])
def test_a_refusal_by_status_says_whether_another_try_makes_sense(
    server, channel, status, permanent
):
    server.status = status
    assert failure(channel).permanent == permanent


@pytest.mark.parametrize("channel", BOTH)
def test_a_server_that_never_answers_is_left_after_the_time_limit(server, channel):
    server.silent = 30
    assert not failure(channel).permanent


@pytest.mark.parametrize(
    ("name", "value"),
    [("TONGXIN_SMS_SECRET", "wrong"), ("TONGXIN_WECOM_APP", f"{ORGANISATION}|{AGENT}|wrong")],
)
def test_a_wrong_secret_is_ours_to_mend(server, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert not failure("sms" if "SMS" in name else "wecomapp").permanent
    assert server.taken == []
