"""What the scoring service answers for a city of three districts, made by its own rules."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec

from contracts.caller import Caller
from contracts.measures import Entry, Flag, Measure, Quantity, Ratio, Tally
from contracts.orders.scoring import DraftRule, ImportStandard, WhatIf
from contracts.refusals import Refusal
from contracts.sheets import Sheet, Workbook
from contracts.words import LEVELS, Level
from kit.change import Knowing
from services.scoring.exact import points as in_points
from services.scoring.facts.state import Counted, Duty, Marked, Score
from services.scoring.facts.surroundings import Surroundings
from services.scoring.forecasts import forecast, nearing, pushing
from services.scoring.sample import sample
from services.scoring.scores.gap_grid import grid
from services.scoring.scores.item import ItemScore, score_item
from services.scoring.scores.position import Position
from services.scoring.scores.totals import ranking, total
from services.scoring.snapshots import snapshot
from services.scoring.standards import drafting, publishing, trying
from services.scoring.standards.standard import Item
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
    "history": [
        {"what": "raised", "by": "wangwei", "at": "2026-04-01T02:05:00Z", "reason": "安置不落实"}
    ],
}
GROUND = {
    "topic": STANDARD.vetoes[1].topic,
    "title": STANDARD.vetoes[1].title,
    "condition": STANDARD.vetoes[1].when.said(),
    "reading": {"text": "发生 1 起"},
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


def position_of(district: str, level: Level) -> Position:
    """The province has marked nothing; a register of Suzhou went on after its marks."""
    records = {item.code: record_of(district, item.code, level) for item in STANDARD.items}
    around = Surroundings(STANDARD, {})
    return Position(district=district, year=YEAR, level=level, around=around, held=records)


def record_of(district: str, code: str, level: Level) -> Score:
    task = f"t-{code}"
    duty = Duty(task=task, lead="xuanchuan", due=date(YEAR, 8, 14), state="submitted")
    marked = Marked(task=task, version=1, measures=facts_of(district, code))
    done = 240 if district == "suzhou" else 228
    register = Counted(register=f"r-{code}", version=9, done=done, rows=252)
    return Score(
        district=district,
        year=YEAR,
        item=code,
        levels={level: marked} if marked.measures and level != "province" else {},
        register=register if code == "B04" else None,
        duties=(duty,),
    )


def plan_of(district: str, level: Level) -> pushing.Plan:
    return pushing.plan_of(position_of(district, level), date(YEAR, 6, 1))


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
                "lead": "xuanchuan",
                "lead_name": UNITS["xuanchuan"],
                "task": f"t-{i.code}",
                "carried": False,
            }
            for i in STANDARD.items
        ],
        "flags": [],
        "vetoes": vetoes_of(district),
        "veto_grounds": [GROUND] if district == "suzhou" else [],
    }


def push_next(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    if "unit" in kwargs["caller"]["roles"]:
        raise Refused("forbidden", 403, "没有权限")
    if not has_marked(ask["district"], ask["level"]):
        return {"marked": False, "total": None, "bonus_room": None, "groups": []}
    plan: dict[str, Any] = plain(plan_of(ask["district"], ask["level"]))
    for group in plan["groups"]:
        for push in group["items"]:
            push["lead_name"] = UNITS["xuanchuan"]
    return {"marked": True, **plan}


def has_marked(district: str, level: Level) -> bool:
    return position_of(district, level).marked


def plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def what_if(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = msgspec.convert(kwargs["ask"], WhatIf)
    position = position_of(ask.district, ask.level)
    told: dict[str, Any] = plain(forecast.suppose(ask, forecast.Standing({}, position)))
    return told


def next_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    position, item = position_of(ask["district"], ask["level"]), STANDARD.item(ask["item"])
    if item is None:
        raise Refused("not-found", 404, "标准没有这一项", field="$.item")
    near, moved = nearing.nearing(position, item), nearing.moved(position, item)
    return {"next": plain(near), "moved": plain(moved)}


def gap_grid(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    years = range(ask["first"], ask["last"] + 1)
    position = position_of(ask["district"], ask["level"])
    rows = grid({year: position if year == YEAR else None for year in years})
    shown = {"district": ask["district"], "name": NAMES[ask["district"]], "rows": plain(rows)}
    silent = [] if position.marked else [YEAR]
    return {"years": list(years), "districts": [{**shown, "unmarked": silent}]}


def years_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    marked = ask["level"] != "province" and ask["district"] in NAMES
    found = figures(ask["district"]) if marked else {"total": None}
    return {"years": [{"year": YEAR, "total": found["total"]}], "mean": found["total"]}


def history_of(_kwargs: dict[str, Any]) -> dict[str, Any]:
    move = {"at": f"{YEAR}-05-01T02:05:00Z", "level": "district", "was": 0, "now": 600}
    kinds = ("tasks.result_confirmed.v1", "tasks.something_new.v1")
    moves = [{**move, "kind": k, "source": "t-17", "by": "wangwei", "why": ""} for k in kinds]
    return {"moves": moves}


SNAPSHOTS = [
    {
        "snapshot": id,
        "name": name,
        "year": YEAR,
        "level": "district",
        "standard": STANDARD.version,
        "at": f"{YEAR}-0{month}-01T02:05:00+00:00",
        "sha256": digest * 64,
    }
    for id, name, month, digest in (("s2", "年中通报", 6, "b"), ("s1", "第一期通报", 3, "a"))
]


def trend_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    if kwargs["ask"]["level"] != "district":
        return {"snapshots": [], "districts": []}
    shown = []
    for district, found in TOTALS.items():
        now = found.score if found else None
        totals = (None, None) if now is None else (now - 9000, now - 250)
        points = [
            {"snapshot": one["snapshot"], "at": one["at"], "total": total}
            for one, total in zip(reversed(SNAPSHOTS), totals, strict=True)
        ]
        shown.append({"district": district, "points": points})
    return {"snapshots": SNAPSHOTS[::-1], "districts": shown}


def snapshot_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    line = next((one for one in SNAPSHOTS if one["snapshot"] == ask["snapshot"]), None)
    if line is None:
        raise Refused("not-found", 404, "没有这个对象")
    places = plain(snapshot.standings(TOTALS))
    text = msgspec.json.encode({"league": places}).decode()
    answer = {**line, "by": "wangwei", "text": text}
    if ask.get("district", "*") == "*":
        return answer
    district = ask["district"]
    items = {
        code: {"score": one.score, "points": one.points}
        for code, one in scores_of(district).items()
    }
    part = {"district": district, "items": items, "total": plain(TOTALS[district])}
    return {**answer, "part": msgspec.json.encode(part).decode()}


def verified(kwargs: dict[str, Any]) -> dict[str, Any]:
    if kwargs["ask"]["snapshot"] == "s2":
        return {"equal": True, "differing": 0, "differences": []}
    told = "suzhou B04：快照 2.000，重新计算 1.200（分）"
    return {"equal": False, "differing": 1, "differences": [told]}


class Deciding:
    """What is decided by clicking: vetoes, and the spot check of the year."""

    def __init__(self) -> None:
        self.cleared = False
        self.seed = ""

    def draw(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        self.seed = kwargs["order"]["seed"]
        return {}

    def drawn(self, _kwargs: dict[str, Any]) -> dict[str, Any]:
        if not self.seed:
            raise Refused("not-found", 404, "本年尚未抽取省级抽查项目", field="$.year")
        items = {"ganzhou": ["A01", "B04"], "gaotai": []}
        return {"seed": self.seed, "share": "1/3", "by": "wangwei", "items": items}

    def recomputed(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        differing = ["B04"] if kwargs["order"]["district"] == "suzhou" else []
        return {"equal": not differing, "items": 74, "facts": 116, "differing": differing}

    def clear(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        if self.cleared:
            raise Refused("veto-cleared", 409, "这个否决事项已经解除")
        self.cleared = kwargs["order"]["veto"] == VETO["veto"]
        return {}


DECIDED = Deciding()


UNITS = {"xuanchuan": "甘州区委宣传部"}


def tasks_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    """Of a district's year, as the page of dossiers asks; other lists are not there."""
    if not kwargs["ask"].get("year"):
        raise Refused("method-not-found", 404)
    task = {"id": "t-17", "item": "B04", "parent": "", "lead": "publicity", "submission": None}
    return {"items": [task], "next": None}


TASKS: dict[str, Answer] = {
    "districts": lambda kwargs: {
        "items": [
            {"id": id, "name": name}
            for id, name in NAMES.items()
            if kwargs["caller"]["district"] in ("*", id)
        ]
    },
    "tasks": tasks_of,
    "registers": lambda _: {"items": [{"item": "B04", "done": 9, "total": 12}], "next": None},
    "units": lambda _: {
        "items": [{"unit": unit, "name": name} for unit, name in UNITS.items()],
        "next": None,
    },
    "slips": lambda kwargs: {
        "items": [
            {"district": district, "colour": colour}
            for district, colour in (("ganzhou", "blue"), ("suzhou", "orange"), ("suzhou", "red"))
            if kwargs["ask"].get("district") in (None, district)
        ],
        "next": None,
    },
    "holidays_of": lambda _: {"off": [], "working": []},
    "urge": lambda kwargs: urged(kwargs["order"]["task"]),
}


def urged(task: str) -> dict[str, Any]:
    """One of them has been urged today already."""
    if task == "t-C05":
        raise Refused("urged-today", 409, "今天已经催办过")
    return {}


def levels_of(result: ItemScore, facts: dict[str, Measure]) -> list[dict[str, Any]]:
    """Marked by itself and by its district, which took four places off."""
    mark = {
        "task": "t-17",
        "version": 3,
        "measures": msgspec.to_builtins(facts),
        "evidence": ["e1", "e2"],
        "by": "wangwei",
        "reason": "核减 4 个点位",
        "counts": True,
        "at": f"{YEAR}-05-01T02:05:00Z",
    }
    given = {"self": result.points, "district": result.score} if facts else {}
    return [
        {
            "level": level,
            "marked": level in given,
            "score": given.get(level),
            "mark": {**mark, "amended": level == "district"} if level in given else None,
            "others": [],
            "earlier": [],
        }
        for level in LEVELS
    ]


def sources_of(item: Item) -> list[dict[str, Any]]:
    task = {"kind": "task", "id": "t-17", "by": "wangwei", "evidence": ["e1", "e2"]}
    return [{**task, "feeds": [wanted.name for wanted in item.inputs]}]


def item_of(kwargs: dict[str, Any]) -> dict[str, Any]:
    ask = kwargs["ask"]
    item = STANDARD.item(ask["item"])
    if item is None or ask["district"] not in NAMES:
        raise Refused("not-found", 404, "标准没有这一项", field="$.item")
    facts = facts_of(ask["district"], item.code)
    result = score_item(item, facts)
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
        "reading": trying.reading(item.rule, in_points(item.points)),
        "evidence": [msgspec.to_builtins(wanted) for wanted in item.evidence],
        "inputs": [msgspec.to_builtins(wanted) for wanted in item.inputs],
        "lead": item.lead,
        "lead_name": UNITS["xuanchuan"],
        "duty": {"task": "t-17"},
        "points": result.points,
        "score": result.score,
        "marked": marked_of(ask["district"], item.code),
        "line": msgspec.to_builtins(result.line),
        "signals": [msgspec.to_builtins(signal) for signal in result.signals],
        "facts": msgspec.to_builtins(facts),
        "levels": levels_of(result, facts),
        "sources": sources_of(item) if facts else [],
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
        force = {"version": STANDARD.version, "name": STANDARD.name, "state": "published"}
        return {"items": [{**named, "years": []}, {**force, "years": [YEAR]}], "next": ""}

    def standard_of(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        if kwargs["ask"]["version"] == STANDARD.version:
            in_force: dict[str, Any] = msgspec.to_builtins(STANDARD)
            return {**in_force, "state": "published", "published": True, "open": []}
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
    "what_if": what_if,
    "next_of": next_of,
    "gap_grid": gap_grid,
    "years_of": years_of,
    "score_history_of": history_of,
    "trend": trend_of,
    "snapshots": lambda _: {"items": SNAPSHOTS, "next": None},
    "snapshot_of": snapshot_of,
    "verify_snapshot": verified,
    "freeze_snapshot": lambda _: {"snapshot": "s2"},
    "raise_veto": lambda _: {},
    "clear_veto": DECIDED.clear,
    "draw_spot_check": DECIDED.draw,
    "spot_check_of": DECIDED.drawn,
    "recompute": DECIDED.recomputed,
    "rule_grammar": lambda _: {"operators": grammar()},
    "try_rule": tried,
    "standards": DRAFT.standards,
    "standard_of": DRAFT.standard_of,
    "draft_rule": DRAFT.draft_rule,
}
