"""What the printed parts of a dossier say: cover, submission form, contents, captions, score. Pure.

Each figure is the snapshot's. The forms are those of archives (GB/T 9705, DA/T 22) and of the
appraisal's own handbook.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from contracts.clock import day_of, in_words
from contracts.words import MARK_NAMES
from gateway.console.frame.naming import Names
from gateway.console.frame.words import change, points
from gateway.console.papers.drafts.submission import KINDS, measured
from gateway.console.scores.ledgers import ledger
from gateway.dossiers.checking import Held, Work
from gateway.dossiers.printing import Section, Table
from gateway.dossiers.volume import Lack, Volume

Json = dict[str, Any]

CAPTION = {
    "time": "时间",
    "place": "地点",
    "people": "人物",
    "theme": "主题",
    "background": "背景",
    "cause": "原因",
}
NONE = "—"


class Bound(NamedTuple):
    """What a dossier is of. ``snapshot``: its line; ``office``: who binds it."""

    district: str
    district_name: str
    year: int
    item: str
    snapshot: Json
    office: str

    @property
    def title(self) -> str:
        return f"{self.district_name}{self.year}年{self.item or '度'}迎检档案"

    @property
    def frozen(self) -> str:
        """``“七月通报”（2026年7月31日冻结，市评）``"""
        at = day_of(datetime.fromisoformat(self.snapshot["at"]))
        level = MARK_NAMES[self.snapshot["level"]].zh
        return f"“{self.snapshot['name']}”（{in_words(at)}冻结，{level}）"


def cover(bound: Bound, frozen: Json, lead: str, materials: int) -> tuple[str, ...]:
    """案卷封面."""
    return (
        f"{frozen['item']} {frozen['title']}",
        f"全宗名称：{bound.office}",
        f"类目名称：{frozen['category']}",
        f"案卷题名：{bound.district_name}{bound.year}年{frozen['item']}考评材料",
        f"时　　间：{bound.year}年度",
        f"牵头单位：{lead}",
        f"件　　数：{materials}件",
        f"得分快照：{bound.frozen}",
        "保管期限：　　　　　　档号：",
    )


def sections(
    bound: Bound,
    frozen: Json,
    work: Work,
    held: Sequence[Held],
    names: Names,
    numbers: Sequence[str],
    missing: Sequence[str],
) -> tuple[Section, ...]:
    """``numbers``: of the materials, one for each piece."""
    captions = [
        _caption(number, one.piece) for number, one in zip(numbers, held, strict=True) if one.piece
    ]
    return (
        *(_form(bound, frozen, task, names) for task in work.submitted),
        _listed(held, names, numbers, missing),
        *((Section("照片说明", (), captions),) if captions else ()),
        _score(bound, frozen),
    )


def _form(bound: Bound, frozen: Json, task: Json, names: Names) -> Section:
    claim = task["submission"]
    labels = {one["name"]: one["label"] for one in frozen["inputs"]}
    counted = "；".join(
        f"{labels.get(name, name)}：{measured(one)}" for name, one in frozen["facts"].items()
    )
    rows = (
        ("考评内容", f"{frozen['item']} {task['title']}"),
        ("年度", f"{bound.year}年"),
        ("提交单位", names.unit(task["lead"])),
        ("配合单位", "、".join(map(names.unit, task["cooperating"])) or NONE),
        ("责任人", names.person(task["person"])),
        ("提交时间", in_words(day_of(datetime.fromisoformat(claim["at"])))),
        ("认定的事实", counted or NONE),
        ("结论性说明", claim["note"] or NONE),
        ("填表人、审核人", " "),
    )
    return Section("测评材料提交表", (), (Table((), rows, (1, 4)),))


def _listed(
    held: Sequence[Held], names: Names, numbers: Sequence[str], missing: Sequence[str]
) -> Section:
    """卷内目录."""
    rows = tuple(
        (
            str(n),
            number,
            one.piece["title"],
            names.unit(one.piece["unit"]),
            _day(one.piece),
            str(one.piece["facts"].get("pages") or 1),
            KINDS[one.piece["mode"]],
        )
        for n, (number, one) in enumerate(zip(numbers, held, strict=True), start=1)
        if one.piece
    )
    told = tuple(f"缺：{one}。" for one in missing)
    head = ("序号", "材料编号", "题名", "责任者", "日期", "页数", "备注")
    tables = (Table(head, rows, (8, 16, 28, 18, 14, 8, 8)),) if rows else ()
    return Section("卷内目录", told if rows or told else ("没有材料。",), tables)


def _caption(number: str, piece: Json) -> Table:
    """Six fields, each as it was written; the file's hash, which names it for ever."""
    said = piece["caption"]
    rows = [(label, said[name] or NONE) for name, label in CAPTION.items() if said[name]]
    mode = "补录（从相册选取）" if piece["mode"] == "gallery" else KINDS[piece["mode"]]
    proof = (("取得方式", mode), ("SHA-256", piece["sha256"]))
    return Table((), (("材料", f"{number} {piece['title']}"), *rows, *proof), (1, 4))


def _score(bound: Bound, frozen: Json) -> Section:
    """Lines that add up to the score, with the balance after each."""
    rows = [
        (one.label, "；".join((one.text, *one.notes)), change(one.change), points(one.balance))
        for one in ledger(frozen, 1)
    ]
    told = points(frozen["score"]) if frozen["marked"] else "尚未评分"
    form = (
        ("考评内容", f"{frozen['item']} {frozen['title']}"),
        ("标准原文", frozen["rule_text"] or NONE),
        ("得分／分值", f"{told}／{points(frozen['points'])}"),
        ("依据", f"得分快照{bound.frozen}"),
        *(("提示", one["text"]) for one in frozen["signals"]),
    )
    lines = Table(("项", "说明", "得分", "累计"), rows, (20, 50, 12, 12))
    return Section("得分说明", (), (Table((), form, (1, 4)), *((lines,) if rows else ())))


def _day(piece: Json) -> str:
    """Eight digits, as archives write it."""
    taken = piece["captured_at"] or piece["declared_at"]
    return day_of(datetime.fromisoformat(taken)).strftime("%Y%m%d")


def index(bound: Bound, volumes: Sequence[Volume], lacks: Sequence[Lack]) -> tuple[Section, ...]:
    """总目录, with the page on which each item begins; then what is missing, and who leads it."""
    rows = tuple(
        (
            one.item,
            one.title,
            NONE if one.score is None else points(one.score),
            points(one.points),
            str(one.materials),
            f"{one.first}–{one.first + one.pages - 1}",
        )
        for one in volumes
    )
    head = ("项号", "考评内容", "得分", "分值", "件数", "页号")
    found = [
        Section(
            "总目录", (f"得分快照：{bound.frozen}。",), (Table(head, rows, (8, 44, 11, 11, 8, 14)),)
        )
    ]
    if lacks:
        of_each = {one.item: one.lead for one in lacks}
        missing = tuple(
            (item, "；".join(one.what for one in lacks if one.item == item), lead)
            for item, lead in of_each.items()
        )
        table = Table(("项号", "缺什么", "牵头单位"), missing, (1, 5, 3))
        found.append(Section("缺件清单", (), (table,)))
    return tuple(found)
