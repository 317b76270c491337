"""Pure modules do no input or output: no framework, no store, no clock, no chance.

Pure is every file of a service but those whose names say otherwise, and those few that reach out.
"""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

IMPURE_NAMES = frozenset({"service", "doors", "looks", "answers", "store", "settings", "metrics"})
REACHING_OUT = (
    "services/evidence/bucket",
    "services/evidence/checks",
    "services/evidence/proving/stamping",
    "services/evidence/reuse/index",
    "services/evidence/sealing/examination",
    "services/evidence/sealing/lanes",
    "services/evidence/verify",
    "services/notify/channels",
    "services/notify/hooks/sending",
    "services/notify/measured",
    "services/notify/over_http",
    "services/notify/samples",
    "services/notify/texts",
    "services/scoring/replay",
)
"""Folders and files: another server, foreign bytes, another process, a thread's lock, a program."""

IMPURE = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "monotonic"),
    ("time", "sleep"),
    ("uuid", "uuid1"),
    ("uuid", "uuid4"),
    ("random", "*"),
    ("secrets", "*"),
    ("os", "environ"),
    ("os", "getenv"),
}
FRAMEWORKS = frozenset(
    {"nameko", "kombu", "amqp", "eventlet", "pymongo", "bson", "minio", "botocore"}
    | {"PIL", "pikepdf", "magic", "prometheus_client", "structlog", "gateway", "infra"}
)
OF_THE_KIT = "kit.change"
"""All that a pure module may know of the kit."""


def pure(root: Path) -> Iterator[Path]:
    for file in sorted(root.glob("services/*/**/*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        if not IMPURE_NAMES & set(parts) and not _reaches_out(parts):
            yield file


def faults(root: Path) -> Iterator[str]:
    """`file:line: what` for each use of clock, chance, environment or framework."""
    for file in pure(root):
        for node in ast.walk(ast.parse(file.read_text())):
            for name in _impure(node):
                yield f"{file.relative_to(root)}:{node.lineno}: {name}"  # type: ignore[attr-defined]


def _impure(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names if _outside(each.name))
    elif isinstance(node, ast.ImportFrom) and node.module:
        named = (f"{node.module}.{each.name}" for each in node.names)
        yield from (name for name in named if _outside(name))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from ("open()",) * (node.func.id == "open")
    elif isinstance(node, ast.Attribute):
        owner = node.value
        base = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
        if (base, node.attr) in IMPURE or (base, "*") in IMPURE:
            yield f"{base}.{node.attr}"


def _outside(name: str) -> bool:
    """Whether an import brings in more than what is pure."""
    parts = name.split(".")
    if parts[0] == "kit":
        return not name.startswith(OF_THE_KIT)
    if parts[0] == "services":
        return bool(IMPURE_NAMES & set(parts)) or _reaches_out(parts)
    return parts[0] in FRAMEWORKS


def _reaches_out(parts: Sequence[str]) -> bool:
    return any(f"{'/'.join(parts)}/".startswith(f"{place}/") for place in REACHING_OUT)


def main() -> int:
    found = list(faults(Path(__file__).parents[2]))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
