"""What stands around earning and deducting: gates, what takes the whole item, where it moves."""

import re

from services.scoring.evaluate import needs
from services.scoring.exact import number as exact
from services.scoring.exact import written
from services.scoring.rules.amount import AmountOf
from services.scoring.rules.award import Award
from services.scoring.rules.choice import Choose
from services.scoring.rules.conditions import AllOf, AnyOf, Bounds, Done, NoneOf, Within
from services.scoring.rules.gates import Gate, NotApplicable, ZeroIf
from services.scoring.rules.limit import Limit
from services.scoring.rules.marker import Marker
from services.scoring.rules.node import Condition, Points
from services.scoring.rules.quota import Quota
from services.scoring.rules.recorded import Unrecorded
from services.scoring.rules.scale import Scale
from services.scoring.rules.steps import Steps
from services.scoring.wording.asking import Unreadable
from services.scoring.wording.clauses import Clause
from services.scoring.wording.sentence import RECORDS, Sentence

_LOSES = ("zero_if", "not_done", "placed_last")
_CODE = re.compile(r"[A-Z]{1,2}\d{2,3}")


def agree_on_points(sentence: Sentence) -> None:
    """满分3分 in an item of 2: both are shown, and somebody says which holds."""
    for clause in sentence.of("total"):
        if not sentence.is_full(clause.worth):
            differ(sentence, clause.text, clause.worth)


def differ(sentence: Sentence, words: str, worth: str) -> None:
    """Both are shown; where the words hold, the points must be changed, which no answer does."""
    shown = f"条文写“{words}”（{worth} 分），分值栏写 {sentence.points} 分"
    text = f"{shown}：points 以分值栏为准（以条文为准的，请改分值栏）"
    sentence.ask("points", text, ("points",), "points")


def floored(sentence: Sentence, inner: Points | None) -> Points | None:
    """每少一次扣0.5分，最多扣3分: of the points so many are never lost, where anything is known."""
    if not isinstance(inner, Quota | Steps) or not sentence.has("cap_cost"):
        return inner
    cap = sentence.of("cap_cost")[0].worth
    left = exact(sentence.points) - exact(cap)
    if left < 0:
        differ(sentence, f"最多扣{cap}分", cap)
        return inner
    inputs = tuple(need.name for need in needs(inner))
    kept = Limit(rule=inner, floor=written(left))
    silence = Unrecorded(inputs=inputs)
    return Choose(when=silence, then=Award(gives="0"), otherwise=kept)


def around(sentence: Sentence, inner: Points | None) -> Points | None:
    """The outer conditions, innermost first."""
    return _moved(sentence, _gated(sentence, _lost(sentence, inner)))


def _lost(sentence: Sentence, inner: Points | None) -> Points | None:
    """发生事故的不得分: the whole item is lost, whatever else was earned."""
    found = [each for each in sentence.left() if each.kind in _LOSES]
    sentence.of(*_LOSES)
    if not found:
        return inner
    for clause in found:
        if clause.kind == "placed_last":
            text = f"“{clause.text}”：本项计 0 分；名次列末位的后果请另写入“一票否决”表"
            sentence.ask("last", text, ("zero",), "zero")
    faults = tuple(
        Done(input=f"lost_{n}", label=_lost_by(clause)) for n, clause in enumerate(found, start=1)
    )
    when: Condition = faults[0] if len(faults) == 1 else AnyOf(of=faults)
    if excepted := sentence.of("except"):
        spared = tuple(
            Done(input=f"spared_{n}", label=clause.get("label").rstrip("的"))
            for n, clause in enumerate(excepted, start=1)
        )
        when = AllOf(of=(when, NoneOf(of=spared)))
    tree = ZeroIf(when=when, rule=inner or Award())
    return silent(sentence, tree, [fault.input for fault in faults])


def silent(sentence: Sentence, tree: Points, inputs: list[str]) -> Points:
    """What no record at all means; yes-or-no facts cannot say it themselves."""
    if sentence.ask("unrecorded", RECORDS, ("none", "zero"), "none") == "zero":
        return ZeroIf(when=Unrecorded(inputs=tuple(inputs)), rule=tree)
    return tree


def _lost_by(clause: Clause) -> str:
    said = "".join(
        clause.get(part) for part in ("label", "no", "what", "below", "at", "unit", "side")
    )
    return said.rstrip("的")


def _gated(sentence: Sentence, inner: Points | None) -> Points | None:
    """其他考评低于85分的不得申报, 否则按20%计入."""
    gates, bars, enters = sentence.of("gate"), sentence.of("bar"), sentence.of("enters")
    if len(gates) > 1 or (enters and (not gates or inner)):
        raise Unreadable("申报门槛请单独写成一项")
    tree = inner
    for clause in gates:
        of = AmountOf(input=clause.get("label") or "score", unit="分")
        bound = clause.get("at").removesuffix("分")
        if enters:
            mark = Marker(input=of.input, low="0", high="100")
            tree = Scale(rule=mark, by=enters[0].get("at"))
            if exact(enters[0].get("at")) * 100 != exact(sentence.points):
                differ(sentence, enters[0].text, enters[0].get("at"))
        tree = Gate(when=Within(number=of, bounds=Bounds(at_least=bound)), rule=tree or Award())
    for n, clause in enumerate(bars, start=1):
        barred = Done(input=f"barred_{n}", label=clause.get("label").rstrip("的"))
        tree = Gate(when=NoneOf(of=(barred,)), rule=tree or Award())
        tree = silent(sentence, tree, [barred.input])
    return tree


def _moved(sentence: Sentence, inner: Points | None) -> Points | None:
    found = sentence.of("moved")
    if not found or inner is None:
        return inner
    said = _CODE.findall(found[0].get("to"))
    text = f"“{found[0].text}”：分值移入哪些项（项号，逗号分隔）？"
    given = sentence.ask("to", text, (), ",".join(said))
    to = tuple(_CODE.findall(given))
    if not to:
        return inner
    when = Done(input="not_applicable", label=found[0].get("label"))
    return NotApplicable(when=when, rule=inner, to=to)
