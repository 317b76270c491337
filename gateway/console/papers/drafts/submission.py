"""测评材料提交表: one item, its materials in their order, and what they show."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from contracts.clock import day_of, in_words
from contracts.orders.tasks import Block, Figure, Grid
from gateway.console.frame.naming import Names
from gateway.console.frame.words import percent
from gateway.console.papers.drafts.draft import (
    BLANK,
    Draft,
    Figures,
    Json,
    heading,
    pairs,
    people,
    said,
)

UNNAMED = "填报的数据"
"""What the item's rule does not read."""
KINDS: Mapping[str, str] = {"camera": "照片", "gallery": "照片", "file": "文件"}


def submission(
    task: Json, labels: Mapping[str, str], pieces: Sequence[Json], names: Names
) -> Draft:
    """``labels``: of what the item's rule reads; ``pieces``: evidence in the order of the claim.

    Raises: LookupError (nothing was handed in).
    """
    claim = task["submission"]
    if not claim:
        raise LookupError("submission")
    at = in_words(day_of(datetime.fromisoformat(claim["at"])))
    link = f"/console/tasks/{task['id']}"
    figures = Figures(f"任务提交的成果，{at}提交")
    told = [
        (labels.get(name, UNNAMED), figures.text(text, link))
        for name, measure in claim["measures"].items()
        for text in (measured(measure),)
    ]
    rows = tuple(_material(task, n, one) for n, one in enumerate(pieces, start=1))
    head = ("材料编号", "材料名称", "日期", "类别", "原件或复印件", "页数")
    materials: tuple[Block, ...] = (said("没有随附材料。"),)
    if rows:
        materials = (
            Grid(head=head, rows=rows, widths=(18, 44, 22, 12, 16, 10), centred=(0, 2, 3, 4, 5)),
        )
    return Draft(
        kind="submission",
        about=link,
        district=task["district"],
        year=task["year"],
        title="测评材料提交表",
        blocks=(
            *pairs(
                (
                    ("考评内容", f"{task['item']} {task['title']}".strip()),
                    ("年度", f"{task['year']}年"),
                    ("提交单位", names.unit(task["lead"])),
                    ("配合单位", people(map(names.unit, task["cooperating"]))),
                    ("责任人", names.person(task["person"])),
                    ("提交时间", at),
                    *told,
                )
            ),
            heading("材料目录"),
            *materials,
        ),
        unit=task["lead"],
        asks="结论性说明",
        requirement=claim["note"],
        after=(said("填表人：　　　　　　审核人："),),
    )


def _material(task: Json, n: int, piece: Json) -> tuple[str | Figure, ...]:
    taken = piece["captured_at"] or piece["declared_at"]
    return (
        Figure(
            text=f"{task['item']}-{n}",
            source="封存的佐证",
            link=f"/console/gallery/{piece['id']}",
        ),
        piece["title"],
        in_words(day_of(datetime.fromisoformat(taken))),
        KINDS[piece["mode"]],
        BLANK,
        BLANK,
    )


def measured(measure: Json) -> str:
    """As it was claimed."""
    if measure["type"] == "ratio":
        of = (measure["numerator"], measure["denominator"])
        share = percent(*of)
        return f"{of[0]}/{of[1]}" + (f"，{share}" if share else "")
    if measure["type"] == "flag":
        return "是" if measure["value"] else "否"
    if measure["type"] == "tally":
        return f"{sum(one.get('count', 1) for one in measure['entries'])}件"
    return str(measure["value"])
