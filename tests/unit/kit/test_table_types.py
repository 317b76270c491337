"""What a gather finds is what its decision knows: the type checker refuses a table otherwise."""

from pathlib import Path

from mypy import api

from infra.local.programs import ROOT

PLAN = """
from contracts.orders.base import Order
from contracts.envelope import Fact
from kit.aggregate import Aggregate
from kit.change import Change, Given, Knowing
from kit.reader import Reader
from kit.table import command, due, hears, to
from msgspec import Struct

class Counter(Struct, frozen=True):
    district: str

class Add(Order, frozen=True): ...
class Added(Fact, frozen=True): ...

COUNTERS = Aggregate("counters", Counter)

def look(reader: Reader, state: object, input: object, given: Given) -> int: ...
def of_event(reader: Reader, fact: Added, given: Given) -> str: ...
def plain(state: Counter | None, order: object, given: Given) -> Change[Counter]: ...
def with_number(state: Counter, input: object, given: Knowing[int]) -> Change[Counter]: ...
def with_text(state: Counter, input: object, given: Knowing[str]) -> Change[Counter]: ...
def key_of(fact: Added, given: Given, reader: Reader) -> str: ...
def of_another(state: Counter, order: Added, given: Given) -> Change[Counter]: ...
"""
GOOD = """
command(Add, COUNTERS, plain, at="key")
command(Add, COUNTERS, plain, at="key", gather=look)
command(Add, COUNTERS, with_number, at="key", gather=look)
due("rings", COUNTERS, with_number, gather=look)
hears(Added, to(COUNTERS, with_text, at="key"), gather=of_event)
hears(Added, to(COUNTERS, with_number, at="key", gather=look), gather=of_event)
hears(Added, to(COUNTERS, of_another, at=key_of))
"""
BAD = """
command(Add, COUNTERS, with_text, at="key", gather=look)
command(Add, COUNTERS, with_number, at="key")
command(Add, COUNTERS, of_another, at="key")
command(Add, COUNTERS, plain, at=key_of)
due("rings", COUNTERS, with_text, gather=look)
due("rings", COUNTERS, with_number)
hears(Added, to(COUNTERS, with_number, at="key"), gather=of_event)
hears(Added, to(COUNTERS, with_text, at="key"))
"""


def test_each_line_on_which_they_disagree_is_refused_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "table.py"
    file.write_text(PLAN + GOOD + BAD)
    config = ("--config-file", str(ROOT / "pyproject.toml"))
    said, failed, _ = api.run([*config, "--disable-error-code", "empty-body", str(file)])
    assert failed == "", failed
    refused = {int(line.split(":")[1]) for line in said.splitlines() if ": error: " in line}
    first = (PLAN + GOOD).count("\n") + 2
    assert refused == set(range(first, first + BAD.count("\n") - 1))
