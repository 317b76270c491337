"""PDF: counted, opened, and refused where it is locked, holds other files or would do something."""

from typing import IO, Any, BinaryIO, cast

import pikepdf

from services.evidence.checks import pages, previews
from services.evidence.checks.fields import is_link
from services.evidence.checks.names import names
from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import alone
from services.evidence.piece.verdict import Facts

NAVIGATION = ("/NextPage", "/PrevPage", "/FirstPage", "/LastPage")
ACTIONS = ("/GoTo", "/URI", "/Named")
"""What a click may do: go to a page of this document, or to a web page."""

OTHER_ACTIONS = names(
    "/GoToR /GoToE /GoToDp /Launch /Thread /Sound /Movie /Hide /SubmitForm /ResetForm /ImportData "
    "/JavaScript /SetOCGState /Rendition /Trans /GoTo3DView /RichMediaExecute"
)
ACTION_KEYS = ("/A", "/PA", "/Next")
ACTING = names("/AA /JS /JavaScript /XFA /Renditions /AlternatePresentations /RichMediaContent")
EMBEDDING = names("/EF /EmbeddedFiles /Collection /FFilter /FDecodeParms")
FILES = frozenset(("/Filespec", "/F", "/EmbeddedFile"))
"""Types of dictionaries that name another file."""

TOLD = names("/F /Type /Subtype /Rect /S /URI /OpenAction")
WATCHED = ACTING | EMBEDDING | TOLD | frozenset(ACTION_KEYS)
"""Keys without which a dictionary does nothing."""

ANNOTATIONS = names(
    "/Link /Text /FreeText /Line /Square /Circle /Polygon /PolyLine /Highlight /Underline "
    "/Squiggly /StrikeOut /Stamp /Caret /Ink /Popup /Widget /Watermark /Redact /PrinterMark "
    "/TrapNet"
)
ACTIVE = names("/FileAttachment /Sound /Movie /Screen /RichMedia /3D /U3D /PRC /PS")

BLOCK = 1024 * 1024
NOISE = 64
"""Bytes of packed data in which a bracket stands by chance."""

BEFORE = b"\xef\xbb\xbf\r\n\t "
MAX_BEFORE = 64
"""Bytes of what gateways of mail and scanners put before a document: blanks, a byte order mark."""

END = b"%%EOF"
END_WITHIN = 1024
BLANKS = b"\0\t\r\n\f "
MAX_PADDING = 64 * 1024
MAX_REMARKS = 5


def look(file: IO[bytes], _media_type: str, limits: Limits) -> Finding:
    """Raises: Reject."""
    _must_be_modest(file, limits)
    alone(file)
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Reject("encrypted")
            if len(pdf.objects) > limits.pdf_objects:
                raise Reject("decompression-bomb", "PDF")
            _must_be_passive(pdf, limits.pdf_objects)
            count = len(pdf.pages)
    except pikepdf.PasswordError as fault:
        raise Reject("encrypted") from fault
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as fault:
        raise Reject("unreadable", f"{type(fault).__name__}: {fault}") from fault
    if count == 0:
        raise Reject("unreadable", "PDF: 0")
    return Finding(
        facts=Facts(pages=count),
        tools={"pikepdf": pikepdf.__version__, "pypdfium2": pages.VERSION},
        thumbnail=previews.drawn(lambda: pages.first(file)),
    )


def _are_remarks(text: bytes) -> bool:
    """Lines of remark, as a scanner's program writes them behind the end; no markup."""
    lines = [line for line in text.splitlines() if line]
    plain = text.isascii() and b"<" not in text
    return plain and len(lines) <= MAX_REMARKS and all(line.startswith(b"%") for line in lines)


def _must_be_modest(file: IO[bytes], limits: Limits) -> None:
    """From its mark to its mark, and its containers counted before anything is made of them."""
    file.seek(0)
    if not file.read(5 + MAX_BEFORE).lstrip(BEFORE).startswith(b"%PDF-"):
        raise Reject("type-mismatch")
    size = file.seek(0, 2)
    file.seek(max(0, size - END_WITHIN - MAX_PADDING))
    _, end, behind = file.read().rstrip(BLANKS)[-END_WITHIN:].rpartition(END)
    if not end:
        raise Reject("unreadable", "PDF: %%EOF")
    if not _are_remarks(behind.strip(BLANKS)):
        raise Reject("type-mismatch", "PDF: %%EOF")
    file.seek(0)
    dictionaries = arrays = 0
    while block := file.read(BLOCK):
        dictionaries += block.count(b"<<")
        arrays += block.count(b"[")
    most = limits.pdf_objects + size // NOISE
    if dictionaries > most or arrays > most:
        raise Reject("decompression-bomb", "PDF")


def _must_be_passive(pdf: pikepdf.Pdf, most: int) -> None:
    """Every container of every object, at any depth. Raises: Reject."""
    waiting: list[Any] = [pdf.trailer]
    count = 0
    for top in pdf.objects:
        waiting.append(top)
        while waiting:
            item = waiting.pop()
            if isinstance(item, pikepdf.Array):
                inner = list(item)
            elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                entries = dict(item.items())
                _must_be_harmless(entries, isinstance(item, pikepdf.Stream))
                inner = list(entries.values())
            else:
                continue
            # Plain values come as Python's own; what is referred to is an object of its own.
            waiting += [
                one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect
            ]
            count += 1
            if count > most or len(waiting) > 4 * most:
                raise Reject("decompression-bomb", "PDF")


def _must_be_harmless(entries: dict[str, Any], stream: bool) -> None:
    """One dictionary."""
    if WATCHED.isdisjoint(entries):
        return
    if not ACTING.isdisjoint(entries):
        raise Reject("macro", "PDF: " + min(ACTING & entries.keys()))
    if not EMBEDDING.isdisjoint(entries) or (stream and "/F" in entries):
        raise Reject("embedded", "PDF: " + min((EMBEDDING | {"/F"}) & entries.keys()))
    if _name(entries, "/Type") in FILES:
        raise Reject("embedded", f"PDF: {_name(entries, '/Type')}")
    subtype = _name(entries, "/Subtype")
    if subtype in ACTIVE or ("/Rect" in entries and subtype not in ("", *ANNOTATIONS)):
        raise Reject("macro", f"PDF: {subtype}")
    kind = _name(entries, "/S")
    if kind in OTHER_ACTIONS:
        raise Reject("macro", f"PDF: {kind}")
    if kind == "/Named" and "/N" in entries and _name(entries, "/N") not in NAVIGATION:
        raise Reject("macro", f"PDF: {_name(entries, '/N')}")
    if "/URI" in entries:
        _must_be_link(entries["/URI"])
    if "/OpenAction" in entries:
        _must_be_action(entries["/OpenAction"], ("/GoTo",), required=True)
    for key in ACTION_KEYS:
        if key in entries:
            _must_be_action(entries[key], ACTIONS, required=False)


def _must_be_action(value: Any, allowed: tuple[str, ...], *, required: bool) -> None:
    """``required``: a dictionary here is an action; else only one that names its kind is."""
    if not isinstance(value, pikepdf.Dictionary):
        return
    kind = str(value.get("/S", ""))
    if kind not in allowed and (kind or required):
        raise Reject("macro", f"PDF: {kind[:40]}")


def _must_be_link(value: Any) -> None:
    """The target of a link, or the dictionary that gives the base of all."""
    if isinstance(value, pikepdf.Dictionary):
        value = value.get("/Base", "#")
    target = str(value)
    if not is_link(target) and not target.lower().startswith("www."):
        raise Reject("embedded", f"PDF: {target[:60]}")


def _name(entries: dict[str, Any], key: str) -> str:
    value = entries.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
