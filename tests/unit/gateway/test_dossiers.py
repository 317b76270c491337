"""Dossiers, piece by piece: names, the archive's layout, what is asked of it, what it lacks."""

import base64
import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from gateway.console.dossiers import views
from gateway.console.frame.naming import Names
from gateway.dossiers import checking, naming, writing
from gateway.dossiers.archive import Layout, Member, layout
from gateway.dossiers.checking import Held, Work
from gateway.dossiers.content import Bound
from gateway.dossiers.printing import Section, Table, printed
from gateway.dossiers.ranges import Part, Unsatisfiable, part
from infra.local.programs import font

AT = datetime(2026, 7, 31, 8, 0, tzinfo=UTC)
FILES = {
    "说明.txt": "请先看这里".encode(),
    "2026年/组织领导/A01/A01-2026-001 会议.jpg": random.Random(1).randbytes(70_000),
    "2026年/组织领导/A01/A01-2026-002 空.txt": b"",
    "2026年/组织领导/A02/A02-2026-001 长.bin": random.Random(2).randbytes(200_001),
}
MEMBERS = [Member(path, len(raw), zlib.crc32(raw)) for path, raw in FILES.items()]


def whole(made: Layout, first: int = 0, end: int | None = None) -> bytes:
    raws = list(FILES.values())
    return b"".join(
        (span.text if span.member < 0 else raws[span.member])[span.first : span.end]
        for span in made.between(first, made.size if end is None else end)
    )


def test_the_layout_is_a_zip_that_the_standard_library_finds_sound() -> None:
    made = layout(MEMBERS, AT)
    with zipfile.ZipFile(io.BytesIO(whole(made))) as opened:
        assert opened.testzip() is None
        assert {one.filename: opened.read(one) for one in opened.infolist()} == FILES
        for one in opened.infolist():
            assert (one.date_time, one.compress_type) == ((2026, 7, 31, 16, 0, 0), 0)
            assert one.flag_bits & 0x800 or one.filename.isascii()


def test_any_part_of_the_archive_is_a_part_of_the_whole() -> None:
    made = layout(MEMBERS, AT)
    raw = whole(made)
    assert len(raw) == made.size
    assert whole(layout(MEMBERS, AT)) == raw
    chance = random.Random(3)
    for _ in range(300):
        first, end = sorted(chance.choices(range(made.size + 1), k=2))
        assert whole(made, first, end) == raw[first:end]


def test_an_archive_beyond_four_gibibytes_is_laid_out_without_its_bytes() -> None:
    big = [Member(f"{n}.mp4", 3 * 2**30, n) for n in range(2)] + [Member("5.mp4", 5 * 2**30, 5)]
    made = layout(big, AT)
    assert made.size > 11 * 2**30
    tail = b"".join(span.text for span in made.between(made.size - 500, made.size))
    assert b"PK\x06\x06" in tail and b"PK\x06\x07" in tail, "the directory of ZIP64"
    assert layout([], AT).size == 22


@pytest.mark.parametrize(
    ("asked", "condition", "wanted"),
    [
        ("", "", None),
        ("bytes=0-0", "", Part(0, 1)),
        ("bytes=5-", "", Part(5, 100)),
        ("bytes=-7", "", Part(93, 100)),
        ("bytes=-700", "", Part(0, 100)),
        ("bytes=5-1000", "", Part(5, 100)),
        ("BYTES=5-9", '"tag"', Part(5, 10)),
        ("bytes=5-9", '"other"', None),
        ("bytes=5-9", "Tue, 01 Dec 2026 00:00:00 GMT", None),
        ("bytes=0-1,4-5", "", None),
        ("bytes=9-5", "", None),
        ("bytes=-", "", None),
        ("lines=0-1", "", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(
    asked: str, condition: str, wanted: Part | None
) -> None:
    assert part(asked, condition, '"tag"', 100) == wanted


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        part(asked, "", '"tag"', 100)


@pytest.mark.parametrize(
    ("title", "filename", "called"),
    [
        ("慰问现场", "IMG_1.JPG", "A01-2026-001 慰问现场.jpg"),
        ("a/b\\c:d*e?.pdf", "x.pdf", "A01-2026-001 a_b_c_d_e_.pdf"),
        ("..", "x", "A01-2026-001 材料"),
        ("CON", "x.txt", "A01-2026-001 _CON.txt"),
        ("汉" * 300, "x.jpeg", f"A01-2026-001 {'汉' * 40}.jpeg"),
        ("反转\u202egpj.exe", "x.exe", "A01-2026-001 反转_gpj.exe"),
        ("无", "x.tar.gz\n", "A01-2026-001 无"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(title: str, filename: str, called: str) -> None:
    assert naming.file(naming.material("A01", 2026, 1), title, filename) == called


def test_a_path_is_short_enough_for_windows_and_stays_within_its_folder() -> None:
    where = naming.folder(2026, "../" + "长" * 400, "A01")
    path = f"{where}/{naming.file('A01-2026-001', '长' * 400, 'x.jpeg')}"
    assert len(path) < 120
    assert ".." not in path.split("/")
    assert all(len(one.encode()) < 255 for one in path.split("/"))


def task(**more: Any) -> dict[str, Any]:
    submitted = {"at": "2026-07-01T00:00:00Z", "evidence": ["e1"], "note": "符合", "measures": {}}
    return {
        "id": "t-1",
        "title": "议军会议",
        "lead": "office",
        "cooperating": [],
        "person": "wang",
        "parent": "",
        "submission": submitted,
        **more,
    }


def held(**more: Any) -> Held:
    raw = b"photo"
    digest = hashlib.sha256(raw).hexdigest()
    caption = dict.fromkeys(("time", "place", "people", "theme", "background", "cause"), "八一")
    piece = {
        "state": "SEALED",
        "title": "会议",
        "unit": "office",
        "sha256": digest,
        "size": len(raw),
        "custody_broken_at": None,
        "captured_at": None,
        "declared_at": "2026-07-01T00:00:00Z",
        "sealed_at": "2026-07-01T00:01:00Z",
        "mode": "camera",
        "caption": caption,
        "facts": {},
        **more,
    }
    return Held("e1", piece, "a.b.c", "会议.jpg", digest, len(raw), zlib.crc32(raw))


LINE = {"op": "item", "label": "A01", "text": "全部", "thousandths": 1500}
FROZEN: dict[str, Any] = {
    "item": "A01",
    "title": "议军会议",
    "category": "组织领导",
    "rule_text": "召开得1.5分",
    "lead": "区委办",
    "points": 2000,
    "score": 1500,
    "marked": True,
    "line": LINE,
    "signals": [],
    "inputs": [{"name": "held", "label": "召开"}],
    "facts": {"held": {"type": "flag", "value": True}},
}
PART = {"score": 1500, "points": 2000}


def test_what_is_missing_is_said_once_each() -> None:
    assert list(checking.lacks(Work([task()]))) == []
    assert list(checking.lacks(Work(()))) == ["没有交办任务", "没有佐证材料"]
    bare = Work([task(submission=None)], done=2, due=3)
    assert list(checking.lacks(bare)) == ["没有提交成果", "台账应有3处，缺1处"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"held": Held("e1", None)}, "佐证e1找不到"),
        ({"held": held(state="REJECTED")}, "没有封存，现为“未通过”"),
        ({"held": held(custody_broken_at=0)}, "保管记录从第1条起对不上"),
        ({"held": held(sha256="0" * 64)}, "原件与封存时不一致"),
        ({"part": {"score": 1400, "points": 2000}}, "得分说明与快照的数字不一致"),
        ({"frozen": FROZEN | {"line": LINE | {"thousandths": 1}}}, "加起来不等于快照的得分"),
        ({"at": "2026-06-30T00:00:00Z"}, "在快照冻结之后又提交过成果"),
    ],
)
def test_what_does_not_hold_is_named_and_never_bound(given: dict[str, Any], said: str) -> None:
    at = given.get("at", AT.isoformat())
    told = list(
        checking.faults(
            given.get("frozen", FROZEN),
            given.get("part", PART),
            Work([task()]),
            [given.get("held", held())],
            at,
        )
    )
    assert len(told) == 1 and said in told[0]


def test_what_holds_has_no_fault() -> None:
    lines = LINE | {"children": [LINE | {"thousandths": 1000}, LINE | {"thousandths": 500}]}
    told = checking.faults(FROZEN | {"line": lines}, PART, Work([task()]), [held()], str(AT))
    assert list(told) == []


def test_the_lead_is_the_tasks_unit_else_whom_the_standard_names() -> None:
    assert checking.lead_of(Work([task()]), "区委办", {"office": "双拥办"}) == "双拥办"
    assert checking.lead_of(Work(()), "区委办", {}) == "区委办"


def test_each_piece_stands_once_though_result_and_register_name_it() -> None:
    rows = [{"evidence": ["e1", "e2"]}, {"evidence": ["e3"]}]
    assert Work([task()], 2, 2, rows).evidence == ["e1", "e2", "e3"]


BOUND = Bound(
    "ganquan",
    "甘泉区",
    2026,
    "",
    {
        "id": "s-1",
        "name": "七月通报",
        "at": AT.isoformat(),
        "level": "city",
        "sha256": "ab" * 32,
        "part_sha256": "cd" * 32,
    },
    "甘泉区双拥办",
)
NAMES = Names({"wang": "王主任"}, {"office": "双拥办"}, {})


def bound(tmp_path: Path, piece: Held) -> tuple[Path, bytes]:
    """A dossier of one item, unpacked; and the ZIP."""
    volume = writing.volume(BOUND, FROZEN, PART, Work([task()]), [piece], NAMES, 1, font())
    beside = writing.root(BOUND, "{}", [volume], "head", {"keys": []}, font())
    plan = writing.plan([volume], beside)
    raws = [one.made or b"photo" for one in (*beside, *volume.files)]
    made = writing.laid_out(plan, BOUND.snapshot["at"])
    raw = b"".join(
        (span.text if span.member < 0 else raws[span.member])[span.first : span.end]
        for span in made.between(0, made.size)
    )
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        opened.extractall(tmp_path)
    return tmp_path, raw


def receipt(evidence: str = "e1") -> str:
    said = {"evidence": evidence, "sha256": hashlib.sha256(b"photo").hexdigest(), "size": 5}
    body = json.dumps(said | {"state": "SEALED"}).encode()
    return f"e30.{base64.urlsafe_b64encode(body).decode().rstrip('=')}.e30"


def checked(folder: Path, *words: str) -> tuple[int, str]:
    """As whoever has the dossier runs it."""
    command = [sys.executable, "-I", str(folder / "核验.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_same_is_bound_to_the_same_bytes_and_checks_itself(tmp_path: Path) -> None:
    piece = held()._replace(receipt=receipt())
    folder, raw = bound(tmp_path / "a", piece)
    assert bound(tmp_path / "b", piece)[1] == raw
    code, said = checked(folder)
    assert (code, "完好：8 个文件与清单一致" in said) == (0, True), said
    sums = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, timeout=30, check=False
    )
    assert sums.returncode == 0
    lines = (folder / "SHA256SUMS").read_bytes()
    assert hashlib.sha256(lines).hexdigest()[:4] in said

    photo = next(folder.rglob("*.jpg"))
    photo.write_bytes(b"other")
    (folder / "2026年" / "多的.txt").write_text("x")
    (folder / "总目录.pdf").unlink()
    code, said = checked(folder)
    assert code == 1
    for line in (f"改动过：{photo.relative_to(folder).as_posix()}", "多出：2026年/多的.txt"):
        assert line in said
    assert "缺少：总目录.pdf" in said


def test_who_changes_file_manifest_and_sums_is_told_by_the_receipt(tmp_path: Path) -> None:
    folder, _ = bound(tmp_path, held()._replace(receipt=receipt("e2")))
    code, said = checked(folder)
    assert code == 1 and "回执不是这个文件的" in said
    (folder / "清单.json").write_text("{")
    assert checked(folder)[0] == 2


def test_the_printed_parts_say_what_they_must_and_number_their_pages() -> None:
    volume = writing.volume(BOUND, FROZEN, PART, Work([task()]), [held()], NAMES, 7, font())
    assert (volume.first, volume.pages, volume.materials, volume.lacks) == (7, 5, 1, ())
    pages = pypdf.PdfReader(io.BytesIO(volume.files[0].made)).pages
    text = [page.extract_text() for page in pages]
    assert [f"— {n} —" in one for n, one in enumerate(text, start=7)] == [True] * 5
    for said, page in (
        ("案卷题名：甘泉区2026年A01考评材料", 0),
        ("召开：是", 1),
        ("A01-2026-001", 2),
        ("八一", 3),
        ("1.500／2.000", 4),
    ):
        assert said in text[page]
    index = next(
        one for one in writing.root(BOUND, "{}", [volume], "h", {}, font()) if "目录" in one.path
    )
    told = pypdf.PdfReader(io.BytesIO(index.made)).pages[1].extract_text()
    assert "7–11" in told and "议军会议" in told


def test_an_item_with_a_fault_has_no_files_and_one_without_material_says_so() -> None:
    broken = writing.volume(
        BOUND, FROZEN, PART, Work([task()]), [held(state="OPEN")], NAMES, 1, font()
    )
    assert broken.faults and not broken.files
    bare = writing.volume(BOUND, FROZEN | {"marked": False}, PART, Work(()), [], NAMES, 1, font())
    assert [one.what for one in bare.lacks] == ["没有交办任务", "没有佐证材料"]
    assert {one.lead for one in bare.lacks} == {"区委办"}
    assert bare.score is None


def test_a_sign_that_the_font_has_not_is_marked_and_a_long_table_goes_over_pages() -> None:
    table = Table(("序", "题名"), [(str(n), "𠀀题") for n in range(120)], (1, 5))
    sheet = printed("名", ("封面",), [Section("目录", (), (table,))], 1, font())
    text = pypdf.PdfReader(io.BytesIO(sheet.raw)).pages[1].extract_text()
    assert "〓题" in text
    assert sheet.pages > 3


GRID = {
    "years": [2025, 2026],
    "districts": [
        {
            "district": "ganquan",
            "name": "甘泉区",
            "rows": [
                {
                    "item": item,
                    "title": item,
                    "cells": [
                        {"year": 2025, "state": "no-campaign", "lead": "区委办", "task": ""},
                        {"year": 2026, "state": state, "lead": "双拥办", "task": "t-1"},
                    ],
                }
                for item, state in (("A01", "full"), ("A02", "no-fact"), ("A03", "not-applicable"))
            ],
        }
    ],
}


def test_the_matrix_names_what_is_missing_and_leaves_out_silent_years() -> None:
    done = {2026: views.works([task(item="A01"), task(item="")], [])}
    found = views.matrix(GRID, done, gaps_only=False)
    assert (found.years, found.silent) == ([2026], [2025])
    assert [row.cells[0].kind for row in found.rows] == ["complete", "none", "not-applicable"]
    assert (found.complete, found.whole) == (1, 2)
    gaps = views.matrix(GRID, done, gaps_only=True)
    assert [row.item for row in gaps.rows] == ["A02"]
    cell = views.cell_of(GRID, done[2026], "A02", 2026)
    assert cell and cell.missing == ("没有交办任务", "没有佐证材料")
    assert views.cell_of(GRID, done[2026], "Z99", 2026) is None


def test_a_register_counts_as_proof_as_far_as_it_is_done() -> None:
    book = {"item": "A01", "done": 1, "total": 2}
    found = views.works([task(item="A01", submission=None)], [book])["A01"]
    assert (found.done, found.due) == (1, 2)
    cell = views.cell_of(GRID, {"A01": found}, "A01", 2026)
    assert cell and (cell.kind, cell.missing) == ("part", ("没有提交成果", "台账应有2处，缺1处"))


def test_who_lacks_most_comes_first() -> None:
    rows = [{"lead": "甲", "item": "A"}, {"lead": "乙", "item": "B"}, {"lead": "乙", "item": "C"}]
    assert [(lead, len(each)) for lead, each in views.by_lead(rows)] == [("乙", 2), ("甲", 1)]
