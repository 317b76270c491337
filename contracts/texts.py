"""What a text may hold. Every text of every order and question is looked through once, at the
service's door; a type says in ``Meta(extra=…)`` where less is allowed than in a note.

No text holds control signs, overrides of direction, halves of a pair, or signs that nobody else
sees (private use, fillers, tags). A note may hold line ends, and what phones and web pages leave
between letters (U+200B); a name may not: two names that look the same are the same.
"""

import functools
import re
import typing
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import fields

from contracts.refusals import Invalid

T = TypeVar("T")

BREAKS = r"\t\n\r"
CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029"
TURNING = r"\u061c\u202a-\u202e\u2066-\u2069"
NO_SIGN = (
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e0fff"
    r"\U000f0000-\U0010ffff" + "".join(rf"\U{at:04x}fffe\U{at:04x}ffff" for at in range(15))
)
FILLERS = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2061-\u2065\u206a-\u206f\u2800\u3164\uffa0"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
UNSEEN = CONTROL + TURNING + NO_SIGN + FILLERS
"""What no text holds, as the inside of a class of signs."""
BETWEEN = r"\u00ad\u200b-\u200f\u2060\ufe00-\ufe0d\ufeff"
"""Without width: between the letters of pasted text, and never in a name."""
# A phone puts U+FE0F after a picture sign by itself.
LOOK = r"(?<![©®\u2000-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f](?!\u20e3)"

SLY = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""What counts as printable and is not seen."""
BLANK = re.compile(rf"[\s{BETWEEN}]*")
PATH = re.compile(r'[/\\:*?"<>|]')
DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9])[ ]*+(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)
"""Names that Windows keeps for devices, whatever their ending."""


def _marks() -> str:
    """Every sign that combines with the one before, as the inside of a character class."""
    marks = {n for n in range(0x300, 0x1F000) if unicodedata.combining(chr(n))}
    first = sorted(n for n in marks if n - 1 not in marks)
    last = sorted(n for n in marks if n + 1 not in marks)
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(first, last, strict=True))


CROWD = re.compile(f"[{_marks()}]{{31,}}+")
"""More marks on one sign than any script writes: putting so many in order takes quadratic time."""

CROWDED = "同一个字上的附加符号过多，请重新输入。"


class Manner(NamedTuple):
    """How much a text may hold. ``filled``: not only blanks; ``tight``: none at its ends.

    ``numbers``: no number that names a person or a troop; ``doubts``: no word of secrecy that
    nobody has confirmed to be none (``secrecy.py``).
    """

    refused: re.Pattern[str]
    filled: bool = False
    tight: bool = False
    file: bool = False
    numbers: bool = True
    doubts: bool = True


NOTE = Manner(re.compile(rf"[{UNSEEN}]"))
REASON = NOTE._replace(filled=True)
NAME = Manner(re.compile(rf"[{UNSEEN}{BREAKS}{BETWEEN}]|{LOOK}"), filled=True, tight=True)
FILE = NAME._replace(file=True)
CODE = NOTE._replace(numbers=False, doubts=False)
"""What follows a pattern: an id may hold any digits."""
KEY = NOTE._replace(doubts=False)
"""What follows a pattern and people choose: a telephone number may fit it."""
CELL = CODE
"""Of a table: its file is looked through where it is read, its words are asked about."""
DRAWN = NAME._replace(numbers=False)
"""Digits drawn by lot."""
ASKED = NOTE._replace(doubts=False)
"""Whose words of secrecy are asked about, or answered for."""
PHRASE = NAME._replace(doubts=False)
"""What is confirmed to be no secret, or says why."""

AS_REASON = {"manner": REASON}
AS_NAME = {"manner": NAME}
AS_FILE = {"manner": FILE}
AS_CODE = {"manner": CODE}
AS_KEY = {"manner": KEY}
AS_CELL = {"manner": CELL}
AS_ASKED = {"manner": ASKED}
AS_DRAWN = {"manner": DRAWN}
AS_PHRASE = {"manner": PHRASE}


MAX_PLACES = 50


class Unfit(Invalid):
    """Texts with what they may not hold: ``field`` names where the first stands, ``extra.faults``
    all of them, at most ``MAX_PLACES``, and ``extra.total`` how many there are.
    """

    @classmethod
    def at(cls, places: list[tuple[str, str]]) -> "Unfit":
        """``places``: each path below the order, and what is wrong there."""
        shown = places[:MAX_PLACES]
        told = shown[0][1]
        if len(places) > 1:
            where = "、".join(dict.fromkeys(_said(path) for path, _ in shown))
            more = f"等，另有{len(places) - MAX_PLACES}处" if len(places) > MAX_PLACES else ""
            first_ = f"{_said(shown[0][0])}：{told}"
            told = f"共{len(places)}处有误，均未录入。{first_}有误的有：{where}{more}。"
        faults = [{"field": f"${path}", "text": text} for path, text in shown]
        return cls(told, field=f"${shown[0][0]}", total=len(places), faults=faults)


IN_LIST = re.compile(r"\.([a-z_]{1,40})\[(\d{1,6})\]")


def _said(path: str) -> str:
    """A place for people: .rows[3].note is rows第4行note."""
    return IN_LIST.sub(lambda found: f"{found[1]}第{int(found[2]) + 1}行", path).replace(".", "")


def composed(raw: bytes) -> bytes:
    """JSON with its texts in NFC, so that what looks the same is the same.

    On the whole: no sign of JSON itself is composed with anything.
    Raises: UnicodeDecodeError, Unfit.
    """
    if raw.isascii():
        return raw
    text = raw.decode()
    if CROWD.search(text):
        raise Unfit(CROWDED, field="$")
    return unicodedata.normalize("NFC", text).encode()


TURNED = re.compile(rf"[{TURNING}{BETWEEN}]")


def straightened(name: str) -> str:
    """A name without the signs that turn or hide parts of it: it reads as its letters stand."""
    return TURNED.sub("", name)


def thinned(text: str) -> str:
    """Without crowds of marks on one sign, which make every normalisation slow."""
    return CROWD.sub("", text)


def fault(text: str, manner: Manner = NOTE) -> str:
    """What is wrong with a text, for people; empty if nothing is."""
    if not text:
        return ""
    if CROWD.search(text):
        return CROWDED
    plain = text.isprintable() and not SLY.search(text)
    if not plain and (found := manner.refused.search(text)):
        return f"含有看不见或不能使用的字符（U+{ord(found[0]):04X}），请删去后重新填写。"
    if not unicodedata.is_normalized("NFC", text):
        return "含有可以合成而未合成的字符，请重新输入。"
    if manner.filled and BLANK.fullmatch(text):
        return "不能只有空格，请填写。"
    if manner.tight and (text[0].isspace() or text[-1].isspace()):
        return "开头和结尾不能有空格，请删去。"
    return _fault_of_file(text) if manner.file else ""


def every(value: Any, wrong: Callable[[str, Manner], T | None]) -> Iterator[tuple[str, T]]:
    """As ``first``, of all texts."""
    waiting: list[tuple[str, Any, Manner]] = [("", value, NOTE)]
    while waiting:
        path, one, manner = waiting.pop()
        if isinstance(one, str):
            if found := wrong(one, manner):
                yield path, found
            continue
        parts = [(path + more, part, how) for more, part, how in _parts(one, manner)]
        waiting += reversed(parts)


def first(
    value: Any, wrong: Callable[[str, Manner], T | None], manner: Manner = NOTE
) -> tuple[str, T] | None:
    """The first text of an order that is wrong: its path below the value (``.rows[3].label``), and
    what is wrong with it.
    """
    if isinstance(value, str):
        found = wrong(value, manner)
        return ("", found) if found else None
    for path, part, how in _parts(value, manner):
        if inner := first(part, wrong, how):
            return path + inner[0], inner[1]
    return None


def _parts(value: Any, manner: Manner) -> Any:
    if isinstance(value, tuple | list):
        return ((f"[{at}]", part, manner) for at, part in enumerate(value))
    if isinstance(value, Struct):
        kinds = manners(type(value))
        return ((path, getattr(value, name), how) for name, path, how in kinds)
    if isinstance(value, Mapping):
        # A name may carry the fault itself: it must not stand in the path.
        pairs = ((str(name), part) for name, part in value.items())
        return ((".*", one, manner) for pair in pairs for one in pair)
    return ()


@functools.cache
def manners(kind: type[Struct]) -> tuple[tuple[str, str, Manner], ...]:
    """(field, its path, its manner) of a struct's fields that may hold texts."""
    return tuple(
        (field.name, f".{field.encode_name}", _manner(field.type) or _usual(field.type))
        for field in fields(kind)
    )


def _usual(kind: Any) -> Manner:
    """Of a type that says nothing."""
    return CODE if all(pattern for pattern in _patterns(kind)) else NOTE


def _patterns(kind: Any) -> Iterator[str]:
    """Of each text that a type may hold, its pattern or nothing; structs speak for themselves."""
    if kind is str or kind is Any:
        yield ""
    elif any(isinstance(meta, Meta) and meta.pattern for meta in getattr(kind, "__metadata__", ())):
        yield "pattern"
    else:
        for part in typing.get_args(kind):
            yield from _patterns(part)


def _manner(kind: Any) -> Manner | None:
    """The first that a type says, of itself or of what it holds."""
    for meta in getattr(kind, "__metadata__", ()):
        if isinstance(meta, Meta) and meta.extra and "manner" in meta.extra:
            found: Manner = meta.extra["manner"]
            return found
    parts = (getattr(kind, "__origin__", None), *typing.get_args(kind))
    return next(filter(None, (_manner(part) for part in parts if part is not None)), None)


def _fault_of_file(name: str) -> str:
    if PATH.search(name):
        return '文件名不能含有路径或 \\ / : * ? " < > | 等符号，请改名后重新提交。'
    if name != name.strip(" .\u3000\xa0"):
        return "文件名不能以空格或点开头、结尾，请改名后重新提交。"
    if DEVICE.fullmatch(unicodedata.normalize("NFKC", name)):
        return "文件名是系统保留的名称（如 CON、NUL），请改名后重新提交。"
    return ""
