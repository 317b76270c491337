"""Files made to cost much: small on the wire, long in the checker."""

import io
import re
import struct
import zipfile
import zlib

from PIL import Image

from tests.unit.evidence import files, office

MIB = 1024 * 1024
SOS = re.compile(rb"\xff\xda")


def relations_of(data: bytes) -> bytes:
    """A document whose relationships are these bytes."""
    return files.docx({"word/_rels/document.xml.rels": data})


def angle_brackets() -> bytes:
    """5 KB that a search for ``<[^>]*…`` walks through for minutes."""
    return relations_of(b"<" * (4 * MIB))


def jpeg_of_scans(scans: int = 6000, side: int = 7000) -> bytes:
    """The last scan of a progressive picture, over and over: some 75 bytes and 0.04 s each."""
    out = io.BytesIO()
    Image.new("L", (side, side), 90).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = [found.start() for found in SOS.finditer(data)][-1]
    return data[:last] + data[last:-2] * scans + data[-2:]


def jpeg_with(filler: bytes) -> bytes:
    """A photo with something between its start and its first segment."""
    data = files.jpeg(64, 48)
    return data[:2] + filler + data[2:]


def jpeg_of_fill_bytes(size: int = 7 * MIB) -> bytes:
    return jpeg_with(b"\xff" * size)


def jpeg_of_comments(size: int = 7 * MIB) -> bytes:
    return jpeg_with(b"\xff\xfe\x00\x02" * (size // 4))


def pdf_of(body: bytes) -> bytes:
    """A page, and an object with this body that nothing but a full look reaches."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        body,
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, data in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    out += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def pdf_of_dictionaries(count: int = 1_900_000) -> bytes:
    return pdf_of(b"[" + b"<<>>" * count + b"]")


def pdf_of_arrays(count: int = 1_900_000) -> bytes:
    return pdf_of(b"[" + b"[]" * count + b"]")


def pdf_of_depth(depth: int = 400_000) -> bytes:
    return pdf_of(b"[" * depth + b"]" * depth)


def pdf_of_packed(body: bytes) -> bytes:
    """The same body inside a packed stream of objects, as a table of references names it."""
    plain = pdf_of(b"null")
    packed = zlib.compress(b"4 0 " + body, 9)
    places = [plain.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    end = plain.index(b"4 0 obj")
    head = b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n"
    out = bytearray(plain[:end] + head % len(packed) + packed + b"\nendstream\nendobj\n")
    rows = [(0, 0, 0), *((1, place, 0) for place in places), (2, 5, 0), (1, end, 0)]
    rows.append((1, len(out), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    told = b"<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n" % len(table)
    start = len(out)
    out += b"6 0 obj\n" + told + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def packed_zeros(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


def png_of(*chunks: tuple[bytes, bytes], width: int = 16, height: int = 16) -> bytes:
    """A grey picture with these chunks before its pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((1 + width) * height))
    parts = [(b"IHDR", header), *chunks, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(files._chunk(kind, data) for kind, data in parts)


def png_that_inflates(size: int = 300 * MIB) -> bytes:
    """16 × 16 pixels whose data unpack to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()
    header = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(files._chunk(kind, data) for kind, data in parts)


def png_of_chunks(count: int = 1_000_000) -> bytes:
    empty = files._chunk(b"IDAT", b"")
    head = png_of()
    at = head.index(b"IDAT") - 4
    return head[:at] + empty * count + head[at:]


def package_of_members(count: int = 300_000) -> bytes:
    """A directory of very many members, all of them the first one."""
    whole = files.docx()
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        start = package.start_dir
    size = len(whole) - 22 - start
    one = whole[start : start + 46 + len("[Content_Types].xml")]
    more = one * count
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 3, 3, size + len(more), start, 0)
    return whole[: start + size] + more + end


def mp4_of_boxes(count: int = 1_000_000) -> bytes:
    return files.mp4(tail=files._box(b"free", b"") * count)


def markup(inside: bytes) -> bytes:
    """A document's main part with this inside."""
    return b'<w:document xmlns:w="urn:w">' + inside + b"</w:document>"


def docx_of(inside: bytes) -> bytes:
    return files.docx({"word/document.xml": markup(inside)})


def docx_of_elements(count: int = 10_000_000) -> bytes:
    return docx_of(b"<a/>" * count)


def workbook_of_cells(count: int = 600_000) -> bytes:
    """A sheet that is long, and nothing else is wrong with it."""
    return office.workbook(cells='<c r="A1"><v>1</v></c>' * count, compress=False)


def workbook_of_formulas(count: int = 2_500_000) -> bytes:
    """Elements of four bytes, each of which a rule wants to see."""
    return office.workbook(cells="<f/>" * count, compress=False)


def docx_of_depth(depth: int = 1_000_000) -> bytes:
    return docx_of(b"<a>" * depth + b"</a>" * depth)


def docx_of_attributes(count: int = 1_000_000) -> bytes:
    named = b" ".join(b'a%d=""' % number for number in range(count))
    return docx_of(b"<a " + named + b"/>")


def docx_of_one_token(size: int = 60 * MIB) -> bytes:
    """An attribute without an end: a parser that begins anew with each block is quadratic."""
    return files.docx({"word/document.xml": b'<w:document a="' + b" a" * (size // 2)})
