"""The deductions of a rule in words: 每有一起扣1分 · 化解率低于85%扣1分 · 未开展的扣2分."""

import re
from collections.abc import Iterator

from services.scoring.names import CASE, FAULTS
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.conditions import Done
from services.scoring.rules.node import Points
from services.scoring.rules.occurrences import Occurrences, Unrecorded
from services.scoring.wording import short_forms
from services.scoring.wording.sentence import Sentence, called, prices

_STEPS = (
    (re.compile("发现"), "found"),
    (re.compile("逾期|未按期|未及时|限期"), "late"),
    (re.compile("两次|二次|再次"), "twice"),
)


def costs(sentence: Sentence) -> list[Points]:
    return [*_low(sentence), *_flat(sentence), *_priced(sentence)]


def escalation(sentence: Sentence) -> Points | None:
    """发现问题扣0.3分,逾期未整改扣0.75分,两次通报扣1.5分: each fault at its highest step, once."""
    found = sentence.of("flat", "cost")
    if len(found) != len(_STEPS) or len(found) != len(sentence.clauses) - len(sentence.of("floor")):
        return None
    steps = {
        step: clause.worth
        for clause, (pattern, step) in zip(found, _STEPS, strict=True)
        if pattern.search(clause.text)
    }
    if len(steps) != len(_STEPS):
        return None
    return short_forms.escalated(
        steps["found"], steps["late"], steps["twice"], unrecorded=_unrecorded(sentence)
    )


def _low(sentence: Sentence) -> Iterator[Points]:
    for clause in sentence.of("low"):
        yield Bands(
            of=sentence.share(clause.get("label")),
            bands=(Band(less_than=clause.get("at"), gives=f"-{clause.worth}"),),
            otherwise="0",
            label=clause.text,
        )


def _flat(sentence: Sentence) -> Iterator[Points]:
    """A thing that is so or is not, and costs once."""
    for index, clause in enumerate(sentence.of("flat"), start=1):
        label = clause.get("label")
        done = Done(input=f"fault_{index}", label=label)
        yield Award(gives=f"-{clause.worth}", when=done, label=label)


def _priced(sentence: Sentence) -> Iterator[Points]:
    found = sentence.of("cost")
    if sentence.misses_people():
        found += sentence.of("short")
    if not found:
        return
    unrecorded = _unrecorded(sentence)
    if len(found) > 1:
        priced = prices(found, "-")
        yield Occurrences(input=FAULTS, prices=priced, unrecorded=unrecorded)
    else:
        priced, label = {CASE: f"-{found[0].worth}"}, called(found[0])
        yield Occurrences(input=FAULTS, prices=priced, unrecorded=unrecorded, label=label)


def _unrecorded(sentence: Sentence) -> Unrecorded:
    text = "没有任何记录时：none 视为未发生；zero 视为无事实，按 0 分计"
    answer = sentence.ask("unrecorded", text, ("none", "zero"), "none")
    return "zero" if answer == "zero" else "none"
