"""Who is charged, and until when, in a sentence: 由民政局负责，双拥办配合，7月底前完成."""

import re
from typing import NamedTuple

from contracts.sheets.text import pieces
from services.tasks.dates.deadlines import OnDay, Repeating, Standing, read_deadline
from services.tasks.dates.phrases import NAMES
from services.tasks.organisation.kinds import kind_of
from services.tasks.organisation.unit_cells import WHOLE, as_group, read_units

MAX_SENTENCE = 2000
"""Characters of a sentence that are looked at."""
CLAUSE = re.compile(r"[，,；;。()（）\n]|(?<=牵头)、|(?<=负责)、|(?<=主办)、")
LEADS = r"(?:负责|牵头|承办|主办|主责)"
DOES = r"(?:组织|实施|落实|办理|完成|推进|开展){0,3}"
CHARGED = re.compile(
    rf"(?P<before>.{{0,200}}?)(?:具体(?:工作|事宜)?|此项工作|该项工作)?"
    rf"由(?P<unit>[^由]{{2,80}}?)(?:共同|具体|分别|统一)?{LEADS}{DOES}"
)
PLAIN = re.compile(rf"(?P<before>)(?P<unit>[^由]{{2,80}}?)(?:共同|具体|分别|统一)?{LEADS}{DOES}")
HELPS = re.compile(
    r"(?:由)?(?P<unit>.{2,80}?)(?:予以|协同)?(?:配合|协助|协办|参与)(?:实施|落实|办理)?"
)
FIRST = re.compile(
    r"(?P<due>(?:每年)?(?:(?:\d{4}年)?\d{1,2}月(?:份|底|末|初|[上中下]旬|\d{1,2}日)?"
    rf"(?:[-—至到](?:\d{{1,2}}月)?\d{{1,2}}日)?|[“\"]?(?:{NAMES})[”\"]?节?(?=前|期间))"
    r"(?:之前|前夕|期间|前)?)"
)
"""A time with which a sentence begins."""


class SaidCharge(NamedTuple):
    """What a sentence says beside its task, each as a cell would; empty where it does not."""

    lead: str = ""
    cooperating: str = ""
    due: str = ""


def charge_of(sentence: str, year: int = 2000) -> SaidCharge:
    """``year``: only that a phrase is a time is asked, not which."""
    lead, cooperating, due = "", "", ""
    for clause in (part.strip(" \u3000。.") for part in CLAUSE.split(sentence[:MAX_SENTENCE])):
        found = CHARGED.fullmatch(clause) or PLAIN.fullmatch(clause)
        if found and not lead and are_units(found["unit"]):
            lead = found["unit"]
        elif (helps := HELPS.fullmatch(clause)) and lead and are_units(helps["unit"]):
            cooperating = "、".join(filter(None, (cooperating, helps["unit"])))
        elif not due and is_time(clause, year):
            due = clause
    return SaidCharge(lead, cooperating, due or _begins(sentence))


def are_units(text: str) -> bool:
    """Whether each name of a list looks like a unit or a group of them."""
    named = read_units(text, "lead")
    names = [*named.lead, *named.cooperating]
    return bool(names) and all(_is_unit(name) for name in names)


def in_brackets(sentence: str) -> str:
    """The units that stand alone in brackets behind a sentence: 双拥专题片制作播出（宣传部）."""
    found = re.search(r"[(（]([^()（）]{2,80})[)）][。；;]?\s{0,4}\Z", sentence)
    return found[1] if found and pieces(found[1]) and are_units(found[1]) else ""


def is_time(text: str, year: int = 2000) -> bool:
    named = re.search(r"(20\d\d)[年./-]", text)
    year = int(named[1]) if named else year
    return 1 < len(text) <= 40 and isinstance(
        read_deadline(text, year), OnDay | Repeating | Standing
    )


def time_in(text: str, year: int = 2000) -> str:
    """A time that stands in brackets or behind a colon: （7月底前）, 第一阶段：3月1日—3月31日."""
    parts = re.findall(r"[(（:：]([^()（）:：。；;]{2,40})(?=[)）。；;]|\Z)", text[:MAX_SENTENCE])
    return next((part.strip() for part in parts if is_time(part.strip(), year)), "")


def _begins(sentence: str) -> str:
    found = FIRST.match(sentence)
    return found["due"] if found and is_time(found["due"]) else ""


def _is_unit(name: str) -> bool:
    return as_group(name) is not None or kind_of("", name) is not None or name[-1:] in WHOLE
