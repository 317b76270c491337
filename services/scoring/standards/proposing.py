"""What a published table does not say of its items, proposed from their words, with the reason.

An item of an earlier version, or of the sample, whose wording is near comes before single words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from services.scoring.standards.standard import Item, ItemKind, Side

NEAR = 0.6
"""The share of the shorter title's pairs of characters that both titles must have."""
FEWEST = 4
"""Pairs of characters of a title that may be compared."""
BONUS = re.compile("加分|奖励|特色|附加")
MILITARY = re.compile("部队|官兵|人武部|军分区|驻军|民兵|武警|军营|军事")
CIVIL = re.compile("党委|政府|财政|学校|教育|企业|社区|部门|乡镇|街道|地方|群众|预算")
BOTH = re.compile("军地|双方|联席|共建|军民|军政")
HARD = re.compile(
    "经费|预算|凭证|编制|场所|设施|安置|优待|抚恤|台账|落实率|覆盖率|率达|%|人均|不少于"
)
LEADS = (
    (re.compile("经费|预算|财政|拨付|拨款"), "财政局"),
    (re.compile("国民教育|学校|入学|入园|中考|高考"), "教育局"),
    (re.compile("宣传|媒体|标语|广播|电视|公益广告|报刊"), "宣传部"),
    (re.compile("编制|机构"), "编办"),
    (re.compile("发展规划"), "发改局"),
    (re.compile("就业|培训|社会保险|社保"), "人社局"),
    (re.compile("医疗|就医|卫生"), "卫健局"),
    (re.compile("法律|法规|维权|诉讼"), "司法局"),
    (re.compile("督查|通报|问责"), "督考办"),
    (re.compile("征兵|兵役|民兵|国防动员|议军"), "人武部"),
    (re.compile("安置|优抚|抚恤|优待|褒扬|烈士|退役|慰问"), "退役军人事务局"),
)
USUAL_LEAD = "双拥办"
EVIDENCE = (
    (re.compile("会议|议军|联席|纪要"), "MIN 会议纪要"),
    (re.compile("预算|经费|拨付|凭证|发放|抚恤|补助"), "VCH 拨付凭证"),
    (re.compile("标语|公益广告|电子屏|标识|宣传牌"), "SIGN 点位照片"),
    (re.compile("媒体|报刊|广播|电视|专题|专栏"), "MED 版面截图、播出证明"),
    (re.compile("满意|问卷|测评|调查"), "SUR 调查结果"),
    (re.compile("台账|名册|清单|档案|登记"), "LED 台账"),
    (re.compile("表彰|荣誉|命名|奖|经验"), "CERT 证书、文件"),
    (re.compile("慰问|活动|走访|演练|培训|参观"), "PIC 活动照片"),
)
USUAL_EVIDENCE = "DOC 文件、方案、总结"
SIDES: dict[Side, str] = {"civil": "地", "military": "军", "joint": "联"}
KINDS: dict[ItemKind, str] = {"hard": "硬", "soft": "软", "feature": "特"}


PLACED = ("side", "kind", "evidence", "lead")
"""Fields whose proposals stand in the item itself afterwards."""


class Known(NamedTuple):
    """An item that is known. ``says``: its PLACED fields, as a table writes them."""

    code: str
    title: str
    says: Mapping[str, str]


class Proposal(NamedTuple):
    value: str
    reason: str


def propose(field: str, words: str, category: str, like: Known | None) -> Proposal:
    """``field``: side, kind, evidence or lead; ``like``: the known item that is near."""
    bonus = BONUS.search(category)
    if field == "kind" and bonus:
        return Proposal("特", f"类别写明“{bonus[0]}”")
    if like is not None:
        reason = f"与“{like.code} {like.title[:30]}”相近"
        return Proposal(like.says[field] or USUAL_EVIDENCE, reason)
    if field == "side":
        return _side(words)
    if field == "kind":
        found = HARD.search(words)
        return Proposal("硬", _wrote(found[0])) if found else Proposal("软", "条文没有写数量或经费")
    table, usual = (LEADS, USUAL_LEAD) if field == "lead" else (EVIDENCE, USUAL_EVIDENCE)
    for pattern, value in table:
        if found := pattern.search(words):
            return Proposal(value, _wrote(found[0]))
    return Proposal(usual, "条文没有写明")


def near(title: str, known: Iterable[Known]) -> Known | None:
    """The known item with the nearest title, if one is near."""
    mine = _pairs(title)
    best: tuple[float, Known] | None = None
    for item in known:
        theirs = _pairs(item.title)
        least = min(len(mine), len(theirs))
        share = len(mine & theirs) / least if least >= FEWEST else 0.0
        if share >= NEAR and (best is None or share > best[0]):
            best = (share, item)
    return best[1] if best else None


def codes(categories: Sequence[str]) -> list[str]:
    """A code for each item, by its category: A01, A02, B01 …; a category of bonuses is T."""
    letters = {name: "T" for name in categories if BONUS.search(name)}
    free = (first + second for first in ("", *_ALPHABET) for second in _ALPHABET)
    for name in dict.fromkeys(categories):
        if name not in letters:
            letters[name] = next(letter for letter in free if letter != "T")
    counts: dict[str, int] = {}
    made = []
    for name in categories:
        letter = letters[name]
        counts[letter] = counts.get(letter, 0) + 1
        made.append(f"{letter}{counts[letter]:02d}")
    return made


_ALPHABET = tuple("ABCDEFGHIJKLMNOPQRSUVWXYZ")


def of_item(item: Item) -> Known:
    evidence = "; ".join(f"{one.kind} {one.text}".strip() for one in item.evidence)
    says = {
        "side": SIDES[item.side],
        "kind": KINDS[item.kind],
        "evidence": evidence,
        "lead": item.lead,
    }
    return Known(item.code, item.title, says)


def _side(words: str) -> Proposal:
    both, army, civil = BOTH.search(words), MILITARY.search(words), CIVIL.search(words)
    if both:
        return Proposal("联", _wrote(both[0]))
    if army and civil:
        return Proposal("联", f"条文写到“{army[0]}”和“{civil[0]}”")
    if army:
        return Proposal("军", _wrote(army[0]))
    return Proposal("地", _wrote(civil[0]) if civil else "条文没有写到部队")


def _wrote(word: str) -> str:
    return f"条文写到“{word}”"


def _pairs(text: str) -> frozenset[str]:
    plain = re.sub(r"[\W_]", "", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
