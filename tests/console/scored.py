"""What the scoring service answers for a city of three districts, made by its own rules."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from contracts.caller import Caller
from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from contracts.orders.scoring import DraftRule, ImportStandard
from contracts.refusals import Refusal
from contracts.sheets import Sheet, Workbook
from contracts.words import Level
from kit.change import Knowing
from services.scoring.facts.state import Marked, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.forecasts import pushing
from services.scoring.sample import sample
from services.scoring.scores.item import ItemScore, score_item
from services.scoring.scores.position import Position
from services.scoring.scores.totals import ranking, total
from services.scoring.standards import drafting, publishing, trying
from services.scoring.wording.grammar import grammar
from tests.console.answering import Answer, Refused

_sample = sample().standard
assert _sample is not None
STANDARD = _sample
NAMES = {"ganzhou": "甘州区", "suzhou": "肃州区", "minle": "民乐县", "gaotai": "高台县"}
YEAR = 2026
VETO = {
    "veto": "v1",
    "topic": STANDARD.vetoes[0].topic,
    "title": STANDARD.vetoes[0].title,
    "standing": True,
}
FAULTY = "D05"
"""Ganzhou has lost all points of this item to five faults, which work does not win back."""


def facts_of(district: str, code: str) -> dict[str, Measure]:
    """Ganzhou has most, Suzhou less, Minle little, Gaotai nothing."""
    item = STANDARD.item(code)
    assert item is not None
    if district == "gaotai" or (district == "minle" and code[0] in "EFGH"):
        return {}
    facts: dict[str, Measure] = {}
    for n, wanted in enumerate(item.inputs):
        if wanted.measure == "flag" and (district == "ganzhou" or n % 2 == 0):
            facts[wanted.name] = Flag(value=True)
        elif wanted.measure == "ratio":
            facts[wanted.name] = Ratio(numerator=228, denominator=252)
        elif wanted.measure == "quantity":
            facts[wanted.name] = Quantity(value="2")
        elif (district, code, wanted.name) == ("ganzhou", FAULTY, "faults"):
            facts[wanted.name] = Tally(
                entries=tuple(Entry(kind="case", ref=f"f-{n}") for n in range(5))
            )
    return facts


def marked_of(district: str, code: str) -> bool:
    """Whether the item has its mark; one of findings alone needs none."""
    item = STANDARD.item(code)
    assert item is not None
    needs = any(wanted.name != "faults" for wanted in item.inputs)
    return bool(facts_of(district, code)) or not needs


def scores_of(district: str) -> dict[str, ItemScore]:
    return {i.code: score_item(i, facts_of(district, i.code)) for i in STANDARD.items}


def plan_of(district: str, level: Level) -> pushing.Plan:
    records = {
        item.code: Score(
            district=district,
            year=YEAR,
            item=item.code,
            levels={level: Marked(task=f"t-{item.code}", version=1, measures=measures)},
        )
        for item in STANDARD.items
        if (measures := facts_of(district, item.code))
    }
    around = Surroundings(STANDARD, {})
    position = Position(district=district, year=YEAR, level=level, around=around, held=records)
    return pushing.plan_of(position, date(YEAR, 6, 1))


def vetoes_of(district: str) -> list[dict[str, Any]]:
    return [VETO] if district == "minle" else []


TOTALS = {
    d: None if d == "gaotai" else total(STANDARD, scores_of(d), [v["topic"] for v in vetoes_of(d)])
    for d in NAMES
}


def figures(district: str) -> dict[str, Any]:
    found = TOTALS[district]
    if found is None:
        return {"total": None, "base": None, "bonus": None, "eligible": None, "marked": False}
    return {
        "total": found.score,
        "base": found.base,
        "bonus": found.bonus,
        "eligible": found.eligible,
        "marked": True,
    }


def league_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask, caller = kwargs["ask"], kwargs["caller"]
    if ask["year"] != YEAR:
        raise Refused("not-found", 404, "没有这个对象")
    rows = [
        {
            "district": place.district,
            "name": NAMES[place.district],
            "rank": place.rank,
            "vetoes": vetoes_of(place.district),
            **figures(place.district),
        }
        for place in ranking(TOTALS)
        if caller["district"] in ("*", place.district)
    ]
    return {
        "year": YEAR,
        "level": ask["level"],
        "standard": STANDARD.version,
        "of": len(TOTALS),
        "rows": rows,
    }


def district_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    district = kwargs["ask"]["district"]
    if district not in NAMES:
        raise Refused("not-found", 404, "没有这个县区的得分", field="$.district")
    scores = scores_of(district)
    found = total(STANDARD, scores, [v["topic"] for v in vetoes_of(district)])
    return {
        "district": district,
        "name": NAMES[district],
        "year": YEAR,
        "level": kwargs["ask"]["level"],
        "standard": STANDARD.version,
        **figures(district),
        "points": found.points,
        "categories": [
            {"name": c.category, "points": c.points, "score": c.score, "bonus": c.bonus}
            for c in found.categories
        ],
        "adjustments": [msgspec.to_builtins(a) for a in found.adjustments],
        "items": [
            {
                "code": i.code,
                "title": i.title,
                "category": i.category,
                "kind": i.kind,
                "points": i.points,
                "score": scores[i.code].score,
                "marked": marked_of(district, i.code),
                "facts": bool(facts_of(district, i.code)),
            }
            for i in STANDARD.items
        ],
        "vetoes": vetoes_of(district),
        "veto_grounds": [],
    }


def push_next(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    if "unit" in kwargs["caller"]["roles"]:
        raise Refused("forbidden", 403, "没有权限")
    plan: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(plan_of(ask["district"], ask["level"]))
    )
    return plan


def item_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    item = STANDARD.item(ask["item"])
    if item is None or ask["district"] not in NAMES:
        raise Refused("not-found", 404, "标准没有这一项", field="$.item")
    facts = facts_of(ask["district"], item.code)
    result = score_item(item, facts)
    mark = {
        "task": "t-17",
        "version": 3,
        "measures": msgspec.to_builtins(facts),
        "evidence": ["e1", "e2"],
        "by": "wangwei",
        "reason": "核减 4 个点位",
        "counts": True,
    }
    return {
        "district": ask["district"],
        "district_name": NAMES[ask["district"]],
        "year": ask["year"],
        "level": ask["level"],
        "standard": STANDARD.version,
        "item": item.code,
        "title": item.title,
        "category": item.category,
        "rule_text": item.rule_text,
        "rule": "{}",
        "inputs": [msgspec.to_builtins(wanted) for wanted in item.inputs],
        "lead": item.lead,
        "lead_name": item.lead,
        "points": result.points,
        "score": result.score,
        "marked": marked_of(ask["district"], item.code),
        "line": msgspec.to_builtins(result.line),
        "signals": [msgspec.to_builtins(signal) for signal in result.signals],
        "facts": msgspec.to_builtins(facts),
        "marks": {"self": mark, "district": mark} if facts else {},
        "register": {"register": "r-4", "version": 9, "done": 228, "rows": 252},
        "findings": {"f-9": {"kind": "found", "fault": "标语褪色", "withdrawn": True}},
    }


def tried(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    try:
        read = trying.read(ask["rule"], ask["points"], ask.get("answers", {}), ask.get("title", ""))
    except Refusal as refused:
        raise Refused(refused.code, refused.status, refused.detail, extra=refused.extra) from None
    found: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(trying.answer(read, ask["points"], {}))
    )
    return found


# A draft whose rules are being made

HEAD = ("考评项目", "序号", "考评内容", "分值", "评分标准")
DRAFTED = (
    ("一、组织领导(6)", "1", "双拥工作列入年度计划", "2", "达到98%得满分，每低1个百分点扣0.5分"),
    ("", "2", "双拥领导小组作用明显", "2", "重点看成效，另行研究"),
    ("", "3", "双拥经费列入预算（3分）", "2", "列入预算得1分，拨付到位得1分"),
)
OFFICER = Caller(account="city_office", name="周敏", roles=("city_office",), district="*")


class Drafting:
    """The one draft of the city, changed by its own decisions."""

    def __init__(self) -> None:
        sheet = Sheet(name="标准", rows=(HEAD, *DRAFTED))
        order = ImportStandard(
            version="draft-1",
            name="考评标准（征求意见稿）",
            workbook=Workbook(filename="标准.xlsx", sheets=(sheet,)),
        )
        self.state = publishing.import_(None, order, knowing(())).state

    def standards(self, _kwargs: dict[str, Any]) -> dict[str, Any]:
        named = {"version": "draft-1", "name": self.state.standard.name, "state": "draft"}
        return {"items": [named], "next": ""}

    def standard_of(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        if kwargs["ask"]["version"] != "draft-1":
            raise Refused("not-found", 404, "没有这个对象")
        shown: dict[str, Any] = msgspec.to_builtins(self.state.standard)
        asked = [msgspec.to_builtins(one) for one in self.state.questions]
        return {**shown, "state": "draft", "published": self.state.published, "open": asked}

    def draft_rule(self, kwargs: dict[str, Any]) -> dict[str, Any] | None:
        order = msgspec.convert(kwargs["order"], DraftRule)
        try:
            change = drafting.draft_rule(self.state, order, knowing(None))
        except Refusal as refused:
            raise Refused(
                refused.code, refused.status, refused.detail, extra=refused.extra
            ) from None
        self.state = change.state
        return change.answer


def knowing(found: Any) -> Knowing[Any]:
    now = datetime(YEAR, 3, 1, tzinfo=UTC)
    return Knowing(key="draft-1", now=now, cause="c", caller=OFFICER, found=found)


DRAFT = Drafting()
ANSWERS: dict[str, Answer] = {
    "league": league_of,
    "district_score_of": district_of,
    "item_score_of": item_of,
    "push_next": push_next,
    "rule_grammar": lambda _: {"operators": grammar()},
    "try_rule": tried,
    "standards": DRAFT.standards,
    "standard_of": DRAFT.standard_of,
    "draft_rule": DRAFT.draft_rule,
}
