"""An image holds what its program imports: the Dockerfile names the gateway's part of the kit."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

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
