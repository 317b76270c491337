"""What a clause means beside the others, where its own words leave it open."""

import re
from collections.abc import Sequence

from services.scoring.wording.asking import Ask, Unreadable
from services.scoring.wording.clauses import Clause, counted
from services.scoring.wording.scanning import tokens

_DAY = re.compile(r"(?:\d日|月|底|[上中下]旬)之?前")
_EVERY_RANK = re.compile(r"每(?:周|旬|月|季度?)[^,]{0,8}(?:排名|名次|位次|排)")
_PLACED = re.compile(r"排名|名次|位次|[前后末第][一二三四五六七八九十\d]")
_PLACES = ("个", "村", "家", "所", "站", "户")
_ONE = re.compile(
    r"(?<![第同统唯万])[一1](?:人次|次(?!性)|起|件|例|人|名|户|项|处|家|份|条|笔|宗|部|张|天)"
)
_FEWER = re.compile("不足|不到|少于|未满|不满|仅|只")
"""不足1次, 仅开展1次: too few is so or is not, and cannot be so twice."""
_FALLS = re.compile("后退|后移|下移|靠后|递|下降|下滑|降低|降|退|落后|低")
_OVER_TIME = re.compile(r"连续|累计|[一二三四五两\d](?:年|次|个?月|个?季度|期)")
_EACH = re.compile("各(?![类种级项界方])|所有|全体|均")
_OF_EACH = re.compile(
    "(?:各|所有|全体)(?P<place>[^、和与及各]{0,8}"
    "(?:部门|单位|社区|村|乡镇|街道|乡|镇|县|区|学校|企业|站|所|局|支部|组织|队))"
)
_NAMED = ("label", "what", "verb")
_BEFORE_NOT = re.compile(
    r"\A(?:应(?!急)|该|经(?![费济营办])|因|由于|对(?!象))|[、,和与或且并但而却仍尚从拒]\Z"
    "|逾期|超期|[多屡数]次|屡|一再|长期|一直|全部|所有|发现|虽"
)
"""逾期未完成, 应建未建: without its 未 it says another thing, not the opposite."""
_AFTER_NOT = re.compile(r"造成|导致|引发|引起|被|\A力\Z")


def meant(found: list[Clause], ask: Ask) -> list[Clause]:
    """The same clauses, each of the kind that it is here."""
    if not any(clause.kind == "range" and not clause.get("none") for clause in found):
        found = [each._replace(kind="zero_if") if each.kind == "range" else each for each in found]
    if any(clause.kind == "range" and clause.get("unit") for clause in found):
        found = [_ranged(each) for each in found]
    found = [_of_each(_over_time(_undone(each))) for each in found]
    if any(clause.kind == "rank" for clause in found):
        found = [each._replace(kind="falls") if steps_down(each) else each for each in found]
    often = _by_how_often(found)
    found = [_counted(clause, often, ask) for clause in found]
    if any(_EVERY_RANK.search(clause.get("label")) for clause in found):
        found = [_each_time(clause, ask) for clause in found]
    return _dated(found, ask)


def steps_down(clause: Clause) -> bool:
    """每后退一名扣0.5分: a place, not an occurrence."""
    said = clause.get("label") + clause.get("verb") + clause.get("what")
    return clause.get("unit") in ("名", "位") and bool(_FALLS.search(said))


def _over_time(clause: Clause) -> Clause:
    """连续两年排名后三位的扣2分: more than one place, which somebody states."""
    label = clause.get("label")
    if clause.kind != "rank" or clause.get("range") or not _OVER_TIME.search(label):
        return clause
    kind = "flat" if clause.get("bottom") else "part"
    stated = label.rstrip("的") + clause.get("top", "bottom", "nth", "nths")
    return Clause(kind, clause.text, {"label": stated, "worth": clause.get("worth")})


def _undone(clause: Clause) -> Clause:
    """未制定方案或未召开会议的不得分: a fault without a plain opposite keeps its own words."""
    if clause.kind != "not_done":
        return clause
    label, what = clause.get("label"), clause.get("what")
    again = any(token.sort == "negation" for said in (label, what) for token in tokens(said))
    if not again and not _BEFORE_NOT.search(label) and not _AFTER_NOT.search(what):
        return clause
    return Clause("zero_if", clause.text, {"label": label + clause.get("no") + what})


def _of_each(clause: Clause) -> Clause:
    """各部门每年不少于1次: so many of each, as 每个部门 says; 春节、八一各走访1次 has no places.

    Raises: Unreadable.
    """
    label, verb = clause.get("label"), clause.get("verb")
    if clause.kind != "need" or not _EACH.search(label + verb):
        return clause
    said = _OF_EACH.fullmatch(label)
    if not said or _EACH.search(verb):
        told = f"“{clause.text}”是各自要达到的，请写成“每个…不少于…”，或分为几项"
        raise Unreadable(told)
    parts = {name: text for name, text in clause.parts.items() if name != "label"}
    return Clause("sampled", clause.text, {**parts, "place": said["place"]})


def _ranged(clause: Clause) -> Clause:
    """不低于10家得5分 beside 5-9家得3分 is its highest band, no quota."""
    if clause.kind != "need" or not clause.get("given") or clause.get("every"):
        return clause
    label = "".join(clause.get(part) for part in ("label", "verb", "more", "what"))
    told = {"label": label, "at": clause.get("n"), "unit": clause.get("unit"), "side": "以上"}
    worth = clause.get("given")
    return Clause("range", clause.text, {**told, "worth": worth})


def _each_time(clause: Clause, ask: Ask) -> Clause:
    """每周排名前三的加1分: every week, or once."""
    place = clause.get("top", "bottom", "nth")
    label = clause.get("label").rstrip("的") + place
    if clause.kind not in ("flat", "part", "rank") or not _PLACED.search(label):
        return clause
    if clause.get("range"):
        return clause
    text = "按期排名的加分、扣分：each 每期都计；once 全年只计一次"
    if ask("every", text, ("each", "once"), "each") == "once":
        return clause
    costs = clause.kind == "flat" or clause.get("bottom")
    kind = "cost" if costs else "earn"
    parts = {"label": label, "unit": "次", "earn": "加", "worth": clause.get("worth")}
    return Clause(kind, clause.text, parts)


def _by_how_often(found: Sequence[Clause]) -> bool:
    """缺席一次扣0.5分，两次扣1分: a price for each number of times."""
    said = [each for each in found if each.kind == "one_cost"]
    times = {counted(each.get("n")) for each in said}
    names = {each.get("label") + each.get("what") for each in said} - {""}
    return len(said) > 1 and len(times) == len(said) and len(names) < 2


def _counted(clause: Clause, often: bool, ask: Ask) -> Clause:
    """一项不符扣1分 is for each, or once; 三次未办结扣1分 is one fact that somebody states."""
    if clause.kind in ("flat", "one_cost") and _FEWER.search(clause.get("label")):
        return _once(clause) if clause.kind == "one_cost" else clause
    if clause.kind == "flat" and _ONE.search(clause.get("label")):
        return _each_or_once(clause, ask)
    if clause.kind == "one_cost" and often:
        return clause._replace(kind="times")
    if clause.kind == "one_cost" and counted(clause.get("n")) != "1":
        return _once(clause)
    place = clause.get("unit") in _PLACES and clause.get("label") and clause.get("what")
    if clause.kind != "one_cost" and not (clause.kind == "cost" and place):
        return clause
    text = f"“{clause.text}”：each 每有一{clause.get('unit')}都扣；once 只扣一次"
    if ask("each", text, ("each", "once"), "each") == "each":
        return clause._replace(kind="cost")
    return _once(clause)


def _each_or_once(clause: Clause, ask: Ask) -> Clause:
    """每月少报一次扣0.2分: every time, or once."""
    text = f"“{clause.text}”：each 每有一次都扣；once 只扣一次"
    if ask("each", text, ("each", "once"), "each") == "once":
        return clause
    return Clause("cost", clause.text, {**clause.parts, "unit": "次"})


def _once(clause: Clause) -> Clause:
    """Its whole condition is the name of what happened."""
    each = "每" if clause.kind == "cost" else ""
    said = "".join(clause.get(part) for part in ("verb", "n", "unit", "what"))
    condition = f"{clause.get('label')}{each}{said}".rstrip("的、并")
    return Clause("flat", clause.text, {"label": condition, "worth": clause.get("worth")})


def _dated(found: list[Clause], ask: Ask) -> list[Clause]:
    """5日前 may include the day."""
    dated = next((day[0] for clause in found if (day := _DAY.search(clause.text))), "")
    if not dated:
        return found
    text = f"“{dated}”是否含当日：with 含；without 不含"
    told = "含当日" if ask("day", text, ("with", "without"), "with") == "with" else "不含当日"
    return [clause._replace(parts=_told(clause, told)) for clause in found]


def _told(clause: Clause, told: str) -> dict[str, str]:
    return {
        part: _DAY.sub(rf"\g<0>（{told}）", said) if part in _NAMED else said
        for part, said in clause.parts.items()
    }
