"""What must not enter in any text: marks of classified matter, and numbers that name a person.

Source: the secrecy mark of official documents is grade ★ term (秘密★1年, 机密★, 绝密★长期);
works for internal use carry 内部资料 with a number. The words alone are refused too: a false alarm
costs a new title, a miss costs far more. Only 秘密 within a plain phrase about keeping secrets
(保守国家秘密, 商业秘密) is no mark.

A mark is found through whatever stands between its signs and is no letter or digit (机|密, 绝—密,
机&nbsp;密, U+200B), in traditional signs (機密) and in other forms of one sign. In running prose
such a thing stands between them by chance (司机、密切配合; 飞机｜密云): it is no mark where a word
ends with the first sign and an ordinary word begins with the second (``PROSE``).
"""

import re
import unicodedata
from typing import Any

from contracts.refusals import Refusal
from contracts.texts import Manner, Unfit, fault, first, thinned

STROKES = r"丨丶丿亅ǀǁlI\u02b0-\u02ff\u30fc\u115f\u1160\u3164\uffa0"
GAP = rf"(?:[\W_]|[{STROKES}])*+"
"""What may stand between the signs of a mark: all but letters and digits, and strokes."""
GAP_IN_LINE = rf"(?:[^\w，。、；：！？,;:!?()（）《》“”\n]|_|[{STROKES}])*+"
"""As ``GAP``, within one part of a sentence."""
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
SECRET, DENSE = "[秘祕袐]", "[密宻]"
KEPT = rf"(?:国家|國家|商业|商業|工作){GAP}{SECRET}{GAP}{DENSE}(?![^\w★☆]*+[★☆])"
"""Plain phrases about keeping secrets."""
ORDINARY = "切(?![勿忌莫记])|[码碼封云雲集度布植室闭閉林友谋謀钥鑰接合织織匙实實西苏蘇]|不可分|不透"
"""What begins an ordinary word after 密: 密切, 密码, 密封, 密云, 密集 …"""
HEADS = rf"(?:[机機绝絕絶]|{SECRET})"
WORDS = "手|司|飞|电|相|计算|投影|发动|拖拉|收音|取款|随|战|杜|拒|谢|神|奥"
"""What makes an ordinary word with the first sign: 手机, 司机, 杜绝, 神秘 …"""
PROSE = (
    rf"{HAN}{HEADS}(?:[\W_]|[{STROKES}])++{DENSE}(?={ORDINARY})"
    rf"|(?:{WORDS}){HEADS}{DENSE}(?={ORDINARY})"
)
MARK = re.compile(rf"{KEPT}|{PROSE}|(?P<mark>{HEADS}{GAP}{DENSE})")
INTERNAL = re.compile(GAP_IN_LINE.join(("[内內]", "部", "[资資]", "料")) + r"[^0-9]{0,12}[0-9]")
LEAST = ("密", "宻", "料", "\uf9be", "&#")
"""One of these stands in every text that carries a mark."""
MARKUP = re.compile(
    r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<number>[0-9]{1,7}));?|&[A-Za-z]{2,8};|<[^<>]{0,200}>"
)

SPACES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-]+")
BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}(?:19|20)\d\d{BORN}\d{{3}}[\dXx](?![\dXx])"
    rf"|(?<!\d)[1-9]\d{{7}}{BORN}\d{{3}}(?![0-9A-Za-z])"
)
"""A place, a day of birth, an order: 18 signs, or 15 until 1999. The code of an organisation, the

number of a slip or of a card has no day where the day of birth stands.
"""
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)")
MONEY = re.compile(r"(?<![\d.])\d{11,15}(?:\.\d{1,2}(?![\d.])|(?=[万亿]?元(?!旦)))")
"""A sum with its cents or its unit may begin like a telephone's number."""
NO_DIGITS = re.compile(r"[^0-9]+")
FEWEST = 11
"""Digits of the shortest number that names a person."""
APART = r"[\W_]{0,3}+"
"""Whatever else may pull the digits of a number apart."""
CENTURY = f"(?:1{APART}[89]|2{APART}0)"
IDENTITY_APART = re.compile(
    rf"(?<![0-9])(?=([1-8](?:{APART}[0-9]){{5}}{APART}{CENTURY}"
    rf"(?:{APART}[0-9]){{9}}{APART}[0-9Xx])(?![0-9Xx]))"
)
TELEPHONE_APART = re.compile(
    rf"(?<![0-9])1[3-9][0-9]{APART}[0-9]{{4}}{APART}[0-9]{{4}}(?![0-9])"
    r"|(?<![0-9])1[\W_]{1,3}[3-9](?:[\W_]{1,3}[0-9]){9}(?![\W_]{0,3}[0-9])"
)
BETWEEN = re.compile(r"[\W_]+")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643: the last sign of a number follows from the first 17 digits."""


class ClassifiedMatter(Refusal):
    """Text that carries a mark; ``field`` names where, and nothing repeats the text."""

    code = "classified-matter"
    status = 422

    def __init__(self, field: str) -> None:
        super().__init__("疑似涉密内容，不得进入本系统，请按保密规定处理。", field=field)


def is_marked(text: str) -> bool:
    """Whether a text carries a mark of classified matter."""
    if not any(sign in text for sign in LEAST):
        return False
    text = thinned(text)
    if "&" in text or "<" in text:
        text = MARKUP.sub(_unmarked, text)
    # As it stands, too: some signs between are letters in their plain form (🈲 is 禁).
    forms = dict.fromkeys((text, unicodedata.normalize("NFKC", text)))
    return any(
        INTERNAL.search(form) or any(found["mark"] for found in MARK.finditer(form))
        for form in forms
    )


def personal(text: str) -> str:
    """``identity`` or ``telephone`` where the text holds a full number, else empty.

    Pulled apart by more than spaces and hyphens, digits are a person's number only if they are
    right as one, for they may as well be a list of figures.
    """
    wide = _arabic(unicodedata.normalize("NFKC", thinned(text)))
    wide = MONEY.sub(" ", wide)
    if len(NO_DIGITS.sub("", wide)) < FEWEST:
        return ""
    plain = SPACES.sub("", wide)
    if IDENTITY.search(plain) or any(map(_is_identity, IDENTITY_APART.finditer(wide))):
        return "identity"
    return "telephone" if TELEPHONE.search(plain) or TELEPHONE_APART.search(wide) else ""


def marked_field(order: Any) -> str:
    """The path (``$.rows[3].label``) of the first text that carries a mark, or empty."""
    found = first(order, _marked)
    return f"${found[0]}" if found else ""


def must_be_lawful(order: Any) -> None:
    """Raises: ClassifiedMatter, Unfit; a mark comes before whatever else is wrong."""
    found = first(order, _unlawful)
    if found is None:
        return
    if field := marked_field(order):
        raise ClassifiedMatter(field)
    raise Unfit(found[1], field=f"${found[0]}")


def _unlawful(text: str, manner: Manner) -> str:
    return fault(text, manner) or ("marked" if is_marked(text) else "")


def _marked(text: str, _: Manner) -> bool:
    return is_marked(text)


def _unmarked(found: re.Match[str]) -> str:
    """A sign written as a number, or nothing for what only marks."""
    if found["hex"] is None and found["number"] is None:
        return ""
    code = int(found["hex"], 16) if found["hex"] else int(found["number"])
    return chr(code) if code < 0x110000 else ""


def _arabic(text: str) -> str:
    """Decimal digits of every script as 0 to 9."""
    if not any(sign.isdecimal() and not sign.isascii() for sign in text):
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _is_identity(found: re.Match[str]) -> bool:
    """Whether 18 signs are a number of the kind: its day of birth and its last sign are right."""
    digits = BETWEEN.sub("", found[1]).upper()
    year, month, day = digits[6:10], digits[10:12], digits[12:14]
    born = "1900" <= year <= "2099" and "01" <= month <= "12" and "01" <= day <= "31"
    last = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=False)) % 11]
    return born and digits[17] == last
