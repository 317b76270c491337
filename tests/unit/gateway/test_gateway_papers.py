"""Papers after GB/T 9704-2012: the same content gives the same bytes, and a sheet its measures.

LibreOffice sets them once for all, with whatever fonts it has: positions are measured, no glyphs.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from ctypes import c_double
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pypdfium2
import pytest
from msgspec.structs import replace

from contracts.numbers import unkept
from contracts.orders.tasks import Body, Figure, Grid, Passage
from contracts.secrecy import is_marked
from contracts.words import PAPER_NAMES, PaperKind
from gateway.console.bulletins.views import part
from gateway.console.frame.words import points
from gateway.console.papers.drafts.draft import LETTERS
from gateway.console.papers.drafts.reasons import why
from gateway.papers import measures as gb
from gateway.papers.parts import fitted, plain, twips
from gateway.papers.printing import cancelled, in_lines, printed
from infra.local.programs import ROOT
from tests.console.scored import TOTALS
from tests.support.papers import NAMES, bodies, drafts, long_bulletin, of_lines

SET_SECONDS = 100
MM = 72 / 25.4
LEFT, RIGHT = gb.LEFT_MM * MM, (gb.LEFT_MM + gb.AREA_MM[0]) * MM
TOP, BOTTOM = (297 - gb.TOP_MM) * MM, gb.BOTTOM_MM * MM
NUMBER = "甘双通〔2026〕7号"
LAST_LINES = {f"last-{n}": of_lines(n) for n in (8, 9, 10, 11)} | {
    f"row-{n}": of_lines(n, rows=True) for n in (10, 11)
}
"""Papers whose signature would come to the next page by itself, or with one line."""
BODIES = bodies() | {"long": long_bulletin()} | LAST_LINES
SPACED = re.compile(r"[\u4e00-\u9fff] [!-~]|[!-~] [\u4e00-\u9fff]")
PRINTS = {name: printed(body, NUMBER) for name, body in BODIES.items()}
AGAIN = """
import sys
from hashlib import sha256
import msgspec
from contracts.orders.tasks import Body
from gateway.papers.printing import printed
for body in msgspec.json.decode(sys.stdin.read(), type=list[Body]):
    print(sha256(printed(body, sys.argv[1])).hexdigest())
"""


class Sign(NamedTuple):
    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    base: float


class Sheet(NamedTuple):
    """``lines``: those of the type area from the top; ``foot``: what stands below it."""

    width: float
    height: float
    lines: list[list[Sign]]
    foot: list[Sign]

    def text(self) -> str:
        return "\n".join("".join(sign.text for sign in line) for line in self.lines)


def xml(raw: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(part).decode()


def words(raw: bytes) -> str:
    return "\n".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml(raw)))


CHECK_CODE = re.compile(r"核验码[0-9a-f]{4} ?[0-9a-f]{4}")
CODED = re.compile(r"[A-Za-z]{3,}|\b[a-z]{1,2}-20\d\d|第\d{1,2}项")


@pytest.mark.parametrize("kind", sorted(bodies()))
def test_no_paper_prints_a_code_an_id_or_a_word_of_english(kind: PaperKind) -> None:
    told = unescape(words(printed(bodies()[kind], NUMBER)))
    assert CODED.findall(CHECK_CODE.sub("", told)) == []


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Sheet]]:
    home = tmp_path_factory.mktemp("papers")
    for name, raw in PRINTS.items():
        (home / f"{name}.docx").write_bytes(raw)
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{home}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(home)),
            *map(str, sorted(home.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
        timeout=SET_SECONDS,
    )
    return {name: list(sheets_of(home / f"{name}.pdf")) for name in BODIES}


def sheets_of(file: Path) -> Iterator[Sheet]:
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            signs = list(signs_of(page))
            rows: dict[int, list[Sign]] = defaultdict(list)
            for sign in signs:
                if sign.bottom > BOTTOM - 1:
                    rows[round(sign.base)].append(sign)
            lines = [sorted(rows[at], key=lambda one: one.left) for at in sorted(rows)[::-1]]
            foot = [one for one in signs if one.bottom <= BOTTOM - 1]
            width, height = page.get_size()
            yield Sheet(width, height, lines, foot)


def signs_of(page: Any) -> Iterator[Sign]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        if sign.strip():
            left, bottom, right, top = text.get_charbox(at)
            size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
            x, y = c_double(), c_double()
            assert pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, at, x, y)
            yield Sign(sign, left, right, bottom, top, size, y.value)


# -- the file -----------------------------------------------------------------------------------


def test_another_process_at_another_time_makes_the_same_bytes() -> None:
    own = [sha256(raw).hexdigest() for raw in PRINTS.values()]
    told = subprocess.run(
        [sys.executable, "-c", AGAIN, NUMBER],
        cwd=ROOT,
        input=msgspec.json.encode(list(BODIES.values())),
        check=True,
        capture_output=True,
        timeout=SET_SECONDS,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "America/Lima"},
    )
    assert told.stdout.decode().split() == own


@pytest.mark.parametrize("kind", BODIES)
def test_a_file_tells_no_time_and_brings_no_font_picture_or_macro(kind: str) -> None:
    raw = PRINTS[kind]
    assert len(raw) < 60_000
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
    assert not [one for one in names if re.search(r"\.(jpe?g|png|bin|odttf|ttf)\Z", one)]
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', xml(raw)))
    assert fonts <= {gb.SONG, gb.HEI, gb.KAI, gb.FANG}


@pytest.mark.parametrize("kind", BODIES)
def test_no_mark_of_secrecy_no_number_of_a_person_and_no_seal_stands_in_a_paper(kind: str) -> None:
    text = words(PRINTS[kind])
    assert not is_marked(text)
    assert not [line for line in text.splitlines() if unkept(line)]
    assert not re.search("盖章|印章|签发人|份号|密级", text)


@pytest.mark.parametrize("kind", BODIES)
def test_no_space_stands_between_han_and_latin(kind: str) -> None:
    assert not SPACED.search(words(PRINTS[kind]))


def test_the_space_goes_where_a_page_has_one_and_stays_between_latin_words() -> None:
    assert plain("补拍 12 个点位，用 WPS Office 打开") == "补拍12个点位，用WPS Office打开"
    assert plain("核验码\u00a03f0a 91bc") == "核验码3f0a 91bc"


def test_signs_of_markup_and_rare_names_come_as_they_are() -> None:
    text = words(PRINTS["notice"])
    assert "主要街道双拥标语褪色&lt;3处&amp;破损" in text
    assert "吴𬱖" in text


@pytest.mark.parametrize(
    "title", ["长" * 200, "a" * 60, "关于2026年双拥模范城创建考评得分情况的通报", "通报", "1" * 200]
)
def test_a_title_loses_nothing_by_its_lines(title: str) -> None:
    assert "".join(in_lines(title)) == title


def test_a_title_is_broken_where_a_word_ends() -> None:
    assert in_lines("关于2026年双拥模范城创建考评得分情况的通报") == [
        "关于2026年双拥模范城",
        "创建考评得分情况的通报",
    ]


def test_a_draft_has_no_number_and_a_form_needs_none() -> None:
    assert "编号" not in words(printed(BODIES["slip"], ""))
    assert "编号：督〔2026〕3号" in words(printed(BODIES["slip"], "督〔2026〕3号"))
    assert NUMBER not in words(printed(BODIES["bulletin"], ""))


# -- the sheet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", BODIES)
def test_every_sheet_is_a4_and_its_text_stands_in_the_type_area(
    sheets: dict[str, list[Sheet]], kind: str
) -> None:
    for sheet in sheets[kind]:
        assert (round(sheet.width / MM), round(sheet.height / MM)) == gb.PAGE_MM
        for sign in (sign for line in sheet.lines for sign in line):
            assert sign.left > LEFT - 1 and sign.right < RIGHT + 1, sign
            assert sign.top < TOP + 1, sign


@pytest.mark.parametrize("kind", BODIES)
def test_the_title_is_centred_in_22_points(sheets: dict[str, list[Sheet]], kind: str) -> None:
    found = [
        line
        for line in sheets[kind][0].lines
        if {round(sign.size) for sign in line} == {gb.ERHAO} and line[0].text != "〔"
    ]
    assert "".join(s.text for line in found for s in line) == BODIES[kind].title.replace(" ", "")
    for line in found:
        assert abs((line[0].left + line[-1].right) / 2 - (LEFT + RIGHT) / 2) < 3


def test_a_full_page_has_22_lines_of_28_signs(sheets: dict[str, list[Sheet]]) -> None:
    full = sheets["long"][1].lines
    assert len(full) == gb.LINES
    assert {len(line) for line in full} == {gb.CHARACTERS}
    assert {round(sign.size) for line in full for sign in line} == {gb.SANHAO}
    pitch = [a[0].base - b[0].base for a, b in pairwise(full)]
    assert all(28 <= one <= 29.2 for one in pitch)


def test_a_table_of_200_districts_has_its_head_on_each_page_and_no_row_is_lost(
    sheets: dict[str, list[Sheet]],
) -> None:
    pages = sheets["long"]
    assert len(pages) == 11
    with_rows = [page.text() for page in pages if re.search(r"第\d+区", page.text())]
    assert len(with_rows) > 5 and all("申报资格" in text for text in with_rows)
    rows = re.findall(r"第(\d+)区", "\n".join(with_rows))
    assert [int(one) for one in rows] == list(range(1, 201))


@pytest.mark.parametrize("kind", BODIES)
def test_pages_are_numbered_right_on_odd_and_left_on_even_7_mm_below(
    sheets: dict[str, list[Sheet]], kind: str
) -> None:
    for n, sheet in enumerate(sheets[kind], start=1):
        assert "".join(sign.text for sign in sheet.foot) == f"—{n}—"
        assert {round(sign.size) for sign in sheet.foot} == {gb.SIHAO}
        digits = [sign for sign in sheet.foot if sign.text.isdigit()]
        assert abs(BOTTOM - digits[0].top - gb.PAGE_NUMBER_MM * MM) < 6
        first, last = sheet.foot[0].left, sheet.foot[-1].right
        if n % 2:
            assert abs(RIGHT - gb.SIHAO - last) < 4
        else:
            assert abs(first - LEFT - gb.SIHAO) < 4


@pytest.mark.parametrize("kind", LAST_LINES)
def test_a_signature_has_two_lines_of_the_text_on_its_page(
    sheets: dict[str, list[Sheet]], kind: str
) -> None:
    last = sheets[kind][-1].text().splitlines()
    signed = last.index(BODIES[kind].issuer)
    assert len(sheets[kind]) == 2 and len([line for line in last[:signed] if "第" in line]) >= 2


@pytest.mark.parametrize("kind", ["losses", "score_sheet", "bulletin"])
def test_no_figure_of_a_table_is_broken(sheets: dict[str, list[Sheet]], kind: str) -> None:
    figures = Counter(
        text for row in rows_of(BODIES[kind]) for text in row if re.fullmatch(r"\d+\.\d{3}", text)
    )
    text = "\n".join(sheet.text() for sheet in sheets[kind])
    assert figures and all(text.count(figure) >= many for figure, many in figures.items())


def test_columns_fill_the_sheet_and_short_ones_have_room() -> None:
    rows = [("1", "很长" * 20, "92.125"), ("2", "短", "100.000")]
    number, text, points = fitted(("序号", "内容", "得分"), rows, (1, 1, 1))
    assert number < points < text and abs(number + text + points - twips(gb.WIDTH)) < 3
    assert points >= twips(7 * gb.XIAOSI / 2 + gb.CELL_MARGINS)
    assert fitted(("甲", "乙"), [("长" * 40, "文" * 40)], (1, 2))[1] == twips(gb.WIDTH) * 2 // 3
    many = tuple(f"第{n}栏" for n in range(12))
    assert fitted(many, [("12345.000",) * 11 + ("长" * 40,)], (1,) * 12) == (1,) * 12
    assert sum(fitted(("甲", "乙"), [("1", "2")], (1, 1))) < twips(gb.WIDTH)


def rows_of(body: Body) -> Iterator[list[str]]:
    for block in body.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                yield [run.text if isinstance(run, Figure) else run for run in row]


def test_a_copy_of_a_cancelled_paper_says_so_on_every_page_and_the_print_stays() -> None:
    raw = PRINTS["long"]
    copy = cancelled(raw)
    assert copy == cancelled(raw) and copy != raw
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        heads = [one for one in archive.namelist() if re.search(r"word/header\d*\.xml\Z", one)]
        assert len(heads) == 2
        assert all("作　废" in archive.read(one).decode() for one in heads)
    assert xml(copy).count("headerReference") == 2
    assert words(copy) == words(raw)


def test_what_took_points_is_told_in_the_words_of_the_explanation() -> None:
    counted = {"label": "少发或迟发", "text": "f-0 发生一次 -0.5", "thousandths": -2500, "op": "x"}
    line = {
        "op": "item",
        "label": "得分",
        "text": "计分明细相加",
        "thousandths": 0,
        "children": [
            {"label": "得分条件", "text": "基础分 2.5", "thousandths": 2500},
            {**counted, "claims": [{"ref": "f-0"}] * 5},
            {**counted, "label": "表彰", "thousandths": 0, "claims": [{"ref": "f-9"}]},
        ],
    }
    assert why(line) == "少发或迟发5起，扣2.500分；表彰1起"
    share = {"label": "分档计分", "text": "228/252 = ≈90.476%，计 1.2 分", "thousandths": 1200}
    assert why(share) == "分档计分：228/252，约90.476%，计 1.2 分"
    assert why({**share, "text": "长" * 400}).endswith("…")
    cells = [row[4] for row in rows_of(BODIES["losses"]) if len(row) == 7]
    assert cells and not [one for one in cells if re.search(r"\bf-|\b[a-z_]{3,}", one)]


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_a_letter_has_its_red_head_on_one_line_and_its_foot_at_the_end(
    sheets: dict[str, list[Sheet]], kind: str
) -> None:
    first, last = sheets[kind][0], sheets[kind][-1]
    assert "".join(sign.text for sign in first.lines[0]) == BODIES[kind].mark
    dropped = (TOP - first.lines[0][0].top) / MM
    assert gb.MARK_DROP_MM <= dropped < gb.MARK_DROP_MM + 5
    assert last.text().endswith("2026年8月1日印发")
    assert last.lines[-1][0].bottom - BOTTOM < 12
    assert "抄送：区委办公室，区政府办公室。" in last.text()


# -- what it says -------------------------------------------------------------------------------


def test_there_is_a_paper_of_each_kind() -> None:
    assert drafts().keys() == PAPER_NAMES.keys()


@pytest.mark.parametrize("kind", PAPER_NAMES)
def test_every_figure_leads_to_the_page_that_explains_it(kind: Any) -> None:
    figures = list(BODIES[kind].figures())
    assert figures and all(one.link.startswith("/console/") for one in figures)
    text = words(PRINTS[kind])
    assert all(plain(source) in text for source in BODIES[kind].sources())


def test_a_bulletin_has_the_totals_as_they_were_frozen() -> None:
    text = words(PRINTS["bulletin"]).splitlines()
    for district, total in TOTALS.items():
        if total is not None:
            at = text.index(NAMES.district(district))
            assert text[at + 1] == points(total.score)


def test_an_item_of_which_nothing_is_recorded_has_a_dash_and_no_naught() -> None:
    items = {
        "A01": {"score": 0, "points": 1500, "facts": {}},
        "A02": {"score": 0, "points": 1000, "facts": {"covered": {"type": "count", "count": 0}}},
        "F01": {"score": 2000, "points": 2000, "facts": {}},
    }
    told = {"district": "ganzhou", "total": {"score": 2000}, "items": items}
    own = part({"part": json.dumps(told)})
    assert own is not None
    assert [one.known for one in own.items] == [False, True, True]


def test_a_figure_keeps_its_source_in_a_table_and_in_a_sentence() -> None:
    figure = Figure(text="1.050", source="得分说明 A01", link="/console/scores")
    grid = Grid(head=("甲",), rows=((figure,),), widths=(1,))
    body = replace(BODIES["notice"], blocks=(Passage(runs=("得", figure, "分。")), grid))
    assert words(printed(body, NUMBER)).count("1.050") == 2
    assert "数字来源：得分说明A01" in words(printed(body, NUMBER))
