"""Robots and webhooks, each against a server that speaks its protocol."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from infra.local import ports
from services.notify.channels import CHANNELS, Undelivered, groups_here
from services.notify.delivery import Delivery
from tests.support.robots import SECRET, Robots

KEY = "0197c0de:anning:wecom"
LINK = "https://tongxin.example.gov.cn/console/findings/f-1"
SLIP = Delivery(
    district="anning",
    recipient="anning",
    channel="wecom",
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
ADDRESSES = {
    "wecom": ("TONGXIN_WECOM_GROUPS", "/wecom?key=k-1"),
    "dingtalk": ("TONGXIN_DINGTALK_GROUPS", f"/dingtalk?access_token=a-1|{SECRET}"),
    "feishu": ("TONGXIN_FEISHU_GROUPS", f"/feishu|{SECRET}"),
    "webhook": ("TONGXIN_WEBHOOKS", f"/webhook|{SECRET}"),
}
ROBOTS = ("wecom", "dingtalk", "feishu")


@pytest.fixture
def server():
    with Robots() as server:
        yield server


@pytest.fixture(autouse=True)
def settings(server, monkeypatch):
    monkeypatch.setenv("TONGXIN_PUBLIC_URL", "https://tongxin.example.gov.cn")
    monkeypatch.setenv("TONGXIN_POST_SECONDS", "0.5")
    for name, (setting, path) in ADDRESSES.items():
        assert name in CHANNELS
        monkeypatch.setenv(setting, f"anning={server.address}{path}")


def deliver(channel: str, **changes: Any) -> None:
    CHANNELS[channel].deliver(KEY, replace(SLIP, **changes), None)


def failure(channel: str, **changes: Any) -> Undelivered:
    with pytest.raises(Undelivered) as caught:
        deliver(channel, **changes)
    assert SECRET not in str(caught.value) and "key=" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("channel", ADDRESSES)
def test_each_takes_what_it_is_sent_with_the_page_and_without_the_text(server, channel):
    deliver(channel)
    ((protocol, said),) = server.taken
    told = json.dumps(said, ensure_ascii=False)
    assert protocol == channel
    assert "红色督办单 督〔2026〕3号：标识牌破损" in told and LINK in told
    assert "整改期限" not in told


def test_a_machine_is_told_of_what_and_which_delivery_it_is(server):
    deliver("webhook")
    ((_, said),) = server.taken
    assert (said["fact"], said["about"], said["severity"]) == (
        "tasks.slip_issued.v1",
        "f-1",
        "urgent",
    )
    assert server.headers[0]["x-tongxin-delivery"] == said["id"] == KEY


@pytest.mark.parametrize("channel", ROBOTS)
def test_a_title_becomes_no_link_no_mention_and_no_heading(server, channel):
    deliver(channel, subject="# [领奖](http://evil.example) <@all> **急**")
    ((_, said),) = server.taken
    told = json.dumps(said, ensure_ascii=False)
    assert "# ［领奖］（http://evil.example） ＜＠all＞ ＊＊急＊＊".replace("#", "＃") in told
    assert "](http://evil" not in told and "<@" not in told


def test_a_long_title_stays_within_what_wecom_takes(server):
    deliver("wecom", subject="长" * 120)
    assert len(server.taken) == 1


@pytest.mark.parametrize("channel", ADDRESSES)
@pytest.mark.parametrize(
    ("status", "permanent"), [(429, False), (500, False), (503, False), (302, False), (400, True)]
)
def test_a_refusal_by_status_says_whether_another_try_makes_sense(
    server, channel, status, permanent
):
    server.status = status
    fault = failure(channel)
    assert (fault.permanent, str(status) in str(fault)) == (permanent, True)


@pytest.mark.parametrize(
    "body",
    [
        b'{"errcode":45009,"errmsg":"api freq out of limit","code":11232}',
        *(b"<html>", b"", b"[]", b'{"errcode":"0","code":"0"}', b'{"errcode":false,"code":false}'),
    ],
)
@pytest.mark.parametrize("channel", ROBOTS)
def test_an_error_in_the_body_of_a_200_is_no_delivery(server, channel, body):
    server.body = body
    assert not failure(channel).permanent


@pytest.mark.parametrize("channel", ["dingtalk", "feishu", "webhook"])
def test_a_wrong_secret_is_ours_to_mend(server, channel, monkeypatch):
    setting, path = ADDRESSES[channel]
    wrong = path.replace(SECRET, "wrong")
    monkeypatch.setenv(setting, f"anning={server.address}{wrong}")
    assert not failure(channel).permanent
    assert server.taken == []


@pytest.mark.parametrize("channel", ADDRESSES)
def test_a_server_that_never_answers_is_left_after_the_time_limit(server, channel):
    server.silent = 30
    assert not failure(channel).permanent


def test_a_server_whose_answer_never_ends_is_left_after_the_time_limit(server):
    server.drips = True
    assert not failure("wecom").permanent


def test_a_server_that_is_down_is_worth_another_try(monkeypatch):
    monkeypatch.setenv("TONGXIN_WEBHOOKS", f"anning=http://127.0.0.1:{ports.choose()}/|{SECRET}")
    assert not failure("webhook").permanent


def test_a_group_that_was_taken_away_meanwhile_is_told_nothing():
    assert failure("wecom", district="gaolan").permanent


def test_the_groups_are_those_that_are_set():
    assert {name: sorted(districts) for name, (_, districts) in groups_here().items()} == {
        name: ["anning"] for name in ADDRESSES
    }


def test_the_services_green_threads_reach_a_robot_too(server):
    script = (
        "import eventlet; eventlet.monkey_patch()\n"
        "from tests.interface.test_notify_groups import deliver\n"
        "deliver('dingtalk')\n"
    )
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], env=dict(os.environ), check=True, timeout=60
    )
    assert len(server.taken) == 1
