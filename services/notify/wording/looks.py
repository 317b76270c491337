"""With which words a message goes out."""

from prometheus_client import Counter

from contracts.envelope import Fact
from kit.reader import Reader
from services.notify.render import FAILURES, Names, render
from services.notify.texts import TEXTS, name_of, text_of
from services.notify.wording.checking import MAX_WRITTEN, Parts
from services.notify.wording.store import WORDINGS

FAILED = Counter(
    "tongxin_wordings_failed_total", "Messages that their wording could not say", ["text"]
)
for _text in TEXTS:
    FAILED.labels(_text)


def wording_of(reader: Reader, fact: Fact, district: str, names: Names) -> Parts:
    """As it is worded here; as it came with the platform where that is not, or cannot be filled in
    for this fact."""
    usual = Parts.of(text_of(type(fact)))
    held = reader.everywhere().find(WORDINGS, fact.type)
    parts = held.parts if held else None
    if parts is None or _says(parts, fact, district, names):
        return parts or usual
    FAILED.labels(name_of(type(fact))).inc()
    return usual


def _says(parts: Parts, fact: Fact, district: str, names: Names) -> bool:
    try:
        said = render(parts.source, fact, district, names)
        short = render(parts.source, fact, district, names, parts.brief)
    except FAILURES:
        return False
    return bool(said.subject and short.subject) and len(said.body) <= MAX_WRITTEN
