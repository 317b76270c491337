"""Play four years: ``python -m tests.year [--facts 20000]``.

The stack runs in an instance of its own. The city is set up through the public API; then, since
scoring is what is proven, the facts that the tasks service would publish are published with its
rights, out of order, late and twice, while the services that have no part in it rest. Exit code 0
only if every figure of the public API equals the oracle's (``tests/oracle``).
"""

import argparse
import os
import signal
import sys
import time
from itertools import islice

from infra.demo import city as demo_city
from infra.demo.api import Api, Refused
from infra.deploy.broker import address_of
from infra.local.__main__ import DEMO_YEAR, EXPECTED, end, only_one, stop
from infra.local.backing import forget
from infra.local.system import System, running
from infra.rabbitmq.management import Management
from infra.supervisor.config import rest
from tests.oracle import Figures
from tests.year import city, claiming, comparing, generator
from tests.year.comparing import Key, Ledger
from tests.year.telling import NotTold, Teller
from tests.year.towns import TOWNS, YEARS
from tests.year.waiting import NotHeard, until_few, until_heard

VHOST = "tongxin"
HANDS = "12"
"""Facts of one kind that scoring has in hand: more would wait for connections to the local
document server after its new start, and be put off."""
AT_ONCE = 2000
"""Facts that are told before most of them are waited for."""
RESTING = ("notify", "evidence")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--facts", type=int, default=20_000, help="different facts, at least")
    facts = parser.parse_args().facts
    signal.signal(signal.SIGTERM, end)
    os.environ.setdefault("TONGXIN_PREFETCH", HANDS)
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"  {time.monotonic() - started:6.1f} s  {line}", flush=True)

    try:
        with only_one(DEMO_YEAR):
            stop(DEMO_YEAR)
            forget(DEMO_YEAR)
            with running(DEMO_YEAR, usual_ports=False, say=say) as system:
                ledger = play(system, facts, say)
    except KeyboardInterrupt:
        return 130
    except (*EXPECTED, NotTold, NotHeard, Refused) as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return 1
    for line in ledger.differ[: comparing.SHOWN]:
        print(f"  ✗ {line}")
    print(f"\n{ledger.equal} figures equal, {len(ledger.differ)} differ")
    return 1 if ledger.differ else 0


def play(system: System, facts: int, say: city.Say) -> Ledger:
    office = demo_city.city_office(
        Api(system.url, "demo-year").sign_in("admin", system.admin_password)
    )
    city.found(office, say)
    drawn = city.draw(office, say)
    standing = city.veto(office, say)
    claimed = claiming.claim(office, say)
    rest(system.supervisor.home, *RESTING)
    stories = generator.stories(facts)
    seconds = hear(system, stories, say)
    different = sum(len(story.history) for story in stories)
    say(f"{different} 条事实计分完毕：每秒 {different / seconds:.0f} 条")
    expected = comparing.wanted(stories, drawn, standing, claimed)
    ledger = comparing.compare(office, expected)
    say(f"逐项核对：{ledger.equal} 个数相同，{len(ledger.differ)} 个不同")
    before = time.monotonic()
    replayed = comparing.recompute(office, ledger)
    rate = replayed / (time.monotonic() - before)
    say(f"按事实重算 {len(stories)} 个县区年度：{replayed} 条事实，每秒 {rate:.0f} 条")
    show(expected)
    return ledger


def hear(system: System, stories: list[generator.Story], say: city.Say) -> float:
    """Tell everything and wait until it is heard: seconds from the first to the last."""
    backing = system.backing
    broker = Management(backing.rabbitmq_api)
    arriving = iter(told for _, told in generator.together(stories))
    before, number = time.monotonic(), 0
    while part := list(islice(arriving, AT_ONCE)):
        if number:
            until_few(broker, VHOST)
        teller = Teller(address_of(backing.amqp, VHOST, "tasks", backing.password("tasks")))
        try:
            number += teller.tell(part)
        finally:
            teller.close()
        say(f"已发布 {number} 条（含重复，乱序、迟到）")
    return until_heard(broker, VHOST, say) - before


def show(expected: dict[Key, Figures]) -> None:
    """The table that people look at: totals at the city's level, and who is not eligible."""
    print("\n市评总分" + "".join(f"{year:>12}" for year in YEARS))
    for town in TOWNS:
        figures = [expected[Key(town.id, year, "city")] for year in YEARS]
        cells = (f"{f.total / 1000:10.3f}{' ' if f.eligible else '✗'}" for f in figures)
        print(f"  {town.name} " + " ".join(cells))
    print("  ✗ 一票否决，不具备资格")


if __name__ == "__main__":
    sys.exit(main())
