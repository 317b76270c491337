"""Real backing services for every test: shared by the session, apart for each module."""

import os
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from infra.local.backing import Backing
from tests.support.shared import own_servers, shared_backing
from tests.support.stack import Stack, definitions_of

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # a busy machine is no fault of what is tested


def pytest_configure(config: pytest.Config) -> None:
    # nameko's plugin imports eventlet into the test process and asks for its monkey patch; our
    # tests start services as processes of their own.
    config.pluginmanager.unregister(name="pytest_nameko")
    # Its text begins with a line break, which `.*` in pyproject.toml does not match.
    config.addinivalue_line(
        "filterwarnings", r"ignore:\s*Eventlet is deprecated:DeprecationWarning"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _never_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _never_skipped((yield))


def _never_skipped(report: Any) -> Any:
    """On a laptop a test may be skipped; in CI that is a failure."""
    if report.skipped and os.environ.get("TONGXIN_CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


def _last_name(request: pytest.FixtureRequest) -> str:
    return str(request.module.__name__).rpartition(".")[2].removeprefix("test_")


@pytest.fixture(scope="session")
def backing() -> Iterator[Backing]:
    """The backing services, with an administrator's rights. Do not stop them: others use them."""
    with shared_backing() as servers:
        yield servers


@pytest.fixture(scope="module")
def stack(backing: Backing, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A virtual host, databases and a bucket for this module, deployed for its `SERVICES`."""
    made = Stack(backing, _last_name(request), definitions_of(request.module))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def own_backing(request: pytest.FixtureRequest) -> Iterator[Backing]:
    """Backing services of this module alone, which it may stop, kill, freeze and fill."""
    with own_servers(_last_name(request)) as servers:
        yield servers


@pytest.fixture(scope="module")
def own_stack(own_backing: Backing, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """Like `stack`, on `own_backing`."""
    made = Stack(own_backing, _last_name(request), definitions_of(request.module))
    if own_backing.broker is not None:
        own_backing.broker.settle()
    try:
        yield made
    finally:
        made.close()
