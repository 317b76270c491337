"""Containers on one machine are those of infra/compose.yml, reached on its loopback alone."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.deploy.objects import ADMIN
from infra.local import containers
from infra.local.containers import FILES, Project, store_settings
from infra.local.processes.seaweed import flags
from infra.local.programs import COMPOSE

KEYS = {ADMIN: (ADMIN, "a"), "evidence": ("evidence", "e")}
NOWHERE = {**os.environ, "DOCKER_HOST": "unix:///nowhere.sock"}


def described(**settings: str) -> Any:
    compose = Path(sys.executable).with_name("docker-compose")
    files = [word for file in FILES for word in ("--file", str(file))]
    done = subprocess.run(
        [str(compose), *files, "config", "--format", "json"],
        env={**os.environ, "RABBITMQ_PASSWORD": "-", **settings},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)["services"]


def test_each_backing_service_is_reached_on_loopback_and_ends_with_its_session() -> None:
    services = described(TONGXIN_AMQP_PORT="25672", TONGXIN_STORE_SETTINGS="/home/objects")
    for name in ("rabbitmq", "mongo", "seaweedfs"):
        ports = services[name]["ports"]
        assert ports and {port["host_ip"] for port in ports} == {"127.0.0.1"}
        assert services[name]["restart"] == "no"
    assert services["rabbitmq"]["ports"][0]["published"] == "25672"
    mounts = {each["target"]: each for each in services["seaweedfs"]["volumes"]}
    assert (mounts["/identities"]["source"], mounts["/identities"]["read_only"]) == (
        "/home/objects",
        True,
    )


def test_the_store_runs_with_the_same_flags_in_a_container_and_as_a_process() -> None:
    own = {"dir": "/d", "s3.config": "/s3.json", "s3.ip.bind": "127.0.0.1", "s3.port": "9"}
    words = yaml.safe_load(COMPOSE.read_text())["services"]["seaweedfs"]["command"].split()
    assert {word for word in words if word not in flags(own)} == {
        "-dir=/data",
        "-s3.config=/identities/s3.json",
        "-s3.ip.bind=0.0.0.0",
        "-s3.port=8333",
    }
    assert {"-disableHttp", "-ip.bind=127.0.0.1", "-s3.ip.bind=127.0.0.1"} <= {*flags(own)}


def test_without_an_engine_it_says_so_and_names_the_address() -> None:
    reason = containers.unusable(NOWHERE)
    assert reason and reason.startswith("no container engine answers") and "nowhere" in reason


def test_a_command_that_fails_says_what_compose_said() -> None:
    with pytest.raises(OSError, match=r"docker-compose ps: .*nowhere"):
        Project("tongxin-test", {}, NOWHERE).compose("ps")


def test_what_the_store_reads_is_open_to_its_user_inside_a_home_that_is_closed(
    tmp_path: Path,
) -> None:
    folder = store_settings(tmp_path / "objects", KEYS)
    files = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert {"s3.json", "security.toml"} <= files.keys()
    assert set(files.values()) == {0o644}
