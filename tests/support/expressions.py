"""Every regular expression of the product, where it stands and how it is used."""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
FOLDERS = ("contracts", "kit", "services", "gateway")
METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "compile")
PROGRAMS = ("__main__.py", "kit/run.py")
"""What runs when it is imported."""


class Expression(NamedTuple):
    """``uses``: names of re's methods; for a compiled one, all by which its name is called."""

    place: str
    pattern: str | bytes
    flags: int
    uses: frozenset[str]


def modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            path = file.relative_to(ROOT)
            if str(path).endswith(PROGRAMS):
                continue
            name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            yield str(path), importlib.import_module(name), ast.parse(file.read_text())


def expressions() -> list[Expression]:
    """Raises: LookupError where one cannot be told before the code runs."""
    read = [*modules()]
    called = _called([tree for _, _, tree in read])
    found: list[Expression] = []
    for path, module, tree in read:
        found += _in_calls(path, module, tree)
        found += _in_names(path, module, called)
    return [*dict.fromkeys(found)]


def _called(trees: list[ast.Module]) -> Mapping[str, frozenset[str]]:
    """Name → the methods of re that are called on it, anywhere."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
                found.setdefault(owner, set()).add(node.attr)
    return {name: frozenset(uses) for name, uses in found.items()}


def _in_calls(path: str, module: ModuleType, tree: ast.Module) -> Iterator[Expression]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        place = f"{path}:{node.lineno}"
        method = getattr(node.func, "attr", "")
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re":
            if method in METHODS and method != "compile":
                yield Expression(place, _value(node.args[0], module, place), 0, frozenset([method]))
        elif getattr(node.func, "id", "") == "Meta":
            for keyword in node.keywords:
                if keyword.arg == "pattern":
                    uses = frozenset(["search"])  # as msgspec does
                    yield Expression(place, _value(keyword.value, module, place), 0, uses)


def _value(node: ast.expr, module: ModuleType, place: str) -> Any:
    try:
        return eval(compile(ast.Expression(node), place, "eval"), dict(vars(module)))
    except NameError as error:
        raise LookupError(f"{place}: {error}; name it at the top of the module") from error


def _in_names(
    path: str, module: ModuleType, called: Mapping[str, frozenset[str]]
) -> Iterator[Expression]:
    for name, value in vars(module).items():
        every = frozenset(["search", "fullmatch"])
        for pattern in _compiled(value):
            uses = called.get(name, every) if isinstance(value, re.Pattern) else every
            yield Expression(f"{path}:{name}", pattern.pattern, pattern.flags & ~re.UNICODE, uses)


def _compiled(value: Any) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _compiled(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _compiled(part)
