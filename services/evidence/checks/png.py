"""PNG, walked chunk by chunk: its end, and that its pixels unpack to what its header says."""

import struct
import zlib

from services.evidence.checks.protocol import Reject

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 65_536
MAX_PACKED = 4 * 1024 * 1024
"""Bytes to which a packed text or colour profile may unpack; all of them to twice that."""

MAX_OTHER = 8 * 1024 * 1024
"""Bytes of all that is not pixels."""

BLOCK = 1024 * 1024
TEXTS = (b"tEXt", b"iTXt", b"zTXt")
PADDING = b"\0\xff\r\n\t "
MAX_PADDING = 64 * 1024
"""Bytes that programs and transfers put behind a picture."""
CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {1, 2, 4, 8, 16}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2))
LAST_PASS = (0, 1, 1, 2)


class Pixels:
    """The pixel data on their way: unpacked, counted and thrown away."""

    def __init__(self, expected: int) -> None:
        self._left = expected
        self._unpacker = zlib.decompressobj()

    def take(self, data: bytes) -> None:
        if self._unpacker.eof and data:
            raise Reject("broken-image", "PNG: IDAT")
        while data:
            self._left -= len(self._unpacker.decompress(data, BLOCK))
            data = self._unpacker.unconsumed_tail
            if self._left < 0:
                raise Reject("decompression-bomb", "PNG: IDAT")
        if self._unpacker.unused_data:
            raise Reject("type-mismatch", "PNG: IDAT")

    def must_be_whole(self) -> None:
        if self._left or not self._unpacker.eof:
            raise Reject("broken-image", "PNG: IDAT")


def walk(data: bytes, pixels: int) -> tuple[list[bytes], bytes]:
    """The texts of the picture, which ends with the last byte, and the picture without what is
    beside it and damaged: every viewer passes over that, and one decoder does not. Raises: Reject.
    """
    try:
        return _walk(data, pixels)
    except (struct.error, zlib.error) as fault:
        raise Reject("broken-image", f"PNG: {fault}") from fault


def _walk(data: bytes, most: int) -> tuple[list[bytes], bytes]:
    kind, at = b"", len(SIGNATURE)
    if not data.startswith(SIGNATURE):
        raise Reject("broken-image")
    pixels: Pixels | None = None
    texts: list[bytes] = []
    damaged: list[slice] = []
    other = unpacked = 0
    for _ in range(MAX_CHUNKS):
        start, (kind, chunk, at, whole) = at, _chunk(data, at)
        if not whole:
            damaged.append(slice(start, at))
        if (kind == b"IHDR") != (pixels is None) or (kind[0] < 0x60 and kind not in CRITICAL):
            raise Reject("broken-image", "PNG")
        if pixels is None:
            pixels = Pixels(_unpacked_size(chunk, most))
        elif kind == b"IDAT":
            pixels.take(chunk)
        elif kind == b"IEND":
            break
        else:
            other += len(chunk)
            text = _text(kind, chunk)
            unpacked += len(text)
            texts += [text] if kind in TEXTS else []
        if other > MAX_OTHER or unpacked > 2 * MAX_PACKED:
            raise Reject("decompression-bomb", "PNG")
    if kind != b"IEND" or pixels is None:
        raise Reject("too-costly", f"PNG: > {MAX_CHUNKS}")
    pixels.must_be_whole()
    if data[at:].strip(PADDING) or len(data) - at > MAX_PADDING:
        raise Reject("type-mismatch", "PNG: IEND")
    return texts, _without(data, damaged)


def _without(data: bytes, parts: list[slice]) -> bytes:
    ends = [0, *(part.stop for part in parts)]
    starts = [*(part.start for part in parts), len(data)]
    return b"".join(data[a:b] for a, b in zip(ends, starts, strict=True)) if parts else data


def _chunk(data: bytes, at: int) -> tuple[bytes, bytes, int, bool]:
    """(kind, content, offset of the next, whether its sum is right).

    Raises: Reject, struct.error.
    """
    length, kind = struct.unpack_from(">I4s", data, at)
    chunk = data[at + 8 : at + 8 + length]
    (told,) = struct.unpack_from(">I", data, at + 8 + length)
    whole = zlib.crc32(chunk, zlib.crc32(kind)) == told
    if not kind.isalpha() or (not whole and kind in CRITICAL):
        raise Reject("broken-image", "PNG: CRC")
    return kind, chunk, at + 12 + length, whole


def _unpacked_size(header: bytes, most: int) -> int:
    """Bytes of all rows, each with its filter byte, by size, colours and interlacing."""
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not width or not height or colours not in CHANNELS or depth not in DEPTHS:
        raise Reject("broken-image", "PNG: IHDR")
    if width * height > most:
        raise Reject("decompression-bomb")
    bits = CHANNELS[colours] * depth
    passes = (*ADAM7, LAST_PASS) if interlaced else ((0, 0, 1, 1),)
    size = 0
    for left, top, across, down in passes:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            size += rows * (1 + -(-columns * bits // 8))
    return size


def _text(kind: bytes, chunk: bytes) -> bytes:
    """What a chunk beside the pixels says, unpacked as far as that goes. Raises: Reject."""
    if kind in (b"zTXt", b"iCCP"):
        return _unpack(chunk.partition(b"\0")[2][1:])
    if kind == b"iTXt":
        _, _, rest = chunk.partition(b"\0")
        text = rest[2:].split(b"\0", 2)[-1]
        return _unpack(text) if rest[:1] == b"\x01" else text
    return chunk if kind == b"tEXt" else b""


def _unpack(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MAX_PACKED)
    except zlib.error:  # no viewer can read it either, and shows the picture
        return b""
    if unpacker.unconsumed_tail:
        raise Reject("decompression-bomb", "PNG")
    return text
