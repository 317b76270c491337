"""Which item of the standard a row is: by code, by text, by number within its category."""

import re
from collections import defaultdict
from collections.abc import Iterable

from contracts.scoring import ItemSummary
from contracts.sheets.asking import Asking, Option, Question
from contracts.sheets.numbering import unnumbered
from contracts.sheets.text import squeeze
from services.tasks.planning.table.raw import Raw

SKIP = "skip"
CODE = re.compile(r"[A-Z]{1,2}\d{2,3}")
PUNCTUATION = re.compile(r"[、，,。.；;：:“”\"'‘’()（）《》<>!！?？\-—]")
ALIKE = 0.5
"""The share of a title's pairs of characters that a row must have to be taken by its number."""
MAX_OPTIONS = 10


class Matching:
    def __init__(self, items: Iterable[ItemSummary], asking: Asking) -> None:
        self.items = tuple(items)
        self.asking = asking
        self.codes = {item.code for item in self.items}
        self.titles: dict[str, list[str]] = defaultdict(list)
        self.categories: dict[str, list[str]] = defaultdict(list)
        for item in self.items:
            self.titles[flat(item.title)].append(item.code)
            self.categories[flat(item.category)].append(item.code)
        self.plain = {item.code: flat(item.title) for item in self.items}
        self.pairs = {code: _pairs(text) for code, text in self.plain.items()}
        self.first_of = {codes[0]: at for at, codes in enumerate(self.categories.values())}

    def item(self, raw: Raw, running: bool) -> str:
        """The item's code, SKIP, or empty while it is asked.

        ``running``: numbers do not restart in each category.
        """
        coded = CODE.search(squeeze(raw.number).upper()) or CODE.match(squeeze(raw.text).upper())
        if coded and coded[0] in self.codes:
            return coded[0]
        numbered = self._numbered(raw, running)
        several = self._several(raw)
        if several:
            return self._ask(raw, "", several, "写了几项任务，这一行只能对应一项，其余请另起一行：")
        exact = self.titles.get(flat(raw.text), [])
        if len(exact) == 1:
            return exact[0]
        if numbered in exact or (numbered and self._alike(raw.text, numbered)):
            return numbered
        within = self._contained(raw)
        if len(within) == 1:
            return within[0]
        return self._ask(raw, numbered, [*exact, *within])

    def _numbered(self, raw: Raw, running: bool) -> str:
        """The n-th item of the category, or of the whole where numbers run on."""
        digits = re.fullmatch(r"\(?(\d{1,3})[.)、]?\)?", raw.number)
        if digits is None:
            return ""
        at = int(digits[1]) - 1
        within = self._category(raw.category)
        whole = [item.code for item in self.items] if running else []
        if 0 <= at < len(whole) and (not within or whole[at] in within):
            return whole[at]
        return within[at] if 0 <= at < len(within) else ""

    def _category(self, name: str) -> list[str]:
        return self.categories.get(flat(name), [])

    def _alike(self, text: str, code: str) -> bool:
        mine, theirs = _pairs(flat(text)), self.pairs[code]
        return bool(theirs) and len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))

    def _contained(self, raw: Raw) -> list[str]:
        text = flat(raw.text)
        if len(text) < 4:
            return []
        near = set(self._category(raw.category)) or self.codes
        found = [c for c, title in self.plain.items() if title in text or text in title]
        return [code for code in found if code in near] or found

    def _several(self, raw: Raw) -> list[str]:
        """The items whose whole titles stand in the text one beside the other."""
        text = flat(raw.text)
        found = [code for code, title in self.plain.items() if len(title) > 3 and title in text]
        for code in sorted(found, key=lambda code: -len(self.plain[code])):
            if self.plain[code] not in text:
                found.remove(code)
            text = text.replace(self.plain[code], "\n")
        return found if len(found) > 1 else []

    def _ask(self, raw: Raw, numbered: str, candidates: list[str], why: str = "") -> str:
        mine = _pairs(flat(raw.text))
        order = sorted(self.codes, key=lambda c: (-len(mine & self.pairs[c]), c))
        codes = dict.fromkeys((*candidates, *([numbered] if numbered else []), *order))
        titles = {item.code: item.title for item in self.items}
        options = [Option(code, f"{code} {titles[code]}") for code in [*codes][:MAX_OPTIONS]]
        question = Question(
            id=f"item:{raw.ref}",
            text=f"第{raw.row}行{why}“{raw.text[:40]}”是考评标准的哪一项",
            options=(*options, Option(SKIP, "不对应任何一项，不下达")),
            free=True,
            sheet=raw.sheet,
            row=raw.row,
            about=f"{raw.category}|{raw.number}|{raw.text}",
        )
        answer = self.asking.ask(question)
        if answer and answer not in self.codes and answer != SKIP:
            self.asking.reject(question.id)
            return ""
        return answer


def flat(text: str) -> str:
    """For comparing: without numbers before, spaces and punctuation."""
    return PUNCTUATION.sub("", squeeze(unnumbered(text)))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def numbers_run_on(rows: Iterable[Raw]) -> bool:
    """Whether no number comes twice: then they count through the whole table."""
    numbers = [raw.number for raw in rows if raw.number]
    return len(numbers) == len(set(numbers))
