"""What a check found: one code, a reason for people, and the facts read from the file."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from contracts.places import Position

OK = "ok"
CHECK_FAILED = "check-failed"
"""The check itself could not be done (the object gone, no lock, a machine too busy): not a word
about the file."""

EXHAUSTED = "exhausted"
"""The file used up its processor time or memory, or what looked into it crashed; it gets one more
chance on the slow lane."""

NOT_SCANNED = "not-scanned"
"""All else is good, and the scanner that is configured did not look; only where that holds it."""

RELEASED = "released"
"""No check could judge it, and a person let it pass; its bytes are those that were declared."""

NOT_RELEASED = "not-released"
UNJUDGED = (CHECK_FAILED, EXHAUSTED)

PLACE_NOT_ALLOWED = "place-not-allowed"
"""The picture's own position lies where nothing may be taken: its bytes are not kept a day."""

REASONS = {
    PLACE_NOT_ALLOWED: "照片拍摄于不得拍摄上传的地点，内容已删除；请改交文件材料",
    "size-mismatch": "文件大小与登记的不一致",
    "sha256-mismatch": "文件内容与登记的校验值不一致",
    "type-not-allowed": "文件内容属于不接受的类型",
    "type-mismatch": "文件内容与登记的类型不符，或混有别种文件",
    "broken-image": "图片已损坏，无法完整打开",
    "decompression-bomb": "文件展开后过大，已停止处理",
    "macro": "文件含有宏、脚本或可自动执行的内容",
    "embedded": "文件内嵌或引用了别的文件或外部内容，请去掉后另存为新文件再上传",
    "infected": "查毒发现恶意程序，文件不予接收；若确认是误报，请另存为新文件后重新上传",
    "encrypted": "文件已加密或设有密码，无法检查",
    NOT_RELEASED: "机器无法判断，经人工处理不予接收",
    "unreadable": "文件无法读取，请用常用软件另存为新文件后重新上传",
    "too-costly": "检查这份文件所需的时间或内存超出限度，"
    "请重新导出（图片另存、PDF 重新打印、表格拆小）后再上传",
}
"""Every code for which a file is rejected, with its sentence."""

FIRST_YEAR, LAST_YEAR = 1970, 2100
MOST_COUNTED = 10**9
"""Pixels of a side, pages, members: nothing honest comes near."""

LONGEST_FILM = 30 * 24 * 3600.0
MAX_REASON = 300
MAX_WORDS = 120
MAX_CAMERA = 80
MAX_TOOLS = 8
MAX_TOOL = 60
FINGERPRINT = re.compile(r"(?:[0-9a-f]{16})?")


CLEAN = "clean"
UNSCANNED = "not-scanned: "
"""Before the reason for which nobody looked for malware."""


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``taken_at`` and ``position`` are the picture's own (EXIF), not the manifest's.

    ``zoned``: the picture names its time's zone; ``software``: the program that wrote it;
    ``seconds``: how long a film lasts. ``malware`` says whether a scanner looked, and why not where
    none did. ``fingerprint``: of a picture (``piece/fingerprint.py``), "" of one too plain to have
    any.
    """

    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    position: Position | None = None
    zoned: bool = False
    camera: str = ""
    software: str = ""
    seconds: float | None = None
    pages: int | None = None
    members: int | None = None
    fingerprint: str | None = None
    malware: str = UNSCANNED + "no scanner is configured"


class Verdict(Struct, frozen=True, kw_only=True):
    """``tools``: name → version of what looked at the file. ``thumbnail``: one was stored."""

    code: str
    reason: str = ""
    facts: Facts = Facts()
    tools: dict[str, str] = {}
    thumbnail: bool = False

    @property
    def ok(self) -> bool:
        return self.code == OK

    @property
    def stands(self) -> bool:
        """Good, or let pass: it may be locked."""
        return self.code in (OK, RELEASED)


def refused(code: str, where: str = "", tools: Mapping[str, str] | None = None) -> Verdict:
    """``where``: the place in the file, or the words of the tool that could not read it."""
    words = plain(where, MAX_WORDS)
    reason = REASONS[code] + (f"（{words}）" if words else "")
    return Verdict(code=code, reason=reason, tools=dict(tools or {}))


def unfinished(why: str) -> Verdict:
    """The check could not be done."""
    return Verdict(code=CHECK_FAILED, reason=f"检查未能完成，稍后会再试（{plain(why, MAX_WORDS)}）")


def unscanned(said: Verdict) -> Verdict:
    """A good verdict, held until somebody has looked for malware."""
    why = said.facts.malware.removeprefix(UNSCANNED)
    return msgspec.structs.replace(
        said,
        code=NOT_SCANNED,
        reason=f"未能查毒，稍后再查或等待人工处理（{plain(why, MAX_WORDS)}）",
        thumbnail=False,
    )


def believed(said: Verdict) -> Verdict:
    """What the checking process said, as far as it can be kept.

    It has read foreign bytes: what it says of them is foreign data itself. What is implausible is
    left out; a word that we do not know is a refusal.
    """
    if said.code not in (OK, CHECK_FAILED, *REASONS):
        return refused("unreadable", said.code)
    tools = list(said.tools.items())[:MAX_TOOLS]
    return msgspec.structs.replace(
        said,
        reason=plain(said.reason, MAX_REASON),
        facts=_plausible(said.facts),
        tools={plain(name, MAX_TOOL): plain(version, MAX_TOOL) for name, version in tools},
    )


def _plausible(facts: Facts) -> Facts:
    place = facts.position
    if place is not None and not _on_earth(place):
        place = None
    return Facts(
        width=_counted(facts.width),
        height=_counted(facts.height),
        taken_at=calendar_time(facts.taken_at),
        position=place,
        zoned=facts.zoned,
        camera=plain(facts.camera, MAX_CAMERA),
        software=plain(facts.software, MAX_CAMERA),
        seconds=_lasting(facts.seconds),
        pages=_counted(facts.pages),
        members=_counted(facts.members),
        fingerprint=_fingerprint(facts.fingerprint),
        malware=plain(facts.malware, MAX_WORDS),
    )


def in_calendar(at: datetime) -> bool:
    """Whether every zone can show this time; to be asked before it is compared or converted."""
    return FIRST_YEAR <= at.year <= LAST_YEAR


def calendar_time(at: datetime | None) -> datetime | None:
    """In UTC and whole milliseconds, as documents keep it; None where it is no likely time."""
    if at is None or at.tzinfo is None or not in_calendar(at):
        return None
    utc = at.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def plain(text: str, most: int) -> str:
    """Printable signs only, and not too many."""
    return "".join(sign for sign in text[: 4 * most] if sign.isprintable())[:most]


def _counted(number: int | None) -> int | None:
    return number if number is not None and 0 <= number <= MOST_COUNTED else None


def _lasting(seconds: float | None) -> float | None:
    if seconds is None or not 0 <= seconds <= LONGEST_FILM:  # also what is no number
        return None
    return round(seconds, 1)


def _fingerprint(said: str | None) -> str | None:
    return said if said is None or FINGERPRINT.fullmatch(said) else ""


def _on_earth(place: Position) -> bool:
    known = math.isfinite(place.latitude) and math.isfinite(place.longitude)
    return known and abs(place.latitude) <= 90 and abs(place.longitude) <= 180
