"""PDF: opened, counted, and refused where it is locked or would do something by itself."""

from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

import pikepdf

from services.evidence.checks.protocol import Finding, Limits, Reject
from services.evidence.checks.sniff import alone
from services.evidence.domain.verdict import Facts

ACTIONS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute")
KEYS = ("/JS", "/JavaScript", "/XFA")
DEPTH = 100
"""How deep direct objects may be nested."""


def look(file: IO[bytes], _media_type: str, limits: Limits) -> Finding:
    """Raises: Reject (type-mismatch, encrypted, unreadable, macro, decompression-bomb)."""
    file.seek(0)
    if file.read(5) != b"%PDF-":
        raise Reject("type-mismatch")
    alone(file, b"")
    file.seek(0)
    try:
        with pikepdf.open(cast(BinaryIO, file), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Reject("encrypted")
            if len(pdf.objects) > limits.pdf_objects:
                raise Reject("decompression-bomb")
            _must_be_passive(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as fault:
        raise Reject("encrypted") from fault
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as fault:
        raise Reject("unreadable") from fault
    if pages == 0:
        raise Reject("unreadable")
    return Finding(facts=Facts(pages=pages), tools={"pikepdf": pikepdf.__version__})


def _must_be_passive(pdf: pikepdf.Pdf) -> None:
    for top in (pdf.trailer, *pdf.objects):
        for inner in _dictionaries(top, DEPTH):
            if any(key in inner for key in KEYS) or str(inner.get("/S", "")) in ACTIONS:
                raise Reject("macro")


def _dictionaries(item: Any, depth: int) -> Iterator[Any]:
    """The dictionaries in an object, itself included, down to where references begin."""
    if depth == 0:
        raise Reject("unreadable")
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield item
        children = [item.get(key) for key in item.keys()]  # noqa: SIM118  not a mapping
    elif isinstance(item, pikepdf.Array):
        children = list(item)
    else:
        return
    for child in children:
        # Plain numbers and names come as Python's own; what is referred to is looked at by itself.
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth - 1)
