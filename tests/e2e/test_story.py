"""The demo story end to end: real servers, real files, the public API; every figure by hand."""

import os
import subprocess
import sys

import pytest

from infra.local.programs import ROOT
from tests.support.running import Running
from tests.support.stack import ALL, GATEWAY, Stack

SECONDS = 300


@pytest.fixture(scope="module")
def city(stack: Stack) -> Running:
    """The whole system; its gateway."""
    services = [stack.start(target) for target in ALL]
    gateway = stack.start("gateway")
    for running in (*services, gateway):
        running.wait_ready()
    return gateway


def play(gateway: Running, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {
        **os.environ,
        "TONGXIN_PUBLIC_URL": "http://" + gateway.env["TONGXIN_HTTP_ADDRESS"],
        "TONGXIN_ADMIN_PASSWORD": GATEWAY["TONGXIN_ADMIN_PASSWORD"],
    }
    return subprocess.run(
        [sys.executable, "-m", "infra.demo", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.timeout(SECONDS + 60)
def test_a_city_runs_its_campaign_and_every_figure_is_as_computed_by_hand(
    city: Running, stack: Stack
) -> None:
    told = play(city)
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-4000:]
    assert " 0 failed" in told.stdout
    assert "甘泉区" in told.stdout

    again = play(city, "--if-new")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "played already" in again.stdout

    for running in stack.processes:
        assert running.alive, running.name
        if running.name != "gateway":
            assert running.metric("tongxin_parked_messages") == 0, running.name
