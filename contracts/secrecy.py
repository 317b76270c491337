"""What must not enter in any text: marks of classified matter, and what ``numbers.py`` looks for.

Source: the secrecy mark of official documents is grade ★ term (秘密★1年, 机密★, 绝密★长期);
works for internal use carry 内部资料 with a number. What stands as a mark is refused: with a star,
a term or 密级, by itself, or its signs pulled apart or in other forms. A word plainly inside a
longer one (秘密联络点旧址, a listed monument) is a doubt: it may enter once a person has said that
it is no secret. Only 秘密 in a plain phrase about keeping secrets (保守国家秘密, 商业秘密) is
neither.

A mark is found through whatever stands between its signs and is no letter or digit (机|密, 绝—密,
机&nbsp;密, U+200B), in traditional signs (機密) and in other forms of one sign. In running prose
such a thing stands between them by chance (司机、密切配合; 飞机｜密云): it is no mark where a word
ends with the first sign and an ordinary word begins with the second (``PROSE``).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from contracts.numbers import personal as personal
from contracts.numbers import unkept
from contracts.refusals import Refusal
from contracts.texts import Manner, Unfit, every, fault, first, thinned

STROKES = r"丨丶丿亅ǀǁlI\u02b0-\u02ff\u30fc\u115f\u1160\u3164\uffa0"
GAP = rf"(?:[\W_]|[{STROKES}])*+"
"""What may stand between the signs of a mark: all but letters and digits, and strokes."""
GAP_IN_LINE = rf"(?:[^\w，。、；：！？,;:!?()（）《》“”\n]|_|[{STROKES}])*+"
"""As ``GAP``, within one part of a sentence."""
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
HAN_SIGN = re.compile(HAN)
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
PLAIN = frozenset({"机密", "秘密", "绝密"})
PLAIN_SIGNS = ("密", "\uf9be")
STAR = re.compile(r"[^\w★☆]{0,40}+[★☆]")
TERM = re.compile(r"\s{0,3}(?:[0-9]|长期|永久)")
GRADE = re.compile(r"密级\W{0,3}[为是属]?\W{0,3}\Z")
AROUND = re.compile(r"[\w“”‘’《》·\-]{0,12}")
BROKEN = r"[^\S\n]{0,4}\n[^\S\n]{0,4}"
"""The end of a line within a word, which prose has nowhere; between two words it says nothing."""
INNER = rf"(?:{BROKEN}|{GAP_IN_LINE})"
INTERNAL = re.compile(
    rf"(?:[内內]{INNER}部{GAP_IN_LINE}[资資]{INNER}料|[内內]{BROKEN}部{BROKEN}[资資]{INNER}料)"
    r"[^0-9]{0,12}[0-9]"
)
LEAST = ("密", "宻", "料", "\uf9be", "&#")
"""One of these stands in every text that carries a mark."""
MARKUP = re.compile(
    r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<number>[0-9]{1,7}));?|&[A-Za-z]{2,8};|<[^<>]{0,200}>"
)


class ClassifiedMatter(Refusal):
    """Text that carries a mark; ``field`` names where, and nothing repeats the text."""

    code = "classified-matter"
    status = 422

    def __init__(self, field: str) -> None:
        super().__init__("疑似涉密内容，不得进入本系统，请按保密规定处理。", field=field)


class DoubtfulMatter(Refusal):
    """Text with a word of secrecy inside a longer one; ``extra.phrases`` quotes it for the person

    who wrote it. It is taken once the office has said that it is no secret.
    """

    code = "may-be-classified"
    status = 422

    def __init__(self, field: str, phrases: Collection[str]) -> None:
        super().__init__(
            f"“{'”“'.join(phrases)}”含有“秘密”等字样，须确认是否涉密。不涉密的，请双拥办登记"
            "“不涉密用语”后重新提交；涉密或拿不准的，不得进入本系统。",
            field=field,
            phrases=list(phrases),
        )


class Hit(NamedTuple):
    """Where a text names a grade; ``own``: as a mark."""

    start: int
    end: int
    own: bool


def is_marked(text: str) -> bool:
    """Whether a text carries a mark of classified matter."""
    return any(INTERNAL.search(form) or _has_mark(form, text) for form in _forms(text))


def _has_mark(form: str, text: str) -> bool:
    """A word that only another form shows (㊙密) is not plainly inside a longer one."""
    hits = list(_hits(form))
    plain = sum(text.count(word) for word in PLAIN)
    return any(hit.own for hit in hits) or len(hits) > plain


def doubts(text: str, vouched: Collection[str] = ()) -> tuple[str, ...]:
    """What of a text names a grade inside a longer word, with what stands around it.

    ``vouched``: phrases that somebody has said hold no secret; what stands in one is no doubt.
    """
    if not any(sign in text for sign in PLAIN_SIGNS):
        return ()
    form = unicodedata.normalize("NFKC", thinned(text))
    held = [place for phrase in vouched for place in _places(form, phrase)]
    return tuple(
        dict.fromkeys(
            _around(form, hit)
            for hit in _hits(form)
            if not hit.own and not any(a <= hit.start and hit.end <= b for a, b in held)
        )
    )


def marked_field(order: Any) -> str:
    """The path (``$.rows[3].label``) of the first text that carries a mark, or empty."""
    found = first(order, _marked)
    return f"${found[0]}" if found else ""


def must_be_lawful(order: Any, vouched: Collection[str] = ()) -> None:
    """Raises: ClassifiedMatter, Unfit (every place at once), DoubtfulMatter; a mark comes before
    whatever else is wrong, a doubt after it."""
    found = first(order, _unlawful)
    if found is not None:
        if field := marked_field(order):
            raise ClassifiedMatter(field)
        raise Unfit.at([*every(order, _unlawful)])
    doubtful = first(order, lambda text, manner: doubts(text, vouched) if manner.doubts else ())
    if doubtful is not None:
        raise DoubtfulMatter(f"${doubtful[0]}", doubtful[1])


def _unlawful(text: str, manner: Manner) -> str:
    wrong = fault(text, manner) or ("marked" if is_marked(text) else "")
    if wrong or not manner.numbers:
        return wrong
    why = unkept(text)
    return f"{why}。" if why else ""


def _marked(text: str, _: Manner) -> bool:
    return is_marked(text)


def _forms(text: str) -> Iterator[str]:
    if not any(sign in text for sign in LEAST):
        return
    text = thinned(text)
    if "&" in text or "<" in text:
        text = MARKUP.sub(_unmarked, text)
    # As it stands, too: some signs between are letters in their plain form (🈲 is 禁).
    yield from dict.fromkeys((text, unicodedata.normalize("NFKC", text)))


def _hits(form: str) -> Iterator[Hit]:
    for found in MARK.finditer(form):
        if found["mark"]:
            yield Hit(*found.span("mark"), _is_own(form, *found.span("mark")))


def _is_own(form: str, start: int, end: int) -> bool:
    """Whether a grade stands as a mark, and not plainly inside a longer word."""
    if form[start:end] not in PLAIN or STAR.match(form, end) or TERM.match(form, end):
        return True
    beside = (form[max(0, start - 1) : start], form[end : end + 1])
    inside = any(HAN_SIGN.fullmatch(sign) for sign in beside)
    return not inside or GRADE.search(form[max(0, start - 10) : start]) is not None


def _around(form: str, hit: Hit) -> str:
    """The hit within its word, as far as that can be told."""
    before = AROUND.match(form[: hit.start][::-1])
    after = AROUND.match(form, hit.end)
    assert before and after, "both match the empty text"
    return before[0][::-1] + form[hit.start : hit.end] + after[0]


def _places(form: str, phrase: str) -> Iterator[tuple[int, int]]:
    phrase = unicodedata.normalize("NFKC", phrase)
    at = form.find(phrase) if phrase else -1
    while at >= 0:
        yield at, at + len(phrase)
        at = form.find(phrase, at + 1)


def _unmarked(found: re.Match[str]) -> str:
    """A sign written as a number, or nothing for what only marks."""
    if found["hex"] is None and found["number"] is None:
        return ""
    code = int(found["hex"], 16) if found["hex"] else int(found["number"])
    return chr(code) if code < 0x110000 else ""
