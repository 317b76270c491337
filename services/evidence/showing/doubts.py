"""What a person should look at twice: times that a phone's clock cannot have told rightly, and a
picture that looks like one of before.

Nothing is refused for it: an old picture is old, and a clock that was never set is no lie.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from contracts.clock import CHINA
from contracts.words import Comparison
from services.evidence.piece.fingerprint import BITS
from services.evidence.piece.piece import Piece

OLD = timedelta(days=365)
"""Before its declaration; until then a picture of the year under assessment."""
APART = timedelta(days=1)
"""Between the phone's time and the picture's own: more than any zone explains."""
FAR_OFF = 300
"""Seconds by which a phone's clock may be wrong without a word."""


def doubts(piece: Piece) -> list[str]:
    """One sentence each; empty where nothing is odd."""
    return list(_doubts(piece))


def _doubts(piece: Piece) -> Iterator[str]:
    told = piece.manifest.captured_at
    own = piece.verdict.facts.taken_at if piece.verdict else None
    for called, at in (("拍摄时间", told), ("照片自带的时间", own)):
        if at is not None and piece.declared_at - at > OLD:
            yield f"{called}为{_day(at)}，早于登记一年以上，请核对设备时钟，或注明是旧照片"
    if told is not None and own is not None and abs(told - own) > APART:
        yield f"拍摄时间（{_day(told)}）与照片自带的时间（{_day(own)}）不一致，请核对"
    wrong = abs(piece.manifest.clock_offset or 0)
    if wrong > FAR_OFF:
        yield f"上报时手机时钟与服务器相差 {wrong // 60} 分钟，拍摄时间以手机时钟为准记录，未作改动"

    near_of = piece.near_of
    if near_of is not None and near_of.ruled is None:
        yield f"与先前封存的一张照片画面相近（相差 {near_of.distance}/{BITS}），请比对是否重复使用"


def comparison(piece: Piece) -> Comparison | None:
    """How far a sealed file was compared with the pictures sealed before it."""
    if piece.state != "SEALED" or piece.verdict is None:
        return None
    if piece.verdict.facts.fingerprint is None:
        return "bytes-only"
    if not piece.verdict.facts.fingerprint:
        return "plain"
    return "done" if piece.compared else "waiting"


def _day(at: datetime) -> str:
    day = at.astimezone(CHINA)
    return f"{day.year}年{day.month}月{day.day}日"
