"""What a list may say of persons: masked names, and nothing that names one or a troop."""

import re
import unicodedata

from contracts.numbers import unkept
from contracts.sheets.text import INVISIBLE

COMPOUND = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|"
    "太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|呼延|完颜|拓跋|轩辕|百里|东郭|南门|西门|"
    "左丘|第五"
)
"""Surnames of two characters."""

PERSONS = re.compile(r"[、,;，；/\n]+")
APART = re.compile(r"[\u3400-\u9fff·某]{2,12}(?:\s{1,20}[\u3400-\u9fff·某]{2,12}){1,20}")
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s{1,20}(?=[\u4e00-\u9fff*])")
MAX_PERSONS = 20
HALF_WIDTH = {
    full: full - 0xFEE0
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for full in range(first, last + 1)
}

HIDDEN = "［已隐去］"

unlawful = unkept


def plain(text: str) -> str:
    """Full-width letters, digits and signs made half-width; spaces at the edges dropped."""
    return unicodedata.normalize("NFKC", text).strip()


def tidy(text: str) -> str:
    """A text as it is kept: full-width digits and letters half-width, spaces single, nothing
    unseen, signs as they were (Chinese brackets and commas stay).
    """
    return " ".join(INVISIBLE.sub("", text).translate(HALF_WIDTH).split())


def masked(text: str) -> str:
    """Persons as masked keys: the surname and one * for each of its characters (张*, 欧阳**).

    One mask everywhere, and it shows the least: not even how long the name is. What is masked stays
    as it is.
    """
    names = [_mask(name) for name in _persons(text) if name.strip()]
    return "、".join(names[:MAX_PERSONS])


def leaving(text: str) -> str:
    """A text as it may leave in a list: what was stored before it was refused stays behind."""
    return HIDDEN if unlawful(text) else text


def _persons(text: str) -> list[str]:
    """Spaces part whole names (王小明 李四); within one they only set it wide (张 三)."""
    return [
        one
        for name in PERSONS.split(plain(text))
        for one in (name.split() if APART.fullmatch(name.strip()) else [name])
    ]


def _mask(name: str) -> str:
    name = BETWEEN_HAN.sub("", name.strip())
    surname = name[:2] if COMPOUND.match(name) else name[:1]
    return surname + "*" * len(surname)
