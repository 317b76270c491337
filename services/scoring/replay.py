"""``python -m services.scoring.replay --district X --year Y``: replay one district's year.

Prints every difference between what is stored and what the facts make; changes nothing. Exit
codes: 0 equal, 1 different, 2 cannot be read, 78 a bad setting.
"""

import argparse
import os
import sys

from contracts.refusals import Refusal
from kit import config
from kit.errors import Unavailable
from kit.reader import Reader
from kit.settings import BadSetting
from kit.store import Store
from services.scoring.audits.comparing import Comparison
from services.scoring.audits.looks import compare
from services.scoring.campaigns.store import YEARS
from services.scoring.facts.store import DISTRICTS, FACTS, SCORES
from services.scoring.standards.store import STANDARDS
from services.scoring.vetoes.store import VETOES

EQUAL, DIFFERENT, UNREADABLE = 0, 1, 2
READ = (STANDARDS, SCORES, FACTS, YEARS, DISTRICTS, VETOES)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="services.scoring.replay", description=__doc__)
    parser.add_argument("--district", required=True)
    parser.add_argument("--year", required=True, type=int)
    asked = parser.parse_args(arguments)
    try:
        url = config.MONGO_URL()
    except BadSetting as fault:
        sys.stderr.write(f"{fault}\n")
        return os.EX_CONFIG
    store = Store(url, READ, pool=2, mark_days=config.MARK_DAYS())
    try:
        found = compare(Reader(store), asked.district, asked.year)
    except (Refusal, Unavailable) as fault:
        sys.stderr.write(f"{fault}\n")
        return UNREADABLE
    finally:
        store.close()
    tell(found, asked.district, asked.year)
    return EQUAL if found.equal else DIFFERENT


def tell(found: Comparison, district: str, year: int) -> None:
    out = sys.stdout.write
    for each in found.differences:
        out(f"{each.item} {each.field}\n  stored   {each.stored}\n  replayed {each.replayed}\n")
    out(
        f"{district} {year}: {found.items} items, {found.facts} facts, "
        f"{len(found.differing)} differ, {found.unlogged} older than the log\n"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
