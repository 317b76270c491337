"""What robots and machines are sent, and how what they answer is understood."""

import json
from datetime import UTC, datetime

from msgspec.structs import replace

from contracts import scoring, tasks
from contracts.sight import Confidants
from services.notify import robots
from services.notify.audiences import severity_of
from services.notify.delivery import Delivery, Undelivered
from tests.unit.notify.cast import fact

AT = datetime(2026, 8, 1, 2, 30, tzinfo=UTC)
TOLD = Delivery(
    district="anning",
    recipient="",
    channel="wecom",
    fact="tasks.task_urged.v1",
    about="t-1",
    about_district="anning",
    subject="催办：[点我](http://x)",
    body="正文",
    created_at=AT,
    status="waiting",
    severity="urgent",
    path="/console/tasks/t-1",
)
LINK = "https://tongxin.example/console/tasks/t-1"


def test_a_title_says_how_urgent_it_is_and_becomes_no_link() -> None:
    assert robots.title(TOLD).startswith("【")
    assert "[" not in robots.title(TOLD)
    assert not robots.title(replace(TOLD, severity="routine")).startswith("【")


def test_each_robot_is_told_where_to_read_and_not_what_it_says() -> None:
    for link in (LINK, ""):
        said = [
            robots.wecom(TOLD, link),
            robots.dingtalk(TOLD, link),
            robots.feishu(TOLD, link, "", 1.0),
            robots.feishu(TOLD, link, "s" * 20, 1.0),
        ]
        for one in said:
            text = one.decode()
            assert json.loads(text) and "正文" not in text
            assert (LINK in text) is bool(link)
    assert "sign" in json.loads(robots.feishu(TOLD, LINK, "s" * 20, 1.0))


def test_an_address_is_signed_where_there_is_a_secret() -> None:
    assert robots.dingtalk_url("https://d.example/x", "", 1.0) == "https://d.example/x"
    assert "x?timestamp=1000&sign=" in robots.dingtalk_url("https://d.example/x", "s", 1.0)
    assert "a=1&timestamp=" in robots.dingtalk_url("https://d.example/x?a=1", "s", 1.0)


def test_a_machine_is_told_the_fact_and_can_prove_who_told_it() -> None:
    body = robots.machine("k", TOLD, LINK)
    assert json.loads(body)["fact"] == TOLD.fact
    assert robots.signature("s", "1", body) == robots.signature("s", "1", body)
    assert robots.signature("s", "1", body) != robots.signature("s", "2", body)


def test_a_robots_no_is_understood() -> None:
    assert robots.said_no(b'{"errcode": 0}', "errcode") == ""
    assert robots.said_no(b'{"errcode": 93000, "errmsg": "no"}', "errcode") == "errcode 93000 no"
    assert robots.said_no(b"<html>", "errcode") == "no JSON"
    assert robots.said_no(b"[]", "errcode") == "no JSON object"
    assert robots.said_no(b'{"code": false}', "code").startswith("code")


def test_a_severity_may_depend_on_the_fact() -> None:
    assert severity_of(fact(scoring.VetoRaised)) == "urgent"
    slip = fact(tasks.SlipIssued)
    assert {severity_of(replace(slip, colour=c)) for c in ("red", "blue")} == {
        "urgent",
        "important",
    }
    told = fact(tasks.TaskPrioritised)
    assert {severity_of(replace(told, priority=p)) for p in ("urgent", "normal")} == {
        "important",
        "routine",
    }


def test_a_message_of_confidants_knows_them_and_a_digest_has_no_fact() -> None:
    assert TOLD.confidants is None
    assert replace(TOLD, known_to=("li",)).confidants == Confidants(("li",))
    assert not TOLD.is_digest and replace(TOLD, fact="").is_digest
    assert Undelivered("away", permanent=True).permanent
