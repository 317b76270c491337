"""A stranger takes the folder, writes the few pages that it asks for, and has a service."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.programs import ROOT

AS_THEY_ARE = ("refusals.py", "orders/base.py")
"""What is the same for everybody."""

PAGES = {
    "product.py": """
from contracts.refusals import Refusal

NAME, ENV, PUBLISHERS = "shop", "SHOP_", ("stock",)
TENANT, EVERY_TENANT = "branch", "all"

def label(name): return name
def composed(raw): return raw
def must_be_lawful(order, vouched=()): pass
def light(value): return value

class Unlawful(Refusal): pass

def __getattr__(sentence): return sentence.lower()
""",
    "caller.py": """
from msgspec import Struct

class Caller(Struct, frozen=True, kw_only=True):
    account: str
    roles: tuple[str, ...] = ()
    branch: str

    def sees(self, branch): return self.branch in ("all", branch)
""",
    "sight.py": """
from msgspec import Struct

MAX_TEXT = 1000

class Confidants(Struct, frozen=True):
    names: tuple[str, ...] = ()

    @classmethod
    def read(cls, text): return cls(tuple(text.split())) if text else None

def names_of(caller): return (caller.account,)
def told(confidants, caller): return confidants is None or caller.account in confidants.names
""",
    "orders/doors.py": "def roles_of(shape): return ()\n",
    "orders/__init__.py": "",
    "__init__.py": "",
}
SHOP = """
import json
from contracts.envelope import Fact, fact
from contracts.orders.base import Order
from kit import config, entrypoints, metrics
from kit.aggregate import Aggregate
from kit.change import Change
from kit.definitions import definitions
from kit.service import Service
from kit.table import command, hears, to
from kit.testing.deciding import decided
from msgspec import Struct

@fact("stock.book_sold.v1")
class BookSold(Fact, frozen=True, kw_only=True):
    title: str

class Sell(Order, frozen=True, kw_only=True):
    title: str

class Shelf(Struct, frozen=True, kw_only=True):
    branch: str
    sold: int = 0

SHELVES = Aggregate("shelves", Shelf)

def sell(shelf, order, given):
    return Change(Shelf(branch="north", sold=given.found + 1), (BookSold(title=order.title),))

class Stock(Service):
    name = "stock"
    tables = ((
        command(Sell, SHELVES, sell, at="title", gather=lambda *_: 0, creates=True),
        hears(BookSold, to(SHELVES, sell, at="title"), gather=lambda *_: 0),
    ),)

entrypoints.nameko_service(Stock)
change = decided(sell, None, Sell(title="Dune"), found=1)
print(json.dumps({
    "sold": change.state.sold,
    "told": [type(one).type for one in change.events],
    "setting": config.AMQP_URL.name,
    "metric": metrics.EVENTS._name,
    "queues": [queue["name"] for queue in definitions([Stock])["queues"]],
}))
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "kit", tmp_path / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    contracts = tmp_path / "contracts"
    (contracts / "orders").mkdir(parents=True)
    for name, text in PAGES.items():
        (contracts / name).write_text(text)
    for name in AS_THEY_ARE:
        shutil.copy(ROOT / "contracts" / name, contracts / name)
    envelope = (ROOT / "contracts" / "envelope.py").read_text()
    (contracts / "envelope.py").write_text(envelope.replace("district", "branch"))
    return tmp_path


def test_the_kit_serves_another_product_as_it_stands(elsewhere: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHOP],
        cwd=elsewhere,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(elsewhere)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["sold"], said["told"]) == (2, ["stock.book_sold.v1"])
    assert (said["setting"], said["metric"]) == ("SHOP_AMQP_URL", "shop_events")
    assert {"stock.on_book_sold", "rpc-stock"} <= set(said["queues"])
