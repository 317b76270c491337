"""The tree grows: begun by the first upload, looked at every minute."""

from typing import Any

from msgspec.structs import replace

from kit.change import Change, Given, Knowing
from services.evidence.proving.tree import THE_TREE, Tree


def the_tree(_fact: Any, _given: Given, _reader: Any) -> str:
    return THE_TREE


def plant(state: Tree | None, _fact: Any, given: Given) -> Change[Tree] | None:
    return None if state else Change(Tree(due=given.now))


def grow(_state: Tree, _due: None, given: Knowing[Tree | None]) -> Change[Tree] | None:
    """As it lies in the store by now; at once again, for there may be more. Where nothing was
    added, it is looked at again when its lease has ended."""
    return Change(replace(given.found, due=given.now)) if given.found else None
