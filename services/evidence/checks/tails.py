"""What phones append behind a photo, each kind proved by its structure: nothing else may be there.

A second picture (MPO, gain map), a short film (motion photo), Samsung's trailer of named blocks,
and a word of the maker: JSON, or the mark of a live photo.
"""

import io
import json
import re
import struct

from services.evidence.checks import jpeg, videos
from services.evidence.checks.protocol import Reject

MAX_ITEMS = 64
MAX_PADDING = 64 * 1024
MAX_WORD = 16 * 1024
NO_PADDING = re.compile(rb"\xff\xd8|[^\0\xff\r\n\t ]")
"""What is no padding: the start of a picture, or any byte but zeros, blanks and filling."""
LIVE = re.compile(rb"v\d_f\d{1,4} {0,16}[\d: ]{0,24}LIVE_\d{1,12} {0,24}\Z")
MAKERS_WORD = re.compile(rb"[A-Za-z0-9_!]{0,24}(?=\{)")
VALUE = re.compile(rb"[\x00-\x08\w.,:+ -]*")
SAMSUNG, SAMSUNG_END = b"SEFH", b"SEFT"
ENTRY = 12


def must_be_known(data: bytes, at: int, pixels: int) -> list[bytes]:
    """Comments of the pictures behind the first. Raises: Reject (type-mismatch, …)."""
    end = len(data)
    texts: list[bytes] = []
    if data.endswith(SAMSUNG_END):
        end = _samsung(data, at, pixels)
        data = data[:end]
    for _ in range(MAX_ITEMS):
        at = _behind_padding(data, at, end)
        if at == end:
            return texts
        if data.startswith(jpeg.START + b"\xff", at, end):
            second = jpeg.walk(data, at, pixels)
            at, texts = second.at, texts + second.comments
        elif _is_film(data, at):
            at = _film(data, at, end)
        elif _is_word(data[at:end]):
            return texts
        else:
            break
    raise Reject("type-mismatch", "JPEG: EOI")


def _behind_padding(data: bytes, at: int, end: int) -> int:
    behind = NO_PADDING.search(data, at, end)
    begin = behind.start() if behind else end
    if begin - at > MAX_PADDING:
        raise Reject("type-mismatch", "JPEG: EOI")
    # The size of a film's first box begins with zeros itself.
    films = (begin - zeros for zeros in range(5))
    return next((one for one in films if one >= at and _is_film(data, one)), begin)


def _is_film(data: bytes, at: int) -> bool:
    return data[at + 4 : at + 8] == b"ftyp"


def _film(data: bytes, at: int, end: int) -> int:
    """The end of a film; the mark of a live photo may stand behind it."""
    mark = LIVE.search(data, max(at, end - 64), end)
    film_end = mark.start() if mark else end
    videos.must_be_film(io.BytesIO(data), at, film_end)
    return film_end


def _is_word(rest: bytes) -> bool:
    """A maker's own word at the very end: plain JSON behind a name, or the mark of a live photo."""
    if len(rest) > MAX_WORD:
        return False
    if LIVE.match(rest):
        return True
    name = MAKERS_WORD.match(rest)
    if name is None or b"<" in rest:
        return False
    try:
        return isinstance(json.loads(rest[name.end() :].rstrip(b"\0 \r\n")), dict)
    except (ValueError, RecursionError):
        return False


def _samsung(data: bytes, at: int, pixels: int) -> int:
    """Where Samsung's trailer begins: blocks that fill it, and a directory that names each."""
    try:
        (length,) = struct.unpack_from("<I", data, len(data) - 8)
        start = len(data) - 8 - length
        if start < at or data[start : start + 4] != SAMSUNG:
            raise Reject("type-mismatch", "JPEG: SEFT")
        _version, count = struct.unpack_from("<II", data, start + 4)
        if count > MAX_ITEMS or length != ENTRY * (count + 1):
            raise Reject("type-mismatch", "JPEG: SEFT")
        places = []
        for number in range(count):
            entry = struct.unpack_from("<HHII", data, start + ENTRY * (number + 1))
            places.append((start - entry[2], entry[3], entry[1]))
        return _blocks(data, at, start, sorted(places), pixels)
    except struct.error as fault:
        raise Reject("type-mismatch", "JPEG: SEFT") from fault


def _blocks(data: bytes, at: int, end: int, places: list[tuple[int, int, int]], pixels: int) -> int:
    """The start of the first block; they lie side by side up to ``end``."""
    first = expected = places[0][0] if places else end
    for place, size, kind in places:
        _zero, told, length = struct.unpack_from("<HHI", data, place)
        content = place + 8 + length
        if place != expected or place < at or told != kind or content > place + size:
            raise Reject("type-mismatch", "JPEG: SEFT")
        _must_be_harmless(data[content : place + size], pixels)
        expected = place + size
    if expected != end:
        raise Reject("type-mismatch", "JPEG: SEFT")
    return first


def _must_be_harmless(block: bytes, pixels: int) -> None:
    """A picture, a film, or a short value."""
    if block.startswith(jpeg.START + b"\xff"):
        if jpeg.walk(block, 0, pixels).at == len(block):
            return
    elif _is_film(block, 0):
        videos.must_be_film(io.BytesIO(block), 0, len(block))
        return
    elif (len(block) <= 64 and VALUE.fullmatch(block)) or _is_word(block):
        return
    raise Reject("type-mismatch", "JPEG: SEFT")
