"""From a fact to the words that people read.

A text is a Jinja2 template in Chinese: its first line is the subject, the rest the body. It sees
``fact``, ``here`` (the district's name), ``district`` (its id) and the functions ``unit`` and
``who``, which give names for ids, or the id itself where no name is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from jinja2 import Environment, StrictUndefined, Template, TemplateError

from contracts.clock import day_of, in_words
from contracts.envelope import Fact
from contracts.orders.tasks import MEASURES_IN_WORDS
from contracts.words import COLOUR_NAMES, LEVEL_NAMES, PRIORITY_NAMES
from services.notify.directory import place_key

MAX_SUBJECT = 120
"""Characters."""
FAILURES = (TemplateError, LookupError, TypeError, ValueError, AttributeError)
"""What filling in a text that asks for what its fact does not have may raise."""
VERSION_DIGITS = 12
UNIT_FIELDS = ("lead", "cooperating", "objector", "unit", "toward", "from_lead")
PERSON_FIELDS = ("person", "by", "from_person")
"""Fields of facts that hold unit ids and accounts, which texts turn into names."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names for the ids in a fact: ``places`` by place key, ``persons`` by account."""

    places: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


def render(source: str, fact: Fact, district: str, names: Names, brief: str = "") -> Text:
    """Fill the template ``source``; ``brief``: one that stands in its subject's place.

    Raises: jinja2.UndefinedError (the text names what the fact does not have).
    """

    def fill(template: str) -> str:
        return _template(template).render(
            fact=fact,
            district=district,
            here=names.places.get(place_key(district), district),
            unit=lambda unit: names.places.get(place_key(district, unit), unit),
            who=lambda account: names.persons.get(account, account),
        )

    subject, _, body = source.partition("\n")
    # A title may hold line breaks; the subject, which becomes a header, must not.
    return Text(" ".join(fill(brief or subject).split())[:MAX_SUBJECT], fill(body).strip() + "\n")


def version(source: str, brief: str = "") -> str:
    """Of a template: it follows from its words, and changes with each of them."""
    whole = f"{source}\0{brief}" if brief else source
    return sha256(whole.encode()).hexdigest()[:VERSION_DIGITS]


def day(value: date) -> str:
    """``2026年7月31日``; an instant by the calendar of Shanghai."""
    if isinstance(value, datetime):
        value = day_of(value)
    return in_words(value)


def ids(fact: Fact, fields: Iterable[str]) -> set[str]:
    """The ids in those fields that the fact has; some hold several, some may be empty."""
    values = (getattr(fact, name, "") for name in fields)
    return {
        one for value in values for one in ((value,) if isinstance(value, str) else value) if one
    }


def _environment() -> Environment:
    plain = Environment(  # plain text: there is no markup to escape
        autoescape=False, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    plain.filters |= {
        "day": day,
        "level": lambda level: LEVEL_NAMES[level].zh,
        "priority": lambda priority: PRIORITY_NAMES[priority].zh,
        "colour": COLOUR_NAMES.__getitem__,
        "measure": MEASURES_IN_WORDS.__getitem__,
    }
    return plain


ENVIRONMENT = _environment()


@lru_cache(maxsize=64)
def _template(source: str) -> Template:
    return ENVIRONMENT.from_string(source)
