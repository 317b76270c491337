"""What may be a password: long enough, and not what anybody would try first.

zxcvbn knows thirty thousand common passwords, names, keyboard walks, repeats, sequences and dates.
What it cannot know is added here: who the person is, the city, this product, and that in China
a number is a telephone, a birthday or an identity card.
"""

import re
import unicodedata
from collections.abc import Iterable

import precis_i18n
from anyascii import anyascii
from zxcvbn import zxcvbn

MIN, MAX = 8, 128
"""Characters."""
HEAD = 24
"""Characters that must be good by themselves: zxcvbn takes 0.5 s for the worst 24, 4 s for 72."""
OWN_LETTERS = 2
"""Letters that must stand beside known words."""
GUESSES = 10**8
"""zxcvbn's line between "somewhat guessable" and "safely unguessable"."""
COMMON = (
    "tongxin",
    "admin",
    "administrator",
    "password",
    "root",
    "test",
    "双拥",
    "双拥办",
    "模范城",
)
CHINESE = ("woaini", "woaizhongguo", "zhongguo", "shuangyong", "shuangyongban", "mofancheng")
"""What stands on Chinese lists of common passwords, or on every page of this product."""
SUFFIX = re.compile(r"[省市县区州盟旗]\Z")
TOO_EASY = (
    "密码太容易猜到。不要用常见的词、账号、姓名、城市名加数字，不要用重复或连续的字符，"
    "也不要只用数字；可用几个不相干的词连成一句。"
)

_OPAQUE = precis_i18n.get_profile("OpaqueString")


def normal(password: str) -> str:
    """The one spelling of a password (RFC 8265, OpaqueString): NFC, every blank a space.

    Raises: ValueError: it holds control or invisible signs, or nothing.
    """
    return str(_OPAQUE.enforce(password))


def as_typed(password: str) -> str:
    """The same for a password that is tried: one without a normal form is nobody's."""
    try:
        return normal(password)
    except ValueError:
        return password


def fault(password: str, about: Iterable[str] = ()) -> str:
    """Why this may not become a password, in words; empty where it may.

    ``about``: what others know of the person: account, name, unit, district, city. Takes up to
    half a second of a core.
    """
    try:
        spelled = normal(password)
    except ValueError:
        return "密码含有控制字符或看不见的字符，请换一个。"
    if not MIN <= len(spelled) <= MAX:
        return f"密码须有 {MIN} 至 {MAX} 个字符。"
    plain, known = _plain(spelled), _words(about)
    letters = _letters(plain)
    rest = _without(letters, known)
    easy = not letters or (rest != letters and len(rest) < OWN_LETTERS)
    if easy or zxcvbn(plain[:HEAD], user_inputs=sorted(known))["guesses"] < GUESSES:
        return TOO_EASY
    return ""


def _plain(text: str) -> str:
    """As a guesser sees it: full-width signs, capitals and Chinese numerals are no secret."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(_digit(sign) for sign in folded)


def _digit(sign: str) -> str:
    value = unicodedata.numeric(sign, -1.0)
    return str(int(value)) if value in range(11) else sign


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha())


def _without(letters: str, known: Iterable[str]) -> str:
    """What is left where the known words are taken out, the longest first."""
    for word in sorted({_letters(word) for word in known} - {""}, key=len, reverse=True):
        letters = letters.replace(word, "")
    return letters


def _words(about: Iterable[str]) -> set[str]:
    """Each word as written and in Latin letters, names of places also without their 市 or 县."""
    written = {_plain(word) for word in (*COMMON, *CHINESE, *about)}
    written |= {SUFFIX.sub("", word) for word in written}
    return {form for word in written for form in (word, anyascii(word).casefold()) if len(form) > 1}
