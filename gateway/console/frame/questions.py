"""What a table or a draft leaves open, as a page asks it: whatever a service asks, in groups, each
with its proposal for one click. Pure; it knows no kind of question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.choices import choices

Json = dict[str, Any]

MOST_SHOWN = 40
"""Open questions of a group on one page; the next ones come when these are answered."""
CHOICE, TEXT = "choice.", "text."
"""Begin the names of the fields of a question: an option, and what is typed instead."""
TAKE, ACCEPT = "take", "take-all"
"""Names of the buttons that take one proposal, or all of a group."""
SEEN = "seen"
"""Figures are looked at one by one: no click takes a group of them."""
HAN = re.compile(r"[\u4e00-\u9fff]")
LAST = re.compile(r"[A-Z]{1,2}\d{2,3}\.(\w+)\Z")


class Option(NamedTuple):
    value: str
    label: str


class Question(NamedTuple):
    """``proposal`` and ``answer`` are values, empty where there is none; ``free``: another value
    may be typed; ``blank``: the proposal is to say nothing. ``place``: what it is asked of."""

    id: str
    text: str
    options: list[Option]
    proposal: str
    answer: str
    free: bool
    place: str
    open: bool
    blank: bool = False

    @property
    def proposed(self) -> str:
        """The proposal as people read it."""
        return dict(self.options).get(self.proposal, self.proposal)


class Group(NamedTuple):
    """``key`` finds its title among the words; ``takes``: how many proposals wait."""

    key: str
    questions: list[Question]
    open: int
    takes: int
    answered: list[Question]


def of_tasks(question: Json) -> Question:
    place = f"“{question['sheet']}”第 {question['row']} 行" if question["row"] else ""
    return Question(
        question["id"],
        question["text"],
        [Option(one["value"], one["label"]) for one in question["options"]],
        question["default"],
        question["answer"],
        question["free"] or not question["options"],
        place,
        not question["answer"],
    )


def of_standard(
    question: Json, open_: Iterable[str], labels: Mapping[str, str], titles: Mapping[str, str]
) -> Question:
    """``titles``: of the items by their codes, for what does not say which one it means."""
    asked, code = question["id"] in open_, question["id"].partition(".")[0]
    named = code in titles and not question["text"].startswith(code)
    text, called = _worded(question["text"], question["options"], labels)
    return Question(
        question["id"],
        text,
        [Option(one, called[one]) for one in question["options"]],
        "" if question["needed"] else question["answer"],
        "" if asked else question["answer"],
        not question["options"],
        f"{code} {titles[code]}" if named else "",
        asked,
        asked and not (question["needed"] or question["answer"]),
    )


def _worded(
    text: str, options: Sequence[str], labels: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """The text, and what its options are called: the words of an option that the text explains
    stand where it is chosen, or in the text if there is nothing to choose."""
    head, named = choices(text, options)
    called = {one: labels.get(one, one) if named[one] == one else named[one] for one in options}
    if len(options) == 1 and head != text:
        head = f"{head}：{called[options[0]]}"
    return head if named != {one: one for one in options} else text, called


def kind_of(id: str) -> str:
    """Its group: ``unit:教育局`` is unit, ``A01.side`` side, ``standard.bonus_cap`` itself."""
    head, colon, _ = id.partition(":")
    if colon:
        return head
    if found := LAST.match(id):
        return found[1]
    return id.partition(".")[0] if "." in id and not id.startswith("standard.") else id


def title_of(key: str, titles: Mapping[str, str]) -> str:
    """A kind that nobody has named yet is called as it calls itself, where that can be read."""
    return titles.get(key) or (key if HAN.search(key) else titles["other"])


def groups(questions: Iterable[Question]) -> list[Group]:
    """In the order in which they are asked; what is answered already stands apart."""
    by_kind: dict[str, list[Question]] = {}
    for question in questions:
        by_kind.setdefault(kind_of(question.id), []).append(question)
    return [_group(key, held) for key, held in by_kind.items()]


def _group(key: str, held: list[Question]) -> Group:
    open_ = [one for one in held if one.open]
    takes = sum(1 for one in open_ if one.proposal or one.blank) if key != SEEN else 0
    answered = [one for one in held if not one.open]
    return Group(key, open_[:MOST_SHOWN], len(open_), takes, answered[:MOST_SHOWN])


def said(form: Mapping[str, str], asked: Iterable[Question]) -> dict[str, str]:
    """The answers that a form gives: what is typed stands over what is chosen, and a button that
    takes proposals fills what else is empty."""
    found: dict[str, str] = {}
    for name, value in form.items():
        if name.startswith(CHOICE) and value:
            found.setdefault(name.removeprefix(CHOICE), value)
    for name, value in form.items():
        if name.startswith(TEXT) and value.strip():
            found[name.removeprefix(TEXT)] = value.strip()
    for question in asked:
        taken = form.get(TAKE) == question.id or form.get(ACCEPT) == kind_of(question.id)
        if taken and question.open and (question.proposal or question.blank):
            found.setdefault(question.id, question.proposal)
    return found


def carried(
    before: Iterable[Question], answers: Mapping[str, str], now: Iterable[Question]
) -> dict[str, str]:
    """The answers that hold for a table that comes again: to questions that ask the very same."""
    same = {(one.id, one.text) for one in before}
    return {
        one.id: answers[one.id] for one in now if one.id in answers and (one.id, one.text) in same
    }
