"""5,000 rows through the file's reader and through each of the four importers.

``python -m tests.bench.tables`` runs it alone: it needs no backing service. An importer whose limit
is lower reads them as several tables. The rival reads the same file and shows nothing of formats.
"""

import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

import openpyxl

from contracts.sheets import Sheet, Workbook
from gateway.sheets.protocol import Limits
from gateway.sheets.reading import read
from services.scoring.standards.standard import MAX_ITEMS
from services.tasks.planning.table.rows import MAX_TASKS
from services.tasks.registers.register import MAX_ROWS as MAX_REGISTER
from tests.published import district

ROWS = 5000
ROUNDS = 3

Cells = tuple[str, ...]
TASKS = ("序号", "考评项目", "工作任务", "责任单位", "配合单位", "完成时限")
REGISTER = ("编号", "名称", "责任单位", "地点", "类别", "日期", "姓名", "备注")
UNITS = ("序号", "单位名称", "类型", "上级单位", "简称")
STANDARD = ("考评项目", "序号", "考评内容", "分值", "评分标准", "考评得分")


def task(n: int) -> Cells:
    code, title = [*district.TITLES.items()][n % len(district.TITLES)]
    return (str(n), code, title, "区委宣传部", "教育局、文旅局", "9月底前")


def point(n: int) -> Cells:
    return (f"p-{n}", f"点位{n}", "区教育局", "东街", "标语", "2027年5月10日", "张三", "")


def unit(n: int) -> Cells:
    return (str(n), f"第{n}局", "区直", "", f"{n}局")


def item(n: int) -> Cells:
    return (f"第{n // 50}类", str(n), f"考评内容{n}", "2", "每少一次扣0.5分，扣完为止", "")


def tables(head: Cells, row: Callable[[int], Cells], each: int) -> list[Workbook]:
    starts = range(1, ROWS + 1, each)
    bodies = ([row(n) for n in range(at, min(at + each, ROWS + 1))] for at in starts)
    return [
        Workbook(filename="表.xlsx", sheets=(Sheet(name="表", rows=(head, *body)),))
        for body in bodies
    ]


def file_of(head: Cells, row: Callable[[int], Cells]) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("表")
    for cells in (head, *(row(n) for n in range(1, ROWS))):
        sheet.append(cells)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rival(raw: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True).active
    assert sheet is not None
    for _ in sheet.iter_rows(values_only=True):
        pass


def seconds(act: Callable[[], object]) -> float:
    """Of the processor, the median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return median(taken)


def each(act: Callable[[Workbook], object], books: Sequence[Workbook]) -> None:
    for one in books:
        act(one)


def lines() -> Iterator[str]:
    raw = file_of(REGISTER, point)
    ours = seconds(partial(read, "表.xlsx", raw, Limits()))
    theirs = seconds(partial(rival, raw))
    yield f"{'reading the file':<22}{ours:>6.2f} s; {theirs / ours:.2f} × by openpyxl, read only"
    importers: tuple[tuple[str, Callable[[Workbook], object], list[Workbook]], ...] = (
        ("tasks", district.tasks, tables(TASKS, task, MAX_TASKS)),
        ("register", district.register, tables(REGISTER, point, MAX_REGISTER)),
        ("units", district.units, tables(UNITS, unit, ROWS)),
        ("standard", district.standard, tables(STANDARD, item, MAX_ITEMS)),
    )
    for name, act, books in importers:
        took = seconds(partial(each, act, books))
        many = f"{len(books)} tables" if len(books) > 1 else "1 table"
        yield f"{name + ', ' + many:<22}{took:>6.2f} s; {took / ours:.2f} × reading the file"


if __name__ == "__main__":
    for one in lines():
        sys.stdout.write(f"{one}\n")
