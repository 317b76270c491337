"""An item's rule set in a draft: read from its sentence, or chosen as a tree beside it."""

from collections.abc import Mapping
from fractions import Fraction

import msgspec
from msgspec import structs

from contracts.misfits import in_chinese
from contracts.orders.scoring import DraftRule
from contracts.refusals import Invalid, NotFound
from kit.change import Change, Knowing
from services.scoring.exact import points as in_points
from services.scoring.exact import thousandths, written
from services.scoring.refusals import RuleRefused, RuleUnreadable, StandardPublishedAlready
from services.scoring.rules.weighted import Weighted
from services.scoring.standards import inputs, persons, standard, trying
from services.scoring.standards.cells import SEEN
from services.scoring.standards.collecting import Question
from services.scoring.standards.figures import figures
from services.scoring.standards.proposing import PLACED
from services.scoring.standards.publishing import Published
from services.scoring.standards.standard import Item, Standard
from services.scoring.wording import prose

OTHERS = frozenset((*PLACED, "title", "code", "category"))
"""What is asked of an item besides its rule."""
RULE = "rule"


def draft_rule(state: Published, order: DraftRule, given: Knowing[None]) -> Change[Published]:
    """Raises: StandardPublishedAlready, NotFound, RuleUnreadable, RuleRefused, Invalid."""
    if state.published:
        raise StandardPublishedAlready(f"标准 {order.version} 已发布，不能再改；请导入新版本")
    item = state.standard.item(order.item)
    if item is None:
        raise NotFound(f"草案 {order.version} 没有 {order.item} 这一项", field="$.item")
    mark = out_of(item)
    tried = _read(order, item, mark)
    shown = figures(tried.rule, thousandths(Fraction(mark)))
    asked = [*tried.questions]
    if order.rule or prose.spoken(order.text):
        asked.append(_seen(tried.rule.said(), shown, seen=order.seen == shown))
    made = _made(item, tried, order.text, mark)
    settled = {one.id: one.answer for one in asked if one.settled}
    if order.rule or order.text != item.rule_text or f"{item.code}.{RULE}" in state.answers:
        settled[RULE] = order.rule or order.text
    decided = {one.id: one.answer for one in asked} | ({RULE: order.rule} if order.rule else {})
    changed = Published(
        standard=_whole(state.standard, made, decided),
        questions=(*_without(state.questions, item.code), *_open(asked, item.code)),
        answers=_said(state.answers, item.code, settled),
    )
    open_ = [one.id for one in changed.questions if one.id.startswith(f"{item.code}.")]
    return Change(changed, answer={"item": item.code, "figures": shown, "open": open_})


def out_of(item: Item) -> str:
    """What the rule marks out of, as text: a weight's full grade, or the points."""
    weighted = isinstance(item.rule, Weighted) and item.weight
    return item.rule.full if weighted else written(in_points(item.points))  # type: ignore[attr-defined]


def _read(order: DraftRule, item: Item, mark: str) -> trying.Tried:
    if refused := persons.refusal(f"{item.title} {order.text}"):
        raise RuleRefused(f"{refused.reason}（“{refused.words}”）", field="$.text")
    tried = trying.read(order.rule or order.text, mark, order.answers, item.title)
    if tried.faults:
        raise RuleUnreadable(
            tried.faults[0][1],
            field="$.rule",
            operators=[],
            faults=[{"path": path, "text": text} for path, text in tried.faults],
        )
    return tried


def _seen(said: str, shown: str, *, seen: bool) -> Question:
    text = f"这样算对吗？{said}。{shown}"
    return Question(id=SEEN, text=text, options=(shown,), answer=shown, settled=seen)


def _made(item: Item, tried: trying.Tried, text: str, mark: str) -> Item:
    register = inputs.register(tried.rule, item.evidence, item.title)
    rule = Weighted(rule=tried.rule, full=mark) if item.weight else tried.rule
    return structs.replace(
        item, rule=rule, rule_text=text, register=register, inputs=inputs.of(rule, register)
    )


def _whole(before: Standard, made: Item, decided: Mapping[str, str]) -> Standard:
    """Raises: RuleUnreadable where the rule names an item that is not there; Invalid where the
    standard would have too many answers."""
    items = tuple(made if item.code == made.code else item for item in before.items)
    found = structs.replace(before, items=items, answers=_said(before.answers, made.code, decided))
    at = items.index(made) + 1
    wrong = [f for f in standard.faults(found) if f.row == at and f.column == "rule"]
    if wrong:
        told = f"{wrong[0].text}：{wrong[0].value}"
        fault = {"path": "rule", "text": told}
        raise RuleUnreadable(told, field="$.rule", operators=[], faults=[fault])
    try:
        return msgspec.convert(msgspec.to_builtins(found), Standard)
    except msgspec.ValidationError as error:
        raise Invalid(in_chinese(str(error), place=True), field="$.rule") from error


def _said(before: Mapping[str, str], code: str, said: Mapping[str, str]) -> dict[str, str]:
    kept = {id: answer for id, answer in before.items() if not _of_rule(id, code)}
    return kept | {f"{code}.{topic}": answer for topic, answer in said.items()}


def _without(questions: tuple[Question, ...], code: str) -> list[Question]:
    return [one for one in questions if not _of_rule(one.id, code)]


def _open(asked: list[Question], code: str) -> list[Question]:
    open_ = [one for one in asked if not one.settled]
    return [structs.replace(one, id=f"{code}.{one.id}") for one in open_]


def _of_rule(id: str, code: str) -> bool:
    of, _, topic = id.partition(".")
    return of == code and topic not in OTHERS


__all__ = ["draft_rule", "out_of"]
