"""One name, one thing: within a service no two public classes share a name, and no two modules.

Not asked of the files that every room has, and of a module in the folder that is called after it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

OF_EVERY_ROOM = frozenset({"__init__", "doors", "looks", "answers", "store"})
SHARED = frozenset(
    {
        # The headers of two lists that people hand in: one of units, one of a register's rows.
        ("tasks", "columns"),
        # What a table is read against: the decomposition, a register.
        ("tasks", "Ground"),
        # Of a day as written, and of a number as written.
        ("tasks", "Part"),
    }
)
"""Service and name, where one word is right for both: each is spoken of in its own room alone."""


def faults(root: Path) -> Iterator[str]:
    """`service: name: file, file` for each name of two things."""
    for service in sorted(path for path in root.glob("services/*") if path.is_dir()):
        places: dict[str, set[str]] = {}
        for file in sorted(service.rglob("*.py")):
            for name in _names(file):
                places.setdefault(name, set()).add(str(file.relative_to(service)))
        for name, files in sorted(places.items()):
            if len(files) > 1 and (service.name, name) not in SHARED:
                yield f"services/{service.name}: {name}: {', '.join(sorted(files))}"


def _names(file: Path) -> Iterator[str]:
    if file.stem not in OF_EVERY_ROOM | {file.parent.name}:
        yield file.stem
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def main() -> int:
    found = list(faults(Path(__file__).parents[2]))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
