"""A command of the documentation gets the environment that a process of the running system has."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from infra.deploy import environments
from infra.deploy.admin import Admin, from_environment
from infra.local import __main__ as local
from infra.local.process import NotStarted
from infra.local.programs import ROOT
from infra.local.system import ENVIRONMENTS

ADMIN = Admin(
    amqp="amqp://admin:a@127.0.0.1:5672",
    rabbitmq_api="http://admin:a@127.0.0.1:15672",
    mongo="mongodb://admin:a@127.0.0.1:27017/?directConnection=true&authSource=admin",
    s3="http://127.0.0.1:8333",
    s3_access_key="admin",
    s3_secret_key="s",
    s3_public="https://files.example.org",
    secret="0123",
    s3_keys={"evidence": ("evidence", "e")},
    passwords={"tasks": "t"},
    document_passwords={"tasks": "d"},
    signing={"gateway": "g"},
)


def test_the_deploy_step_finds_the_servers_that_a_run_has_prepared() -> None:
    assert {field.name for field in fields(ADMIN) if not getattr(ADMIN, field.name)} == set()
    assert from_environment(ADMIN.environment()) == ADMIN


def test_what_was_written_for_a_process_is_read_again_and_is_its_owners_alone(
    tmp_path: Path,
) -> None:
    given = {"TONGXIN_MONGO_URL": "mongodb://h/x?a=b&c=d", "TONGXIN_CITY": "同心市"}
    environments.write(tmp_path, {"tasks": given, "gateway": {}})
    assert environments.read(tmp_path, "tasks") == given
    assert environments.names(tmp_path) == ["gateway", "tasks"]
    assert (tmp_path / "tasks.env").stat().st_mode & 0o077 == 0


def test_a_command_is_taken_as_it_stands() -> None:
    words = ["python", "-m", "kit.parked", "replay", "tasks", "all", "--force"]
    found = local.arguments(["env", "tasks", *words])
    assert (found.home, found.process, found.words) == (local.RUN, "tasks", words)


def test_a_command_runs_with_the_environment_of_its_process_and_no_other_setting(
    tmp_path: Path,
) -> None:
    environments.write(tmp_path / ENVIRONMENTS, {"tasks": {"TONGXIN_CITY": "同心市"}})
    of = ["env", "--home", str(tmp_path), "tasks"]
    done = subprocess.run(
        [sys.executable, "-m", "infra.local", *of, "sh", "-c", "env | grep ^TONGXIN_"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TONGXIN_DOCS": "on"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "TONGXIN_CITY=同心市\n"


def test_without_a_run_it_is_said_what_makes_one(
    tmp_path: Path,
) -> None:
    with pytest.raises(NotStarted, match="make run"):
        local.env(tmp_path, "tasks", ["true"])
