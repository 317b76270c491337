"""A clause cut into its words, and forms that say which words make which clause."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.scoring.wording.lexicon import CLASSES, SCANNER, SORTS

_LETTERS = {sort: chr(0x4E00 + index) for index, sort in enumerate(SORTS)}
_TERM = re.compile(r"(?:(?P<part>\w+):)?(?P<sort>\w+)(?P<times>[?]?)")


class Token(NamedTuple):
    sort: str
    text: str


def tokens(text: str) -> list[Token]:
    """Every character in one token; what the lexicon does not know is a ``name``."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        word = SCANNER.match(text, at)
        if word and word.end() > at:
            found.append(Token(str(word.lastgroup), word[0]))
        elif found and found[-1].sort == "name":
            found[-1] = Token("name", found[-1].text + text[at])
        else:
            found.append(Token("name", text[at]))
        at += len(found[-1].text) if word and word.end() > at else 1
    return found


def letters(found: list[Token]) -> str:
    """One letter for each token: what a compiled form is matched against."""
    return "".join(_LETTERS[token.sort] for token in found)


def compiled(form: str) -> re.Pattern[str]:
    """``label:plain? each unit deduct worth:points``: sorts in order, each with the part it fills.

    A class of sorts (``plain``) stands for one or more tokens of them.
    """
    return re.compile("".join(_terms(form)))


def _terms(form: str) -> Iterator[str]:
    for term in form.split():
        found = _TERM.fullmatch(term)
        assert found, term
        sorts, many = CLASSES.get(found["sort"]), "+"
        if found["sort"] in ("single", "worth", "free"):
            many = ""
        one = f"[{''.join(_LETTERS[sort] for sort in sorts)}]{many}" if sorts else ""
        body = one or _LETTERS[found["sort"]]
        body = f"(?P<{found['part']}>{body})" if found["part"] else f"(?:{body})"
        yield body + found["times"]


def parts(found: list[Token], match: re.Match[str]) -> dict[str, str]:
    """The text of each part that is there."""
    spans = {name: match.span(name) for name in match.re.groupindex}
    return {
        name: "".join(token.text for token in found[start:end])
        for name, (start, end) in spans.items()
        if end > start
    }
