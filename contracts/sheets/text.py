"""Text of table cells, as people type it: spread over lines, spaced out, full-width."""

import re
import unicodedata

INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
BRACKETS = "(（[【)）]】"
SEPARATORS = "、，,；;\n\t　 /|\\\uff0f\uff5c\uff3c"
EMPTY = frozenset({"", "无", "-", "--", "—", "——", "/", "\\"})
SAME = frozenset(
    (
        *(
            "同上",
            "同上行",
            "同上格",
            "同上项",
            "同上栏",
            "同前",
            "〃",
            "々",
            "''",
            '"',
            "“",
            "”",
            "``",
        ),
        *("\u2032\u2032", "\u00b4\u00b4"),
    )
)
"""What says that a cell is as the one above it."""
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_NAME = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
DATED = re.compile(
    rf"(?:19|20)\d\d[-/.年]{_MONTH}[-/.月]{_DAY}日?(?:T?\d{{1,2}}:\d\d(?::\d\d)?)?"
    rf"|(?:(?:19|20)\d\d年)?{_MONTH}月(?:{_DAY}[日号])?"
    rf"|{_DAY}[-/]{_NAME}(?:[-/]\d{{2,4}})?|{_NAME}[-/]\d{{1,4}}",
    re.IGNORECASE,
)
MADE_A_DATE = (
    "编号是日期的样子，多半是表格软件把原来的编号（如7-30）改成了日期；"
    "请把这一列设为“文本”格式，再填回原来的编号"
)


def squeeze(text: str) -> str:
    """Half-width and without any space or break: for comparing, not for keeping."""
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def tidy(text: str) -> str:
    """For keeping: vertical writing and spaced-out words joined, other breaks kept as one each."""
    lines = [line.strip() for line in INVISIBLE.sub("", text).replace("\r", "\n").split("\n")]
    lines = [line for line in lines if line]
    if len(lines) > 1 and all(len(line) == 1 for line in lines):
        return "".join(lines)
    return "\n".join(_unspaced(line) for line in lines)


def _unspaced(line: str) -> str:
    """评 分 标 准 is one word; 民政局 财政局 are two."""
    words = line.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)


def one_line(text: str) -> str:
    """Tidy, and without breaks."""
    return "".join(tidy(text).split("\n"))


def is_empty(text: str) -> bool:
    """Whether a cell says "nothing" (无, —)."""
    return squeeze(text) in EMPTY


def is_dated(text: str) -> bool:
    """Whether a code is a date, as a spreadsheet makes one of 7-30: 2026-07-30, 7月30日, 30-Jul."""
    return DATED.fullmatch(squeeze(text)) is not None


def is_same(text: str) -> bool:
    """Whether a cell says that it is as the one above it (同上, 〃)."""
    return squeeze(text).strip("()。.·") in SAME


def pieces(text: str) -> list[str]:
    """A list in a cell, split at 、，,；; and breaks, but not inside brackets that close again."""
    found, depth = [""], 0
    opening, closing = paired(text)
    for at, char in enumerate(text):
        if char in BRACKETS and at not in opening | closing:
            continue
        depth += (at in opening) - (at in closing)
        if depth <= 0 and char in SEPARATORS:
            found.append("")
        else:
            found[-1] += char
    return [part.strip() for part in found if part.strip()]


def paired(text: str) -> tuple[set[int], set[int]]:
    """Where brackets open that are closed, and where those close."""
    open_: list[int] = []
    opening, closing = set(), set()
    for at, char in enumerate(text):
        if char in "(（[【":
            open_.append(at)
        elif char in ")）]】" and open_:
            opening.add(open_.pop())
            closing.add(at)
    return opening, closing
