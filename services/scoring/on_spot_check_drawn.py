"""An item that the province did not draw keeps the city's mark: its figure may move."""

from contracts.scoring import SpotCheckDrawn
from kit.change import Given
from kit.reader import Reader
from services.scoring.domain.facts.hearing import Cause
from services.scoring.domain.scores.restating import resettled
from services.scoring.rescoring import standard
from services.scoring.store import score_id


def at(fact: SpotCheckDrawn, _given: Given, reader: Reader) -> list[str]:
    """Every item that was left out."""
    return [
        score_id(fact.district, fact.year, item.code)
        for item in standard(reader, fact.standard).items
        if item.code not in fact.items
    ]


def _cause(fact: SpotCheckDrawn) -> Cause:
    return Cause(kind=fact.type, source=fact.seed, by=fact.by, why="省级未抽到本项，沿用市级评分")


decide = resettled(_cause)
