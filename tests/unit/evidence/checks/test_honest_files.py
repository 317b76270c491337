"""What people's programs and phones really write passes: nothing honest is refused."""

import io
import json
import struct
from typing import Any

import openpyxl
import pikepdf
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from services.evidence.checks.protocol import Reject
from services.evidence.piece.media import DOCX, JPEG, MP4, PDF, PNG, XLSX
from tests.unit.evidence import files, office
from tests.unit.evidence.checks.test_active_content import annotation, page_with
from tests.unit.evidence.checks.test_checks import code_of, look
from tests.unit.evidence.office import OPEN, SHEET, WORD, field, formula, relation, relations, xml

PACKAGE = "application/vnd.openxmlformats-package."


class TestWorkbooks:
    def test_a_full_workbook_passes(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "点位 台账"
        for row in (("点位", "完成"), ("广场", 9), ("车站", 1)):
            sheet.append(row)
        sheet["C2"] = '=SUM(B2:B3)*2&"100|%"'
        sheet["C3"] = '=IF(\'点位 台账\'!B2>0,VLOOKUP("广场",A1:B3,2,0),"")'
        sheet["D2"] = '=HYPERLINK("https://www.gov.cn/a?b=1","政府网")'
        sheet["E2"].hyperlink = "mailto:office@example.org"
        sheet["F2"].hyperlink = "#'点位 台账'!A1"
        sheet["A2"].comment = Comment("已核对\n第二行", "林")
        sheet.add_table(Table(displayName="Table1", ref="A1:B3"))
        sheet["G2"] = "=SUM(Table1[完成])+COUNT(Table1[[#All],[点位]])"
        rule = DataValidation(type="list", formula1='"是,否"')
        rule.add("H1:H9")
        sheet.add_data_validation(rule)
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        sheet.add_chart(chart, "J2")
        sheet.add_image(SheetImage(io.BytesIO(files.png(30, 20))), "J20")
        sheet.print_title_rows = "1:1"
        sheet.auto_filter.ref = "A1:B3"
        sheet.oddHeader.center.text = "双拥办 &P / &N"
        book.defined_names["area"] = DefinedName("area", attr_text="'点位 台账'!$A$1:$B$3")
        book.custom_doc_props.append(StringProperty(name="KSOProductBuildVer", value="2052-12.1"))
        out = io.BytesIO()
        book.save(out)
        assert look(out.getvalue(), XLSX).facts.members > 12

    def test_pictures_in_cells_as_wps_writes_them_pass(self):
        images = xml(
            '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" '
            f'xmlns:a="{office.OFFICE}/drawingml/2006/main" xmlns:r="{office.RELATION[:-1]}">'
            '<etc:cellImage><a:blip r:embed="r1"/></etc:cellImage></etc:cellImages>'
        )
        parts = {
            "xl/cellimages.xml": ("application/vnd.wps-officedocument.cellimage+xml", images),
            "xl/_rels/cellimages.xml.rels": (
                PACKAGE + "relationships+xml",
                relations(relation("image", "media/image1.png")),
            ),
            "xl/media/image1.png": ("image/png", files.png(20, 20)),
            "xl/_rels/workbook.xml.rels": (
                PACKAGE + "relationships+xml",
                relations(
                    relation("worksheet", "worksheets/sheet1.xml"),
                    relation("cellImage", "cellimages.xml", base="http://www.wps.cn/office/2020/"),
                ),
            ),
        }
        cells = formula('_xlfn.DISPIMG("ID_0A",1)')
        assert look(office.workbook(parts, cells=cells), XLSX)

    def test_printer_settings_as_excel_writes_them_pass(self):
        device = "HP LaserJet".encode("utf-16-le").ljust(64, b"\0") + struct.pack(
            "<HHH", 1025, 0, 220
        )
        part = {"xl/printerSettings/p1.bin": (SHEET + "printerSettings", device.ljust(400, b"\0"))}
        assert look(office.workbook(part), XLSX)

    def test_names_with_backslashes_pass_as_wps_writes_them(self):
        whole = office.workbook()
        assert look(whole.replace(b"xl/worksheets/sheet1.xml", b"xl\\worksheets\\sheet1.xml"), XLSX)

    def test_a_main_part_whose_kind_is_that_of_all_markup_passes(self):
        kind = SHEET + "sheet.main+xml"
        assert look(office.workbook({"docProps/app.xml": (kind, xml("<Properties/>"))}), XLSX)

    def test_a_pivot_table_of_the_same_workbook_passes(self):
        cache = xml('<pivotCacheDefinition><cacheSource type="worksheet"/></pivotCacheDefinition>')
        part = {"xl/pivotCache/c1.xml": (SHEET + "pivotCacheDefinition+xml", cache)}
        assert look(office.workbook(part), XLSX)

    @pytest.mark.parametrize(
        "text",
        [
            "SUM(A1:B9)",
            "'2026年 一季度'!A1+一季度!B2",
            "'张''三'!A1",
            "Table1[[#This Row],[数量]]*Table1[单价]",
            "Table1[数量]/Sheet2!A1",
            '"a|b"&amp;A1',
            "{1,2;3,4}",
            "_xlfn.XLOOKUP(A1,B:B,C:C)",
            "IMPRODUCT(A1,B1)",
            "[0]!area",
            'SUMPRODUCT((A1:A9="x")*(B1:B9))',
            'INDIRECT("A"&amp;ROW())',
        ],
    )
    def test_ordinary_formulas_pass(self, text):
        assert look(office.workbook(cells=formula(text)), XLSX)


def with_chart(figures):
    chart = xml(
        f"<c:chartSpace xmlns:c='urn:c' {office.NAMES}><c:externalData r:id='r1'/></c:chartSpace>"
    )
    parts = {
        "word/charts/chart1.xml": (OPEN + "drawingml.chart+xml", chart),
        "word/charts/_rels/chart1.xml.rels": (
            PACKAGE + "relationships+xml",
            relations(relation("package", "../embeddings/w.xlsx")),
        ),
        "word/embeddings/w.xlsx": (XLSX, figures),
    }
    return office.document(parts, rels=relations(relation("chart", "charts/chart1.xml")))


class TestDocuments:
    def test_a_full_document_passes(self):
        names = office.NAMES
        link = "HYPERLINK &quot;https://www.gov.cn/&quot; \\o &quot;政府网&quot;"
        entry = field("HYPERLINK \\l &quot;_Toc1&quot;", inner=field("PAGEREF _Toc1 \\h"))
        contents = field(" TOC \\o &quot;1-3&quot; \\h \\z \\u ", inner=entry)
        caption = "<w:fldSimple w:instr=' SEQ 图 \\* ARABIC '><w:r/></w:fldSimple>"
        shape = "<v:shape id='s'><v:imagedata r:id='r1' o:title='图'/></v:shape>"
        inside = "".join(
            f"<w:p>{one}</w:p>"
            for one in (
                *(field("PAGE"), field(" NUM", "PAGES "), field(link), contents, caption),
                f"<w:r><w:pict>{shape}</w:pict></w:r>",
            )
        )
        parts = {
            name: (WORD + kind, xml(f"<w:{root} {names}><w:p/></w:{root}>"))
            for name, kind, root in (
                ("word/styles.xml", "styles+xml", "styles"),
                ("word/settings.xml", "settings+xml", "settings"),
                ("word/header1.xml", "header+xml", "hdr"),
                ("word/footer1.xml", "footer+xml", "ftr"),
                ("word/footnotes.xml", "footnotes+xml", "footnotes"),
                ("word/comments.xml", "comments+xml", "comments"),
                ("word/numbering.xml", "numbering+xml", "numbering"),
                ("word/fontTable.xml", "fontTable+xml", "fonts"),
            )
        }
        parts |= {
            "word/theme/theme1.xml": (OPEN + "theme+xml", xml(f"<a:theme {names}/>")),
            "word/media/image1.jpeg": ("image/jpeg", files.jpeg(40, 30)),
            "word/media/image2.png": ("image/png", files.png(40, 30)),
            "docProps/app.xml": (OPEN + "extended-properties+xml", xml("<Properties/>")),
            "docProps/core.xml": (PACKAGE + "core-properties+xml", xml("<coreProperties/>")),
            "docProps/custom.xml": (OPEN + "custom-properties+xml", xml("<Properties/>")),
            "customXml/item1.xml": ("application/xml", b"<b:Sources xmlns:b='urn:b'/>"),
        }
        rels = relations(
            relation("styles", "styles.xml"),
            relation("image", "media/image1.jpeg"),
            relation("customXml", "../customXml/item1.xml"),
            relation("hyperlink", "https://www.gov.cn/zhengce/", external=True),
            relation("hyperlink", "mailto:a@example.org", external=True),
            relation("header", "/word/header1.xml"),
        )
        assert look(office.document(parts, body=office.word(inside), rels=rels), DOCX)

    def test_a_chart_brings_the_workbook_of_its_figures(self):
        assert look(with_chart(office.workbook(cells=formula("SUM(A1:B9)"))), DOCX)

    @pytest.mark.parametrize(
        "figures",
        [
            office.workbook(cells=formula("cmd|'/c calc'!A0")),
            office.workbook({"xl/vbaProject.bin": ("application/vnd.ms-office.vbaProject", b"x")}),
            files.docx(),
            files.package({"a.exe": b"MZ"}),
            b"MZ" + bytes(999),
        ],
    )
    def test_the_figures_of_a_chart_are_looked_into_like_any_workbook(self, figures):
        assert code_of(with_chart(figures), DOCX)

    def test_nothing_but_a_chart_brings_a_package(self):
        rels = relations(relation("package", "embeddings/w.xlsx"))
        assert code_of(
            office.document({"word/embeddings/w.xlsx": (XLSX, files.xlsx())}, rels=rels), DOCX
        )

    def test_a_part_in_utf_16_passes(self):
        part = '<?xml version="1.0" encoding="UTF-16"?><a>中</a>'.encode("utf-16")
        assert look(office.document({"customXml/item1.xml": ("application/xml", part)}), DOCX)

    def test_an_embedded_font_passes(self):
        tags = (b"OS/2", b"cmap", b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx")
        table = b"".join(tag + bytes(12) for tag in tags)
        font = bytes(32) + (b"\0\1\0\0" + bytes(8) + table)[32:] + bytes(5000)
        assert look(office.document({"word/fonts/f.odttf": (OPEN + "obfuscatedFont", font)}), DOCX)

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
    def test_pictures_of_older_kinds_pass(self, kind):
        out = io.BytesIO()
        Image.new("RGB", (33, 21), (9, 99, 9)).save(out, kind)
        part = {f"word/media/i.{kind.lower()}": (f"image/{kind.lower()}", out.getvalue())}
        assert look(office.document(part), DOCX)


class TestPdf:
    def test_links_outlines_and_notes_pass(self):
        pages = (
            Dictionary(S=Name.URI, URI=String("https://www.gov.cn/")),
            Dictionary(S=Name.URI, URI=String("mailto:a@example.org")),
            Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])),
            Dictionary(S=Name.Named, N=Name.NextPage),
        )
        for action in pages:
            assert look(annotation(A=action), PDF)
        for subtype in ("/Text", "/Highlight", "/Stamp", "/FreeText", "/Popup"):
            assert look(annotation(subtype), PDF)
        first = Dictionary(Title="一", A=pages[2], Next=Dictionary(Title="二"))
        assert look(files.pdf(Outlines=Dictionary(First=first)), PDF)

    def test_a_form_without_scripts_passes(self):
        button = Dictionary(FT=Name.Tx, T="姓名", Rect=Array([0, 0, 9, 9]), Subtype=Name.Widget)
        assert look(files.pdf(AcroForm=Dictionary(Fields=Array([button]))), PDF)

    def test_a_tagged_document_passes(self):
        paragraph = Dictionary(S=Name.P, A=Dictionary(O=Name.Layout, Placement=Name.Block))
        tree = Dictionary(Type=Name.StructTreeRoot, K=Array([paragraph]))
        marked = Dictionary(Marked=True)
        assert look(files.pdf(StructTreeRoot=tree, MarkInfo=marked, Lang="zh-CN"), PDF)
        assert look(
            page_with(Trans=Dictionary(S=Name.Wipe), Group=Dictionary(S=Name.Transparency)), PDF
        )

    def test_a_scan_with_a_line_behind_its_end_passes(self):
        out = io.BytesIO()
        Image.new("L", (200, 300), 200).save(out, "PDF")
        assert look(out.getvalue() + b"\r\n\0\0", PDF).facts.pages == 1

    @pytest.mark.parametrize(
        "tail", [b"\0" * 5000, b"\n\n" * 3000, b"\r\n%CamScanner 6.5\r\n", b"\n% page 1 of 1\n"]
    )
    def test_what_scanners_put_behind_the_end_passes(self, tail):
        assert look(files.pdf() + tail, PDF).facts.pages == 1

    @pytest.mark.parametrize("tail", [b"\n%<script>alert(1)</script>", b"\nPK\x03\x04", b"\n%" * 9])
    def test_what_is_no_remark_behind_the_end_is_refused(self, tail):
        assert code_of(files.pdf() + tail, PDF) == "type-mismatch"

    @pytest.mark.parametrize("before", [b"\n", b"\r\n  ", b"\xef\xbb\xbf"])
    def test_blanks_before_a_document_pass(self, before):
        assert look(before + files.pdf(), PDF).facts.pages == 1

    def test_saved_twice_it_passes(self):
        data = files.pdf()
        with pikepdf.open(io.BytesIO(data)) as document:
            document.docinfo["/Title"] = "报告"
            out = io.BytesIO()
            document.save(out, linearize=True)
        assert look(out.getvalue(), PDF)


def samsung(*blocks):
    """Samsung's trailer: blocks, and a directory that names each."""
    body, entries = b"", []
    for kind, name, content in blocks:
        block = struct.pack("<HHI", 0, kind, len(name)) + name + content
        entries.append((kind, len(body), len(block)))
        body += block
    directory = b"SEFH" + struct.pack("<II", 106, len(entries))
    for kind, start, size in entries:
        directory += struct.pack("<HHII", 0, kind, len(body) - start, size)
    return body + directory + struct.pack("<I", len(directory)) + b"SEFT"


class TestPhotos:
    @pytest.mark.parametrize(
        "options",
        [
            {"progressive": True},
            {"progressive": True, "optimize": True, "quality": 95},
            {"subsampling": 0},
            {"icc_profile": bytes(200_000)},
            {"dpi": (72, 72), "comment": "夏天"},
            {"restart_marker_blocks": 4},
            {"xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"},
        ],
    )
    def test_every_way_of_writing_a_jpeg_passes(self, options):
        out = io.BytesIO()
        Image.effect_noise((640, 480), 80).convert("RGB").save(out, "JPEG", **options)
        assert look(out.getvalue(), JPEG).facts.width == 640

    def test_a_picture_of_several_frames_passes(self):
        out = io.BytesIO()
        frames = [Image.new("RGB", (64, 48), (9 * n, 9, 9)) for n in range(3)]
        frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
        assert look(out.getvalue(), JPEG).facts.width == 64

    @pytest.mark.parametrize(
        "tail",
        [
            files.jpeg(80, 60),
            b"\0" * 100 + files.jpeg(80, 60),
            files.mp4(2000),
            files.jpeg(80, 60) + files.mp4(2000),
            files.mp4(2000) + b"v2_f30           0:0             LIVE_5482345        ",
            b"vivo" + json.dumps({"cameraInfo": {"f": 1.8}}).encode(),
            samsung((0x0A01, b"Image_UTC_Data", b"1588555815000")),
            samsung(
                (0x0A01, b"Image_UTC_Data", b"1588555815000"),
                (0x0A30, b"MotionPhoto_Data", files.mp4(3000)),
            ),
            files.jpeg(80, 60) + samsung((0x0A01, b"Image_UTC_Data", b"1588555815000")),
        ],
    )
    def test_what_phones_append_passes(self, tail):
        assert look(files.jpeg() + tail, JPEG).facts.width == 640

    def test_a_makers_note_passes(self):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x927C] = b"Apple iOS\0\0\1MM" + bytes(800)
        out = io.BytesIO()
        Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
        assert look(out.getvalue(), JPEG)

    @pytest.mark.parametrize("zero", [0.0, 1e-9, -0.0])
    def test_a_phone_without_a_fix_has_no_position(self, zero):
        assert look(files.jpeg(place=(zero, zero)), JPEG).facts.position is None
        assert look(files.jpeg(place=(0.0, 103.8)), JPEG).facts.position is not None

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_the_thumbnail_is_upright_and_unmirrored_however_the_phone_was_held(self, orientation):
        exif = Image.Exif()
        exif[0x0112] = orientation
        upright = Image.new("RGB", (60, 40), (250, 250, 250))
        upright.paste((0, 0, 0), (0, 0, 30, 20))
        wide = upright.transpose(TURNED[orientation]) if orientation > 1 else upright
        out = io.BytesIO()
        wide.save(out, "JPEG", exif=exif, quality=95)
        thumbnail = look(out.getvalue(), JPEG).thumbnail
        assert thumbnail is not None
        small = Image.open(io.BytesIO(thumbnail)).convert("L")
        assert small.size == (60, 40)
        pixels: Any = small.load()
        dark = [pixels[at] < 99 for at in ((5, 5), (55, 5), (5, 35), (55, 35))]
        assert dark == [True, False, False, False]

    @pytest.mark.parametrize("pointer", [0x8769, 0x8825, 0xA005])
    def test_a_directory_of_its_exif_that_leads_nowhere_is_no_fault_of_the_picture(self, pointer):
        facts = look(with_tag(pointer, 4, 0x00FFFFFF), JPEG).facts
        assert (facts.width, facts.taken_at, facts.position) == (40, None, None)

    def test_an_orientation_that_is_none_leaves_the_picture_as_it_is(self):
        assert look(with_tag(0x0112, 2, 0x00706F74), JPEG).thumbnail is not None


def with_tag(tag, kind, value):
    """A photo whose EXIF has this one tag."""
    exif = b"Exif\0\0II*\0" + struct.pack("<IHHHII", 8, 1, tag, kind, 1 if kind == 4 else 4, value)
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif + bytes(4))
    return out.getvalue()


TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How the sensor saw an upright picture, by the orientation that the phone then writes."""


def box(kind, content=b""):
    return struct.pack(">I4s", 8 + len(content), kind) + content


class TestFilms:
    @pytest.mark.parametrize(
        "tail",
        [
            box(b"sefd", b"SEFH" + bytes(40) + b"SEFT"),
            box(b"thma", bytes(20)),
            box(b"beam", b'{"vendor": "x"}'),
            box(b"\xa9xyz".replace(b"\xa9", b"c"), b"+36.0/"),
            b"\0" * 3,
            b"\0" * 4096,
            box(b"uuid", bytes(16)) + box(b"inst", bytes(4)),
        ],
    )
    def test_what_makers_put_behind_a_film_is_passed_over(self, tail):
        assert look(files.mp4(2000) + tail, MP4)

    @pytest.mark.parametrize(
        ("own", "others"),
        [
            (b"3gp4", (b"isom", b"3gp4")),
            (b"3gp6", ()),
            (b"MSNV", (b"MSNV", b"mp42", b"isom")),
            (b"XAVC", (b"XAVC", b"mp42")),
            (b"CAEP", (b"CAEP", b"isom")),
            (b"hvc1", (b"mp41", b"iso5")),
            (b"M4VH", (b"M4V ", b"mp42")),
        ],
    )
    def test_a_film_of_a_makers_own_brand_passes(self, own, others):
        film = files.mp4(2000)
        (length,) = struct.unpack_from(">I", film)
        assert look(box(b"ftyp", own + bytes(4) + b"".join(others)) + film[length:], MP4)

    def test_a_brand_that_nobody_plays_is_another_kind_of_file(self):
        film = files.mp4(2000)
        (length,) = struct.unpack_from(">I", film)
        assert code_of(box(b"ftyp", b"zzzz\0\0\0\0zzzz") + film[length:], MP4) == "type-mismatch"

    @pytest.mark.parametrize(
        "tail", [b"\0" * 65537, b"PK\x03\x04", b"\0\0\0\x20\xff\xfe\0\1" + bytes(24)]
    )
    def test_what_is_no_box_behind_a_film_is_refused(self, tail):
        assert code_of(files.mp4(2000) + tail, MP4) == "unreadable"


class TestOtherKinds:
    @pytest.mark.parametrize(
        ("data", "media_type", "word"),
        [
            (box(b"ftyp", b"heic\0\0\0\0mif1heic") + bytes(999), JPEG, "HEIC"),
            (box(b"ftyp", b"qt  \0\0\0\0qt  ") + bytes(999), MP4, "MOV"),
            (b"RIFF\x20\0\0\0WEBPVP8 " + bytes(99), JPEG, "WebP"),
            (b"GIF89a" + bytes(99), PNG, "GIF"),
            (files.png(), JPEG, "内容是 PNG 图片，登记为 JPEG 图片"),
            (files.pdf(), DOCX, "内容是 PDF"),
        ],
    )
    def test_what_was_uploaded_by_mistake_is_named(self, data, media_type, word):
        with pytest.raises(Reject) as refused:
            look(data, media_type)
        assert word in refused.value.where


class TestScreenshots:
    def test_a_wrong_sum_of_what_is_not_the_picture_is_passed_over(self):
        data = bytearray(files.png())
        at = data.index(b"IDAT") - 4
        damaged = struct.pack(">I", 4) + b"tEXt" + b"a\0bc" + bytes(4)
        assert look(bytes(data[:at] + damaged + data[at:]), PNG)
        data[-1] ^= 1  # of IEND
        assert code_of(bytes(data), PNG) == "broken-image"

    @pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
    def test_a_text_or_profile_that_does_not_unpack_is_passed_over(self, kind):
        from tests.unit.evidence.files import _chunk

        data = files.png()
        at = data.index(b"IDAT") - 4
        assert look(data[:at] + _chunk(kind, b"name\0\0no zlib") + data[at:], PNG)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_every_mode_passes(self, mode):
        out = io.BytesIO()
        Image.new(mode, (41, 33)).save(out, "PNG")
        assert look(out.getvalue(), PNG).facts.width == 41

    def test_profiles_texts_and_own_chunks_pass(self):
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_text("Software", "截图工具", zip=True)
        info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", zip=True)
        info.add(b"iDOT", bytes(28))
        out = io.BytesIO()
        Image.new("RGB", (40, 30)).save(
            out, "PNG", pnginfo=info, icc_profile=bytes(3000), dpi=(144, 144)
        )
        assert look(out.getvalue(), PNG)

    def test_an_interlaced_one_passes(self):
        from tests.unit.evidence.files import _chunk

        passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4)]  # of 8 × 8
        import zlib

        rows = b"".join((b"\0" + bytes(width)) * height for width, height in passes)
        header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 1)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)
        assert look(data, PNG).facts.width == 8


class TestPadding:
    @pytest.mark.parametrize("tail", [b"\r\n", b"\0" * 4096, b"\xff" * 100, b" \n", b"\xff\0\xff"])
    @pytest.mark.parametrize(("data", "media_type"), [(files.jpeg(), JPEG), (files.png(), PNG)])
    def test_padding_behind_a_picture_passes(self, data, media_type, tail):
        assert look(data + tail, media_type)

    def test_a_second_picture_behind_padding_is_still_found(self):
        assert look(files.jpeg() + b"\0\xff\xff" + files.jpeg(), JPEG)
        assert code_of(files.jpeg() + b"\xff\xff" + files.png(), JPEG) == "type-mismatch"

    @pytest.mark.parametrize("tail", [b"\0" * 70_000, b"tail", b"\xff" * 9 + b"<html>"])
    def test_more_than_padding_behind_a_picture_is_refused(self, tail):
        assert code_of(files.png() + tail, PNG) == "type-mismatch"
        assert code_of(files.jpeg() + tail, JPEG) == "type-mismatch"

    def test_a_films_box_with_the_sign_of_a_place_passes(self):
        box = struct.pack(">I", 16) + b"\xa9xyz" + b"+36.0+103"[:8]
        assert look(files.mp4() + box, MP4)
