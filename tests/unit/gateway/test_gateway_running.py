"""What operations are promised, judged from what the services say of themselves."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.console.running import reading, views
from gateway.console.running.reading import Seen
from gateway.problems import Problem
from gateway.tokens import Tokens
from tests.unit.gateway.test_gateway_tokens import LI, SECRET

NOW = datetime(2026, 8, 1, 2, tzinfo=UTC)
METRICS = """# TYPE tongxin_parked_messages gauge
tongxin_parked_messages{service="tasks",queue="a"} 2.0
tongxin_parked_messages{service="tasks",queue="b"} 1.0
# TYPE tongxin_build_info gauge
tongxin_build_info{service="tasks",version="0.1.0"} 1.0
"""


def service(name: str = "tasks", /, **figures: float) -> Seen:
    return Seen(name, "", True, {}, {f"tongxin_{name}": n for name, n in figures.items()})


def test_samples_of_a_metric_are_summed_and_the_version_is_told() -> None:
    found, version = reading.figures(METRICS)
    assert found["tongxin_parked_messages"] == 3 and version == "0.1.0"


def test_a_service_that_does_not_answer_is_not_ready() -> None:
    silent = Seen("tasks", "ConnectionRefusedError", False, {}, {})
    assert views.ready([service(), silent]).told["names"] == "tasks"
    assert views.ready([service()]).sign == "ok"
    assert views.row(silent, NOW).parked is None


@pytest.mark.parametrize(
    ("promise", "kept", "broken"),
    [
        (views.parked, {"parked_messages": 0}, {"parked_messages": 1}),
        (views.worded, {"wordings_failed_total": 0}, {"wordings_failed_total": 2}),
        (views.outbox, {"outbox_oldest_seconds": 60}, {"outbox_oldest_seconds": 61}),
    ],
)
def test_a_promise_holds_is_broken_or_cannot_be_judged(
    promise: Any, kept: dict[str, float], broken: dict[str, float]
) -> None:
    assert promise([service(**kept)]).sign == "ok"
    assert promise([service(**kept), service("notify", **broken)]).sign == "red"
    assert promise([Seen("tasks", "away", False, {}, {})]).sign == "none"


def test_scores_were_compared_last_night_and_are_equal() -> None:
    def at(hours: int, differing: int = 0) -> views.Promise:
        then = (NOW - timedelta(hours=hours)).timestamp()
        one = service("scoring", score_compared_seconds=then, score_differing=differing)
        return views.recomputed([one], NOW)

    assert at(25).sign == "ok" and at(27).sign == "red" and at(1, 2).told["count"] == 2
    assert views.recomputed([service("scoring")], NOW).sign == "none"


def test_an_upload_that_waits_for_its_check_too_long_is_told_with_its_time() -> None:
    def piece(minutes: int) -> dict[str, Any]:
        return {"stored_at": (NOW - timedelta(minutes=minutes)).isoformat()}

    assert views.uploads([piece(14), {"stored_at": None}], NOW).sign == "ok"
    late = views.uploads([piece(14), piece(16), piece(40)], NOW)
    assert (late.sign, late.told["count"]) == ("red", 2)
    assert late.told["at"] == NOW - timedelta(minutes=40)
    assert views.uploads(None, NOW).sign == "none"


def test_a_session_is_known_for_a_while_where_this_process_has_admitted_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens = Tokens(SECRET, lifetime=600)
    token, _ = tokens.issue(LI)
    with pytest.raises(Problem, match="database-unavailable"):
        tokens.admitted_lately(token)
    asyncio.run(tokens.admit(token))
    assert tokens.admitted_lately(token).caller == LI
    monkeypatch.setattr("gateway.tokens.LATELY", 0.0)
    with pytest.raises(Problem, match="database-unavailable"):
        tokens.admitted_lately(token)


def test_a_session_that_was_seen_to_have_ended_is_not_known_any_more() -> None:
    ended = False

    async def has_ended(_: object) -> bool:
        return ended

    tokens = Tokens(SECRET, lifetime=600, ended=has_ended)
    token, _ = tokens.issue(LI)
    asyncio.run(tokens.admit(token))
    ended = True
    with pytest.raises(Problem, match="token-invalid"):
        asyncio.run(tokens.admit(token))
    with pytest.raises(Problem, match="database-unavailable"):
        tokens.admitted_lately(token)
