"""A number as its cell shows it: what the codes of number formats say (ECMA-376 part 1, 18.8.31).

What is decoration for a reader of tables is left out: separators of thousands, signs of currency,
colours, widths. A whole date is ISO 8601 in whatever order it is shown, and the hour beside it is
dropped; a date without its year or its day is shown without it (7月30日, 2027年7月).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from gateway.sheets.cells import decimal
from gateway.sheets.reading.moments import DATES, NO_DAY, Moment, moment

MOST = 300
"""Characters of a code that are looked at; a spreadsheet takes 255."""
CHINESE = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
"""Built-in formats of Chinese spreadsheets (18.8.30, zh-cn)."""
BUILT_IN = CHINESE | {
    0: "General",
    1: "0",
    2: "0.00",
    **dict.fromkeys((3, 5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((4, 7, 8, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|(?P<blank>_.)|(?P<fill>\*.)
    |\[(?P<elapsed>h+|m+|s+)\]|\[(?P<test>[<>=]{1,2}-?[0-9.]+)\]|\[\$(?P<local>[^\]-]*)[^\]]*\]
    |(?P<other>\[[^\]]*\])|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)
    |(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|aaaa?|e+|g+|b+)|(?P<digit>[0#?])
    |(?P<sign>[.,%/@])|(?P<plain>.)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
CURRENCY = "¥￥$€£"
NO_VALUE = ("", "-", "–", "—")
"""What accounts write for zero."""
TESTS = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
DENOMINATOR = 9999


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """One of the parts of a code that semicolons part. ``test``: (comparison, bound) or none."""

    tokens: tuple[Token, ...]
    test: tuple[str, Decimal] | None = None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)

    def takes(self, value: Decimal) -> bool:
        return self.test is None or TESTS[self.test[0]](value, self.test[1])


def shown(value: float, code: str, *, since_1904: bool = False) -> str:
    """``code``: of the format; ``since_1904``: days count from 1904-01-01, not from 1899-12-30."""
    exact = Decimal(f"{value:.15g}")
    section, negative = _chosen(_sections(code[:MOST]), exact)
    if section.has(*DATES):
        if 0 <= value < 1 and not since_1904 and Moment(section.tokens, NO_DAY, value).has_day():
            return "1900-01-00"  # of an empty cell
        found = moment(value, since_1904=since_1904)
        return decimal(value) if found is None else Moment(section.tokens, found, value).text()
    text = _number(section, abs(exact))
    if text.strip() in NO_VALUE:
        return decimal(value) if exact or text.strip() else ""
    return _negative(text, section) if negative and re.search("[1-9]", text) else text.strip()


def is_plain(code: str) -> bool:
    """Whether a number stands as it is."""
    return code in ("General", "@", "G/通用格式")


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[Section, ...]:
    tokens: list[list[Token]] = [[]]
    test: list[tuple[str, Decimal] | None] = [None]
    for found in TOKEN.finditer(code):
        kind, text = str(found.lastgroup), found[str(found.lastgroup)]
        if kind == "plain" and text == ";":
            tokens.append([])
            test.append(None)
        elif kind == "test":
            test[-1] = _test(text)
        else:
            tokens[-1].append(_token(kind, text))
    return tuple(Section(tuple(t), c) for t, c in zip(tokens, test, strict=True))


def _test(text: str) -> tuple[str, Decimal] | None:
    sign = text.rstrip("-0123456789.")
    try:
        return (sign, Decimal(text[len(sign) :])) if sign in TESTS else None
    except InvalidOperation:
        return None


def _token(kind: str, text: str) -> Token:
    if kind in ("quoted", "escaped", "plain", "local"):
        text = text.strip('"') if kind == "quoted" else text
        return Token("text", text.strip(CURRENCY) if text.strip(CURRENCY + " ") == "" else text)
    if kind in ("blank", "fill", "other"):
        return Token("text", "")
    return Token(kind, text.lower() if kind in ("date", "elapsed") else text)


def _chosen(sections: Sequence[Section], value: Decimal) -> tuple[Section, bool]:
    """The section for a number, and whether it must say itself that the number is negative."""
    numbers = [one for one in sections if Token("sign", "@") not in one.tokens][:3] or sections
    if any(one.test for one in numbers):
        fitting = next((one for one in numbers if one.takes(value)), numbers[-1])
        return fitting, value < 0
    if value < 0 and len(numbers) > 1:
        return numbers[1], True
    if not value and len(numbers) > 2:
        return numbers[2], False
    return numbers[0], value < 0


def _negative(text: str, section: Section) -> str:
    """Colours and brackets say so on a sheet; here the sign does."""
    said = "".join(token.text for token in section.tokens if token.kind == "text")
    if any(sign in said for sign in "-−负减▼↓"):
        return text.strip()
    inner = text.strip()
    return "-" + (inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner)


def _number(section: Section, value: Decimal) -> str:
    tokens = section.tokens
    if section.has("general") or (section.has("exponent") and section.has("digit")):
        plain = decimal(float(value))
        at = next(i for i, t in enumerate(tokens) if t.kind in ("general", "digit"))
        texts = [t.text if t.kind == "text" else "" for t in tokens]
        return "".join([*texts[:at], plain, *texts[at:]])
    if Token("sign", "@") in tokens and not section.has("digit"):
        return decimal(float(value))
    if _is_fraction(tokens):
        return _fraction(value)
    return _digits(tokens, value)


def _is_fraction(tokens: tuple[Token, ...]) -> bool:
    at = next((i for i, t in enumerate(tokens) if t == Token("sign", "/")), None)
    return at is not None and any(t.kind == "digit" for t in tokens[:at])


def _fraction(value: Decimal) -> str:
    near = Fraction(value).limit_denominator(DENOMINATOR)
    whole, rest = divmod(near.numerator, near.denominator)
    part = f"{rest}/{near.denominator}" if rest else ""
    return " ".join(one for one in (str(whole) if whole or not part else "", part) if one)


def _digits(tokens: tuple[Token, ...], value: Decimal) -> str:
    """Digits into their places from the point outwards; what stands between them stays."""
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    if not places:
        return "".join(t.text for t in tokens if t.kind == "text")
    point = next((i for i, t in enumerate(tokens) if t == Token("sign", ".")), len(tokens))
    before = [i for i in places if i < point]
    after = [i for i in places if i > point]
    last = before[-1] if before else -1
    thousands = sum(t == Token("sign", ",") for t in tokens[last + 1 : after[0] if after else None])
    percents = sum(t == Token("sign", "%") for t in tokens)
    scaled = value.scaleb(2 * percents - 3 * thousands)
    exact = scaled.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    whole, _, part = f"{exact:f}".partition(".")
    filled = _whole(tokens, before, whole.lstrip("0")) | _part(tokens, after, part)
    if any(filled[i] for i in after):
        filled[point] = "."
    if not before:
        filled[point] = whole + filled.get(point, "")
    elif not any(filled[i] for i in before) and point in filled:
        filled[last] = "0"  # .5 is shown for 0.5
    texts = (
        filled.get(i, t.text if t.kind == "text" or t.text == "%" else "")
        for i, t in enumerate(tokens)
    )
    return "".join(texts)


def _whole(tokens: tuple[Token, ...], places: list[int], digits: str) -> dict[int, str]:
    filled = {}
    for n, i in enumerate(reversed(places)):
        if n == len(places) - 1 and len(digits) > 1:
            filled[i], digits = digits, ""
        else:
            digit = digits[-1:] or ("0" if tokens[i].text == "0" else "")
            filled[i], digits = digit, digits[:-1]
    return filled


def _part(tokens: tuple[Token, ...], places: list[int], digits: str) -> dict[int, str]:
    least = max((n for n, i in enumerate(places, 1) if tokens[i].text == "0"), default=0)
    kept = max(least, len(digits.rstrip("0")))
    return {i: digits[n] if n < kept else "" for n, i in enumerate(places)}
