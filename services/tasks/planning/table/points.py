"""Points that a table states, and those that its rule text quotes."""

import re
import unicodedata
from decimal import Decimal

NUMBER = r"(\d{1,6}(?:\.\d{1,6})?)"
EACH = re.compile(rf"(?:每项|每个|每条|各)(?:各)?(?:得|计|记)?{NUMBER}分")
GAIN = re.compile(rf"(?:得|计|记|加)(?:满)?{NUMBER}分|\({NUMBER}分\)")
LOSS = re.compile(rf"扣(?:除|减)?{NUMBER}分|扣至?{NUMBER}分")


def plain(text: str) -> str:
    """Half-width, without spaces, 2。2 as 2.2."""
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d)[。．](?=\d)", ".", flat)


def number(text: str) -> Decimal | None:
    """5, 5分, 2。2, １０分; None where it is no number."""
    found = re.fullmatch(rf"-?{NUMBER}", plain(text).removesuffix("分").strip("()"))
    return Decimal(found[0]) if found else None


def quoted(rule: str) -> list[Decimal]:
    """The points that a rule says may be gained, part by part; a deduction is none."""
    text = LOSS.sub("", plain(rule))
    if EACH.search(text):
        return []
    return [Decimal(one or other) for one, other in GAIN.findall(text)]


def differ(rule: str, points: Decimal) -> Decimal | None:
    """The sum of a rule's parts where it is not the item's points, else None."""
    parts = quoted(rule)
    if len(parts) < 2 or sum(parts) == points:
        return None
    return sum(parts, Decimal(0))
