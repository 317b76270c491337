"""The six captions of an archive photo, and which of them an item wants of its photos.

An item says it in its wanted evidence, behind the photo's own words:
``PIC 活动照片【说明：时间、地点、人物】``, or ``【说明：六要素】`` for all.
"""

import re
from collections.abc import Iterable

from contracts.refusals import Invalid

CAPTIONS = {
    "time": "时间",
    "place": "地点",
    "people": "人物",
    "theme": "主题",
    "background": "背景",
    "cause": "原因",
}
ALL_SIX = "六要素"
PHOTO_KINDS = frozenset({"PIC", "SIGN"})
PHOTO_TYPE = "image/"

_SAID = re.compile(r"【说明[：:]([^【】]{1,60})】")
_BETWEEN = re.compile("[、，,和与及]")


class CaptionMissing(Invalid):
    """The item wants a caption of its photos that this one does not have."""

    code = "caption-missing"


def wanted(evidence: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Names of captions, in the order of ``CAPTIONS``, that these kinds of proof (kind and text)
    want of a photo."""
    called = {name for kind, text in evidence if kind in PHOTO_KINDS for name in _called(text)}
    return tuple(name for name, word in CAPTIONS.items() if called & {word, ALL_SIX})


def misnamed(kind: str, text: str) -> tuple[str, ...]:
    """What a text asks for that is none of the six."""
    if kind not in PHOTO_KINDS:
        return ()
    return tuple(one for one in _called(text) if one not in (*CAPTIONS.values(), ALL_SIX))


def must_be_said(wanted: Iterable[str], said: Iterable[str], field: str) -> None:
    """``field``: where the captions stand, or that which has too few. Raises: CaptionMissing."""
    held = set(said)
    lacking = [name for name in wanted if name not in held]
    if not lacking:
        return
    words = "、".join(CAPTIONS[name] for name in lacking)
    raise CaptionMissing(f"本项的照片须写明{words}。", field=field, missing=lacking)


def _called(text: str) -> list[str]:
    words = (word.strip() for said in _SAID.findall(text) for word in _BETWEEN.split(said))
    return [word for word in words if word]
