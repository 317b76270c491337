"""The demo story end to end: real servers, real files, the public API; every figure by hand.

And the commands of the documentation, run as they stand on what the story has left.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.deploy import environments
from infra.local.programs import ROOT
from infra.local.system import ENVIRONMENTS
from tests.support.documents import PAGES, blocks
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


@pytest.fixture(scope="module")
def told(city: Running) -> "subprocess.CompletedProcess[str]":
    """The story, played."""
    return play(city)


@pytest.mark.timeout(SECONDS + 60)
def test_a_city_runs_its_campaign_and_every_figure_is_as_computed_by_hand(
    city: Running, told: "subprocess.CompletedProcess[str]", stack: Stack
) -> None:
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


@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.usefixtures("told")
def test_the_commands_of_the_documentation_run_as_they_stand(
    city: Running, stack: Stack, tmp_path: Path
) -> None:
    """Only the addresses are those of this instance, as for whoever has his own."""
    given = {"deploy": stack.backing.environment()}
    given |= {running.name: running.env for running in stack.processes}
    environments.write(tmp_path / ENVIRONMENTS, given)
    ours = {
        "http://127.0.0.1:8080": "http://" + city.env["TONGXIN_HTTP_ADDRESS"],
        "infra.local env": f"infra.local env --home {tmp_path}",
        "-m infra.deploy": f"-m infra.deploy --vhost {stack.vhost} --bucket {stack.bucket}"
        f" --database-prefix {stack.database_prefix}",
    }
    run = [block for page in PAGES for block in blocks(page) if block.kind == "sh"]
    scripts = "".join(f"({block.text})\n" for block in run)
    for usual, here in ours.items():
        assert usual in scripts
        scripts = scripts.replace(usual, here)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-x", "-c", scripts],
        cwd=tmp_path,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-6000:]
    for service in ("tasks", "evidence", "scoring", "notify"):
        assert f"nothing of {service} is parked" in said
    assert "0 differ" in said
    assert "deployed for tasks" in said
    for book in ("任务分解表.xlsx", "tasks.xlsx"):
        assert (tmp_path / book).read_bytes().startswith(b"PK")
