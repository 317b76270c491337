"""An image holds what its program imports: the Dockerfile names the gateway's part of the kit."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def file_of(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    return next(
        (one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists()), None
    )


def reached(first: list[Path]) -> set[str]:
    """The house's own files that these import, and what those import."""
    found: set[Path] = set()
    waiting = list(first)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [file for name in imports(path) if (file := file_of(name))]
    return {str(path.relative_to(ROOT)) for path in found}


def test_the_gateways_image_holds_of_the_kit_what_the_gateway_imports() -> None:
    needed = {
        name for name in reached([*(ROOT / "gateway").rglob("*.py")]) if name.startswith("kit/")
    }
    words = re.search(r"set -- gateway (.*?);;", (ROOT / "infra/Dockerfile").read_text(), re.DOTALL)
    assert words
    copied = set(words[1].replace("\\", " ").split())
    assert copied - {"kit/__init__.py"} == needed - {"kit/__init__.py"}


OF_THE_DEPLOY_STEP = ("kit/", "contracts/", "infra/__init__.py", "infra/deploy/", "infra/rabbitmq/")


def test_every_other_image_holds_what_its_program_imports() -> None:
    for name in reached([*(ROOT / "infra/deploy").rglob("*.py")]):
        assert name.startswith(OF_THE_DEPLOY_STEP), name
    for service in ("tasks", "evidence", "notify", "scoring"):
        own = ("kit/", "contracts/", "services/__init__.py", f"services/{service}/")
        for name in reached([*(ROOT / "services" / service).rglob("*.py")]):
            assert name.startswith(own), (service, name)


GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
OWN = {"contracts", "gateway", "infra", "kit", "services"}
NOT_IN_ITS_OWN = {"deploy": {"infra/deploy"}, "gateway": {"gateway"}}


def packages_of(group: str) -> set[str]:
    """What a group names, and what that needs."""
    waiting, found = [*_named(group)], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            needed = map(Requirement, requires(name) or ())
            waiting += [
                canonicalize_name(one.name)
                for one in needed
                if one.marker is None or one.marker.evaluate()
            ]
    return found


def _named(group: str) -> Iterator[str]:
    for one in GROUPS[group]:
        if isinstance(one, dict):
            yield from _named(one["include-group"])
        else:
            yield canonicalize_name(Requirement(one).name)


@pytest.mark.parametrize("group", ["tasks", "evidence", "notify", "scoring", "deploy", "gateway"])
def test_an_image_has_the_packages_that_its_program_imports(group: str) -> None:
    folders = NOT_IN_ITS_OWN.get(group, {f"services/{group}"})
    files = reached([path for folder in folders for path in (ROOT / folder).rglob("*.py")])
    known = packages_distributions()
    wanted = {
        top: {canonicalize_name(one) for one in known[top]}
        for name in files
        for top in {module.partition(".")[0] for module in imports(ROOT / name)}
        if top not in OWN | sys.stdlib_module_names
    }
    held = packages_of(group)
    assert {top for top, one_of in wanted.items() if not one_of & held} == set()
