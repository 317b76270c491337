"""The deductions of a rule in words: 每有一起扣1分 · 化解率低于85%扣1分 · 未开展的扣2分."""

import re
from collections.abc import Sequence

from services.scoring.evaluate import needs
from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.names import CASE, COUNT, FAULTS
from services.scoring.rules.award import Award
from services.scoring.rules.bands import Band, Bands
from services.scoring.rules.choice import Choose
from services.scoring.rules.conditions import Done
from services.scoring.rules.count import Count
from services.scoring.rules.ladder import Ladder, Rung
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import Points
from services.scoring.rules.occurrences import HighestOnce, Occurrences, Unrecorded
from services.scoring.rules.parts import Sum
from services.scoring.rules.recorded import Unrecorded as Silence
from services.scoring.wording import bounds, short_forms
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.clauses import Clause, counted, each_of
from services.scoring.wording.meaning import steps_down
from services.scoring.wording.sentence import RECORDS, Sentence, called, one_name, prices
from services.scoring.wording.stepping import part_of_step

_TIME_AFTER_TIME = re.compile("首次|初次|再次|二次|第[一二三四五]次")
_MANY = re.compile(r"(?:超过|达到?)?[两二三四五六七八九十\d]{1,3}\w?(?:及?以上)|超过[两二三四五\d]")
_STEPS = (
    (re.compile("发现"), "found"),
    (re.compile("逾期|未按期|未及时|限期"), "late"),
    (re.compile("两次|二次|再次"), "twice"),
)


def costs(sentence: Sentence) -> list[Points]:
    judged = [*_low(sentence), *_times(sentence), *_flat(sentence), *_freely(sentence)]
    together = bool(judged) or sentence.has("cap_cost")
    found = [*judged, *_counted(sentence, asked=not together)]
    inputs = [need.name for cost in found for need in needs(cost)]
    found = _capped(sentence, _instead(sentence, found))
    return [_silent(sentence, found, inputs)] if found and together else found


def _instead(sentence: Sentence, found: list[Points]) -> list[Points]:
    """发现1处扣0.5分，3处以上扣2分: the second perhaps in place of the first."""
    flat = [each for each in found if isinstance(each, Award) and each.when]
    counted_ = [each for each in found if isinstance(each, Occurrences)]
    if len(flat) != 1 or len(counted_) != 1 or len(found) != 2:
        return found
    if not _MANY.search(flat[0].label) or not _together(sentence):
        return found
    then, when = Award(gives=flat[0].gives), flat[0].when
    assert when
    return [Choose(when=when, then=then, otherwise=counted_[0], label=flat[0].label)]


def _silent(sentence: Sentence, found: list[Points], inputs: list[str]) -> Points:
    """One line that loses everything where nothing is recorded, or the lines themselves."""
    together = found[0] if len(found) == 1 else Sum(of=tuple(found))
    if sentence.ask("unrecorded", RECORDS, ("none", "zero"), "none") == "none":
        return together
    return Choose(
        when=Silence(inputs=tuple(dict.fromkeys(inputs))),
        then=Award(gives="-100%"),
        otherwise=together,
    )


def escalation(sentence: Sentence) -> Points | None:
    """发现问题扣0.3分,逾期未整改扣0.75分,两次通报扣1.5分: each fault at its highest step, once."""
    said = [each for each in sentence.clauses if each.kind in ("flat", "cost")]
    beside = [each for each in sentence.clauses if each.kind in ("floor", "remark")]
    if len(said) != len(_STEPS) or len(said) + len(beside) != len(sentence.clauses):
        return None
    steps = {
        step: clause.worth
        for clause, (pattern, step) in zip(said, _STEPS, strict=True)
        if pattern.search(clause.text)
    }
    if len(steps) != len(_STEPS):
        return None
    sentence.of("flat", "cost")
    return short_forms.escalated(
        steps["found"], steps["late"], steps["twice"], unrecorded=_unrecorded(sentence)
    )


def _low(sentence: Sentence) -> list[Points]:
    """Below a rate: each name its own line; of several bounds of one name the lowest counts."""
    found: dict[str, list[Clause]] = {}
    name = ""
    for clause in sentence.of("low"):
        name = clause.get("label") or name
        found.setdefault(name, []).append(clause)
    zero = [c for c in sentence.clauses if c.kind == "otherwise" and c.get("at")]
    if zero and len(found) == 1:
        found[name] += sentence.of("otherwise")
    return [line for label, said in found.items() for line in _lines(sentence, label, said)]


def _lines(sentence: Sentence, label: str, said: list[Clause]) -> list[Points]:
    share = sentence.share(label)
    bands = sorted((_below(clause) for clause in said), key=lambda band: band.edges()[0])
    told = "，".join(clause.text for clause in said)
    priced = [clause for clause in said if clause.kind == "low"]
    if len(priced) > 1 and not _together(sentence):
        return [Bands(of=share, bands=(band,), otherwise="0", label=told) for band in bands]
    return [Bands(of=share, bands=tuple(bands), otherwise="0", label=told)]


def _below(clause: Clause) -> Band:
    gives = f"-{clause.worth}" if clause.kind == "low" else "-100%"
    if clause.get("closed"):
        return Band(at_most=clause.get("at"), gives=gives)
    return Band(less_than=clause.get("at"), gives=gives)


def _flat(sentence: Sentence) -> list[Points]:
    """A thing that is so or is not, and costs once; of several the worst where 就高 is said."""
    said = [
        (clause.get("label") + clause.get("beside"), clause.worth) for clause in sentence.of("flat")
    ]
    said += [
        (name, clause.worth)
        for clause in sentence.of("flat_each")
        for name in each_of(clause.get("label"))
    ]
    faults = [
        (Done(input=f"fault_{n}", label=_stated(name)), w) for n, (name, w) in enumerate(said, 1)
    ]
    if len(faults) > 1 and not sentence.has("cost", "level", "earn") and sentence.of("once"):
        return [_ladder(faults)]
    again = any(_TIME_AFTER_TIME.search(fault.label) for fault, _ in faults)
    if len(faults) > 1 and again and _together(sentence):
        return [_ladder(faults)]
    return [Award(gives=f"-{worth}", when=fault, label=fault.label) for fault, worth in faults]


def _ladder(faults: Sequence[tuple[Done, str]]) -> Points:
    """The worst of them alone."""
    rising = sorted(faults, key=lambda each: exact(each[1]))
    return Ladder(rungs=tuple(Rung(name=f.label, when=f, gives=f"-{w}") for f, w in rising))


def _times(sentence: Sentence) -> list[Points]:
    """缺席一次扣0.5分，两次扣1分: by how often, not one after the other."""
    said = sentence.of("times")
    if not said:
        return []
    name = one_name(said) or said[0].get("what")
    most = max(int(each.times) for each in said)
    text = f"多于 {most} {said[0].get('unit')}的没有写明：last 按最后一档"
    sentence.ask("over", text, ("last",), "last")
    falling = sorted(said, key=lambda each: -int(each.times))
    bands = tuple(Band(at_least=each.times, gives=f"-{each.worth}") for each in falling)
    return [Bands(of=Count(input=COUNT, label=name), bands=bands, otherwise="0", label=name)]


def _stated(label: str) -> str:
    return label.rstrip("的、并")


def _freely(sentence: Sentence) -> list[Points]:
    """酌情扣1至3分: how much, somebody judges, where it happened at all."""
    found: list[Points] = []
    for n, clause in enumerate(sentence.of("marker_cost"), start=1):
        low, high = "0", sentence.points
        if clause.get("range"):
            low, high = re.split("[-至到]", clause.get("range").replace("分", ""))
        name = clause.get("label").rstrip("的") or "应酌情扣分的情形"
        mark = Marker(input=f"deducted_{n}", low=f"-{high}", high=f"-{low}", label="评定的扣分")
        happened = Done(input=f"judged_{n}", label=name)
        found.append(Choose(when=happened, then=mark, otherwise=Award(gives="0"), label=name))
    return found


# What is counted


def _counted(sentence: Sentence, *, asked: bool) -> list[Points]:
    missed = ("short",) if sentence.misses_people() else ()
    if missed:
        sentence.of("target")
    found = sentence.of("cost", *missed)
    if not found:
        return []
    for clause in found:
        if steps_down(clause):
            raise Unreadable(f"“{clause.text}”没有写明从第几名、多少分算起")
    if any(counted(clause.get("n")) not in ("", "1") for clause in found):
        return [_by_many(sentence, found)]
    silence = _unrecorded(sentence) if asked else "none"
    if len(found) == 1 and not sentence.has("double"):
        return [_of_one_kind(sentence, found[0], silence)]
    priced = prices(found, "-")
    if len(found) > 1 and not sentence.of("once") and not _together(sentence):
        return [
            Occurrences(input=f"{FAULTS}_{n}", prices={kind: price}, unrecorded=silence)
            for n, (kind, price) in enumerate(priced.items(), start=1)
        ]
    times = {_stated(each.get("label")): "2" for each in sentence.of("double")}
    exempt = _exempt(sentence)
    return [
        Occurrences(input=FAULTS, prices=priced, times=times, exempt=exempt, unrecorded=silence)
    ]


def _together(sentence: Sentence) -> bool:
    text = "同一件事同时有几种情形时：highest 只按最重的一种扣；each 各扣各的"
    return sentence.ask("both", text, ("highest", "each"), "highest") == "highest"


def _of_one_kind(sentence: Sentence, clause: Clause, silence: Unrecorded) -> Points:
    price, label = {CASE: f"-{clause.worth}"}, called(clause)
    if not _beside_another(sentence) and sentence.of("once"):
        return HighestOnce(input=FAULTS, levels=price, unrecorded=silence, label=label)
    exempt = _exempt(sentence)
    return Occurrences(input=FAULTS, prices=price, exempt=exempt, unrecorded=silence, label=label)


def _beside_another(sentence: Sentence) -> bool:
    """发生一起扣1分，造成影响的扣2分，两者不重复扣分: what the one-time deduction costs besides, no
    single operator knows; 同一问题 speaks of the counted ones alone."""
    once = [each for each in sentence.clauses if each.kind == "once"]
    other = any(each.kind in ("flat", "flat_each", "low") for each in sentence.clauses)
    return other and not any("同一" in each.text or "同类" in each.text for each in once)


def _exempt(sentence: Sentence) -> tuple[str, ...]:
    if sentence.has("zero_if", "not_done"):
        return ()
    return tuple(_stated(clause.get("label")) for clause in sentence.of("except"))


def _by_many(sentence: Sentence, found: Sequence[Clause]) -> Points:
    """每2次扣1分: a step of two; what a single one costs, the words do not say."""
    if len(found) > 1:
        raise Unreadable("“每几次扣分”的请单独写成一项")
    clause = found[0]
    count = Count(input=COUNT, label=called(clause))
    steps = part_of_step(
        sentence, count, "0", counted(clause.get("n")), clause.worth, worse="above"
    )
    cost = Sum(of=(steps, Award(gives="-100%")))
    if _unrecorded(sentence) == "zero":
        return cost
    return Choose(when=Silence(inputs=(COUNT,)), then=Award(gives="0"), otherwise=cost)


def _unrecorded(sentence: Sentence) -> Unrecorded:
    answer = sentence.ask("unrecorded", RECORDS, ("none", "zero"), "none")
    return "zero" if answer == "zero" else "none"


def _capped(sentence: Sentence, found: list[Points]) -> list[Points]:
    """每次扣1分，最多扣3分: the deduction stops at the cap."""
    if len(found) != 1 or not sentence.has("cap_cost"):
        return found
    cap = sentence.of("cap_cost")[0].worth
    if exact(cap) > exact(sentence.points):
        bounds.differ(sentence, f"最多扣{cap}分", cap)
        return found
    left = Limit(rule=Sum(of=(Award(gives=cap), found[0])), cap=written(exact(cap)))
    return [Award(gives=f"-{cap}", label="扣分部分"), left]
