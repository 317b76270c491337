"""Domain modules are pure: import-linter looks at imports, this at the clock and at chance."""

import ast
from collections.abc import Iterator
from pathlib import Path

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


def faults(root: Path) -> Iterator[str]:
    """`file:line: what` for each use of clock, chance or environment in a domain module."""
    for file in sorted(root.glob("services/*/domain/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if (name := _impure(node)) is not None:
                yield f"{file.relative_to(root)}:{node.lineno}: {name}"  # type: ignore[attr-defined]


def _impure(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
        return "open()"
    if not isinstance(node, ast.Attribute):
        return None
    owner = node.value
    base = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    known = (base, node.attr) in IMPURE or (base, "*") in IMPURE
    return f"{base}.{node.attr}" if known else None


def main() -> int:
    found = list(faults(Path(__file__).parents[2]))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
