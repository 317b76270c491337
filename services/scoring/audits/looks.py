"""Compare what is stored with the replay of the log: reads, and what operations watch."""

import time
from collections.abc import Iterator

from prometheus_client import Counter, Gauge

from contracts.orders.base import MAX_PAGE, PageAsk
from contracts.orders.scoring import Recompute
from contracts.refusals import NotFound
from contracts.scoring import RepairOrdered
from contracts.tasks import CampaignOpened
from kit.change import Change, Given, Knowing
from kit.reader import Reader
from services.scoring.audits import audit
from services.scoring.audits.audit import Audit
from services.scoring.audits.comparing import (
    Comparison,
    compared,
    differences,
    replayed,
    with_vetoes,
)
from services.scoring.audits.store import audit_id
from services.scoring.campaigns.store import YEARS, year_id
from services.scoring.facts.log import LoggedFact
from services.scoring.facts.looks import around, around_in
from services.scoring.facts.state import Score
from services.scoring.facts.store import FACTS, SCORES, score_id
from services.scoring.facts.surroundings import Surroundings
from services.scoring.scores.looks import MAX_VETOES, held
from services.scoring.standards.standard import Item
from services.scoring.vetoes.store import VETOES

MISMATCHES = Counter(
    "tongxin_score_mismatches",
    "Stored scores that differed from the replay of their facts, each night that they did",
)
COMPARED = Gauge("tongxin_score_compared_seconds", "When scores were last compared, Unix time")
DIFFERING = Gauge("tongxin_score_differing", "Scores that differed when last compared")
_found: dict[tuple[str, int], int] = {}
"""District and year → how many differed; no metric is kept by district."""
AT_ONCE = 4000
"""Facts of a district's year that are read in one go; with more, item by item."""
MAX_PAGES = 5000
"""Pages of the log that one item may have: a million facts."""


def logged(reader: Reader, district: str, year: int, item: str) -> Iterator[LoggedFact]:
    """The facts of one item, page by page, so that memory stays flat.

    Raises: ValueError beyond MAX_PAGES: a replay of a part would call what is right wrong.
    """
    cursor = ""
    for _ in range(MAX_PAGES):
        page = reader.page(
            FACTS,
            {"district": district, "year": year, "item": item},
            PageAsk(limit=MAX_PAGE, cursor=cursor),
        )
        for document in page["items"]:
            yield FACTS.load({k: v for k, v in document.items() if k not in ("id", "version")})
        cursor = page["next"] or ""
        if not cursor:
            return
    raise ValueError(f"{district} {year} {item}: more than {MAX_PAGES * MAX_PAGE} facts")


def compare(reader: Reader, district: str, year: int) -> Comparison:
    """Every item of the year's standard, stored and replayed.

    What differs is read once more: a fact may have come in between. Raises: NotFound.
    """
    campaign = reader.get(YEARS, year_id(year))
    if district not in campaign.districts:
        raise NotFound("这个县区不在本年创建范围内", field="$.district")
    surround = around_in(reader, district, campaign)
    facts = _all_facts(reader, district, year)
    stored = held(reader, district, year)

    def pairs() -> Iterator[tuple[str, Score | None, Score, int]]:
        for item in surround.standard.items:
            time.sleep(0)  # others are answered between two items
            if facts is not None:
                mine = facts.get(item.code, [])
                again = replayed(district, year, item, surround, mine)
                if not differences(item.code, stored.get(item.code), again):
                    yield item.code, stored.get(item.code), again, len(mine)
                    continue
            yield item.code, *_read(reader, district, year, item, surround)

    vetoes = reader.all(VETOES, {"district": district, "year": year}, limit=MAX_VETOES)
    comparison = with_vetoes(compared(pairs()), (record for _, record in vetoes))
    _found[district, year] = len(comparison.differing)
    DIFFERING.set(sum(_found.values()))
    COMPARED.set_to_current_time()
    return comparison


def _all_facts(reader: Reader, district: str, year: int) -> dict[str, list[LoggedFact]] | None:
    """Item → its facts in one read; None where they are too many to hold at once."""
    found = reader.all(FACTS, {"district": district, "year": year}, limit=AT_ONCE)
    if len(found) == AT_ONCE:
        return None
    by_item: dict[str, list[LoggedFact]] = {}
    for _, fact in found:
        by_item.setdefault(fact.item, []).append(fact)
    return by_item


def _read(
    reader: Reader, district: str, year: int, item: Item, surround: Surroundings
) -> tuple[Score | None, Score, int]:
    stored = reader.find(SCORES, score_id(district, year, item.code))
    facts = list(logged(reader, district, year, item.code))
    return stored, replayed(district, year, item, surround, facts), len(facts)


def at(order: Recompute, _given: Given, _reader: Reader) -> str:
    return audit_id(order.district, order.year)


def gather(reader: Reader, _state: Audit | None, order: Recompute, _given: Given) -> Comparison:
    return compare(reader, order.district, order.year)


def gather_nightly(reader: Reader, state: Audit, _: None, _given: Given) -> Comparison | None:
    try:
        return compare(reader, state.district, state.year)
    except NotFound:
        return None


def audited(state: Audit, nothing: None, given: Knowing[Comparison | None]) -> Change[Audit]:
    change = audit.tick(state, nothing, given)
    MISMATCHES.inc(len(change.state.differing))
    return change


def repairs(fact: RepairOrdered, given: Given, _reader: Reader) -> list[str]:
    return [score_id(given.heard.district, fact.year, item) for item in fact.items]


def gather_repair(
    reader: Reader, _state: Score | None, fact: RepairOrdered, given: Given
) -> tuple[Score, Item, Surroundings] | None:
    """The score of ``given.key`` as its facts make it."""
    district, _, code = given.key.split(":")
    surround = around(reader, district, fact.year)
    item = surround.standard.item(code)
    if item is None:
        return None
    facts = logged(reader, district, fact.year, code)
    return replayed(district, fact.year, item, surround, facts), item, surround


def audits_of(fact: CampaignOpened, _given: Given, _reader: Reader) -> list[str]:
    return [audit_id(district, fact.year) for district in fact.districts]
