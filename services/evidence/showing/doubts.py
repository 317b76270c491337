"""What a person should look at twice: times, places and programs that do not go together, and a
picture that looks like one of before.

Nothing is refused for it: an old picture is old, and a clock that was never set is no lie.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.clock import CHINA
from contracts.places import Position
from contracts.words import Comparison
from services.evidence.piece.fingerprint import BITS
from services.evidence.piece.piece import Piece
from services.evidence.piece.verdict import UNSCANNED, Facts
from services.evidence.sites.geometry import metres

OLD = timedelta(days=365)
"""Before its declaration; until then a picture of the year under assessment."""
APART = timedelta(days=1)
"""Between the phone's time and the picture's own: more than any zone explains."""
APART_AT_ONCE = timedelta(minutes=10)
"""The same of a photo from the app's own camera that names its zone, beside what the phone's clock
was wrong by: both times are of one shutter."""
FAR_OFF = 300
"""Seconds by which a phone's clock may be wrong without a word."""
FAR = 1000
"""Metres. Maps of China are shifted by up to 700 m, and some cameras write the shifted place."""
EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picsart|meitu|美图|醒图|xingtu|faceu|beautyplus|b612"
    r"|canva|pixelmator|affinity photo|paint\.net|coreldraw|vsco|美颜",
    re.IGNORECASE,
)
"""Programs made to alter what a picture shows; phones name their own system or camera here."""


def doubts(piece: Piece) -> list[str]:
    """One sentence each; empty where nothing is odd."""
    found = piece.verdict.facts if piece.verdict else Facts()
    return [*_of_times(piece, found), *_of_places(piece, found), *_of_the_file(piece, found)]


def _of_times(piece: Piece, found: Facts) -> Iterator[str]:
    told, own = piece.manifest.captured_at, found.taken_at
    for called, at in (("拍摄时间", told), ("照片自带的时间", own)):
        if at is not None and piece.declared_at - at > OLD:
            yield f"{called}为{_day(at)}，早于登记一年以上，请核对设备时钟，或注明是旧照片"
    wrong = abs(piece.manifest.clock_offset or 0)
    if told is not None and own is not None:
        at_once = piece.manifest.mode == "camera" and found.zoned
        apart = APART_AT_ONCE + timedelta(seconds=wrong) if at_once else APART
        if abs(told - own) > apart:
            yield f"拍摄时间（{_said(told)}）与照片自带的时间（{_said(own)}）不一致，请核对"
    if wrong > FAR_OFF:
        yield f"上报时手机时钟与服务器相差 {wrong // 60} 分钟，拍摄时间以手机时钟为准记录，未作改动"


def comparison(piece: Piece) -> Comparison | None:
    """How far a sealed file was compared with the pictures sealed before it."""
    if piece.state != "SEALED" or piece.verdict is None:
        return None
    if piece.verdict.facts.fingerprint is None:
        return "bytes-only"
    if not piece.verdict.facts.fingerprint:
        return "plain"
    return "done" if piece.compared else "waiting"


def _of_places(piece: Piece, found: Facts) -> Iterator[str]:
    told, own = piece.manifest.position, found.position
    if told is not None and own is not None and (far := _metres(told, own)) > FAR:
        yield f"上报的位置与照片自带的位置相距 {_far(far)}，请核对"
    # Phones strip the place from what is picked or shared: its absence says nothing there.
    if piece.manifest.mode == "camera" and piece.manifest.row and told is None and own is None:
        yield "现场拍摄的点位照片没有位置，请核对是否在现场拍摄"


def _of_the_file(piece: Piece, found: Facts) -> Iterator[str]:
    near_of = piece.near_of
    if near_of is not None and near_of.ruled is None:
        yield f"与先前封存的一张照片画面相近（相差 {near_of.distance}/{BITS}），请比对是否重复使用"
    if EDITORS.search(found.software):
        yield f"照片由修图软件保存过（{found.software}），请核对是否改动了内容"
    if found.malware.startswith(UNSCANNED) and found.malware != Facts().malware:
        why = found.malware.removeprefix(UNSCANNED)
        yield f"杀毒软件没有查完这份文件（{why}），下载后请谨慎打开"


def _metres(one: Position, other: Position) -> float:
    return metres((one.longitude, one.latitude), (other.longitude, other.latitude))


def _far(far: float) -> str:
    return f"{round(far)} 米" if far < 10_000 else f"{round(far / 1000)} 公里"


def _day(at: datetime) -> str:
    day = at.astimezone(CHINA)
    return f"{day.year}年{day.month}月{day.day}日"


def _said(at: datetime) -> str:
    return f"{_day(at)} {at.astimezone(CHINA):%H:%M}"
