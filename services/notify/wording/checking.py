"""What is wrong with a wording of a kind of message, each fault at its field and its place. Pure.

What a message may say is what the text that came with it says: its readers were chosen for that.
A field that it does not name is not filled in, however it is called; nor is one otherwise than it
does (a unit by its name, a day in words). What it always names of ``KEPT`` stays.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from contracts.envelope import Fact
from services.notify.personal import MAX_PARAMETER, MAX_TITLE
from services.notify.previews import Sample, message
from services.notify.render import FAILURES, MAX_SUBJECT
from services.notify.robots import title
from services.notify.wording.language import TESTED, Reading, Slip, read

KEPT = frozenset({"title", "fault", "due", "number", "document", "reply_by", "until"})
"""What a message is about, and until when."""
GUARDED: Mapping[str, frozenset[str]] = {
    "evidence.evidence_reused.v1": frozenset(
        {"duplicate_of", "duplicate_items", "duplicate_district"}
    )
}
"""Fields that the text names only where its readers' own district is meant."""
MAX_BODY = 4000
"""Characters of a body as the sample fills it in."""
MAX_WRITTEN = 60_000
"""Of one as it is sent, whatever its fact holds."""
PARTS = ("subject", "body", "brief")
MARKS = ("{{", "{%", "{#")


class Parts(NamedTuple):
    """The templates of a wording. ``brief``: what a group's robot, a card and a text message say in
    the subject's place; empty: the subject."""

    subject: str
    body: str
    brief: str = ""

    @classmethod
    def of(cls, source: str) -> "Parts":
        """Of a text as it came with the platform."""
        subject, _, body = source.partition("\n")
        return cls(subject, body)

    @property
    def source(self) -> str:
        return f"{self.subject}\n{self.body}"


class Fault(NamedTuple):
    """``line``, ``column``: from 1, in that part. ``what``: the piece, or the field, or a limit."""

    field: str
    line: int
    column: int
    code: str
    what: str


class Terms(NamedTuple):
    """``forms``: field → through what it may be filled in; ``kept``: what must stay."""

    forms: Mapping[str, frozenset[str]]
    kept: frozenset[str]


def terms(sample: Sample) -> Terms:
    """What a message of this kind may say."""
    return _terms(sample.source, sample.fact.type)


@lru_cache
def _terms(source: str, kind: str) -> Terms:
    usual = read(source)
    guarded = GUARDED.get(kind, frozenset())
    forms: dict[str, frozenset[str]] = {}
    for use in usual.uses:
        if use.field not in guarded:
            forms[use.field] = forms.get(use.field, frozenset()) | {use.how}
    return Terms(forms, usual.always & KEPT)


def faults(parts: Parts, sample: Sample) -> list[Fault]:
    """In the order of the parts; what filling it in shows is asked where nothing else is wrong.

    ``sample``: with the text that came with the platform.
    """
    allowed = terms(sample)
    found: list[Fault] = []
    always: frozenset[str] = frozenset()
    for name in PARTS:
        source = getattr(parts, name)
        reading = read(source)
        always |= reading.always if name != "brief" else frozenset()
        found += _of_part(name, source, reading, allowed)
    if not found:
        found += [Fault("body", 1, 1, "missing", name) for name in sorted(allowed.kept - always)]
    return found or list(_shown(parts, sample))


def _of_part(name: str, source: str, reading: Reading, allowed: Terms) -> Iterator[Fault]:
    if name == "subject" and not source.strip():
        yield Fault(name, 1, 1, "empty", "")
    for slip in reading.slips:
        yield Fault(name, slip.line, _column(source, slip), slip.code, slip.what)
    for use in reading.uses:
        column = _at(source, use.line, f"fact.{use.field}")
        if use.field not in allowed.forms:
            yield Fault(name, use.line, column, "unknown", use.field)
        elif use.how != TESTED and use.how not in allowed.forms[use.field]:
            yield Fault(name, use.line, column, "bare", use.field)


def _column(source: str, slip: Slip) -> int:
    pieces = (slip.what,) if slip.what else MARKS
    return min((_at(source, slip.line, piece) for piece in pieces if piece in source), default=1)


def _at(source: str, line: int, piece: str) -> int:
    """Where it stands first in that line; 1 where it does not."""
    return source.split("\n")[line - 1].find(piece) + 1 or 1


def _shown(parts: Parts, sample: Sample) -> Iterator[Fault]:
    """Faults that filling in shows, of a whole sample and of one without what may be missing."""
    worded = sample._replace(source=parts.source, brief=parts.brief)
    try:
        message(worded._replace(fact=_least(sample.fact)))
        long, short = message(worded), message(worded, brief=True)
    except FAILURES:
        yield Fault("body", 1, 1, "sample", "")
        return
    limits = (
        ("subject", len(long.subject), MAX_SUBJECT - 1),
        ("body", len(long.body), MAX_BODY),
        ("brief", len(short.subject) if parts.brief else 0, MAX_PARAMETER),
        ("brief" if parts.brief else "subject", len(title(short).encode()), MAX_TITLE),
    )
    for name, length, most in limits:
        if length > most:
            yield Fault(name, 1, 1, "long", str(most))
    for name, said in (("subject", long.subject), ("body", long.body)):
        if not said.strip():
            yield Fault(name, 1, 1, "empty", "")


def _least(fact: Fact) -> Fact:
    fields = msgspec.structs.fields(fact)
    return replace(fact, **{each.name: None for each in fields if each.default is None})


def written(sample: Sample, name: str) -> str:
    """How a field is filled in, as the text of the kind does; of one that is only asked about, how
    it is asked. Raises: KeyError."""
    hows = terms(sample).forms[name]
    return min((_written(name, how) for how in hows if how != TESTED), default="") or (
        f"{{% if fact.{name} %}}…{{% endif %}}"
    )


def _written(name: str, how: str) -> str:
    words = how.split()
    each = words[:1] == ["each"]
    said = "one" if each else f"fact.{name}"
    for word in words[each:]:
        said = _passed(said, word)
    filled = f"{{{{ {said} }}}}"
    return f"{{% for one in fact.{name} %}}{filled} {{% endfor %}}" if each else filled


def _passed(said: str, word: str) -> str:
    match word:
        case "unit" | "who":
            return f"{word}({said})"
        case "join":
            return f'{said} | join("、")'
        case "map":
            return f'{said} | map("measure")'
        case _:
            return f"{said} | {word}"
