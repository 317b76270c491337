"""What the files of a dossier are called: as archives do, and as every system can unpack. Pure."""

import re
import unicodedata
from pathlib import PurePosixPath

CATEGORY, TITLE, SUFFIX = 30, 40, 10
"""Characters at most. A path stays below 120, for Windows takes 260 with the folder it lies in."""
FORBIDDEN = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]'
)
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?\Z", re.IGNORECASE)
SUFFIXES = re.compile(r"\.[A-Za-z0-9]{1,9}\Z")


def plain(text: str, most: int, otherwise: str) -> str:
    """A name that Windows, macOS and Linux all take; ``otherwise`` where nothing of it is left."""
    found = FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    found = " ".join(found.split())[:most].strip(" .")
    return f"_{found}" if RESERVED.match(found) else found or otherwise


def folder(year: int, category: str, item: str) -> str:
    """``2026年/组织领导/A01``"""
    return f"{year}年/{plain(category, CATEGORY, '未分类')}/{item}"


def material(item: str, year: int, n: int) -> str:
    """The number of a material: ``D05-2026-003``."""
    return f"{item}-{year}-{n:03}"


def file(number: str, title: str, filename: str) -> str:
    """``D05-2026-003 慰问现场.jpg``: no two are alike, for their numbers are not."""
    suffix = PurePosixPath(filename).suffix[:SUFFIX].lower()
    ending = suffix if SUFFIXES.match(suffix) else ""
    called = title.removesuffix(PurePosixPath(filename).suffix) or title
    return f"{number} {plain(called, TITLE, '材料')}{ending}"
