"""What looks alike among ten million pictures; and what of a picture is known again.

``python -m tests.bench.reuse`` runs it alone. ``TONGXIN_BENCH_PICTURES`` (default 10,000,000): how
many. The reading is measured with ``TONGXIN_BENCH_READ`` (default 200,000) sealed pictures in the
document store. The photographs are those that scikit-image and scikit-learn ship (group ``bench``):
21 whole ones, a ninth of each of the larger, and 200 small faces and walls of one camera.
"""

import io
import itertools
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from kit.reader import Reader
from kit.store import Store
from services.evidence.checks.images import look
from services.evidence.checks.protocol import Limits
from services.evidence.piece.fingerprint import ALIKE, distance, written
from services.evidence.piece.media import JPEG
from services.evidence.piece.store import EVIDENCE
from services.evidence.reuse.fingerprints import Fingerprints, near
from services.evidence.reuse.index import Index
from tests.support.stack import Stack

PICTURES = int(os.environ.get("TONGXIN_BENCH_PICTURES", "10000000"))
READ = int(os.environ.get("TONGXIN_BENCH_READ", "200000"))
QUERIES = 40
PORTION = 10_000
MIB = 1024 * 1024
LIMITS = Limits(
    memory=1024 * MIB,
    seconds=60,
    fetch_seconds=20,
    pixels=64_000_000,
    unpacked=MIB,
    members=10,
    pdf_objects=10,
)

Change = Callable[[Image.Image], Image.Image]
Photo = tuple[str, Image.Image]


def lines(stack: Stack) -> Iterator[str]:
    yield from walking()
    yield from reading(stack)
    yield from catching()


# -- how fast -----------------------------------------------------------------------------------


def walking() -> Iterator[str]:
    """Time of the processor: beside others' work the clock says less."""
    chance = np.random.default_rng(20260801)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    known = Fingerprints()
    for _ in range(0, PICTURES, 10**6):
        some = chance.integers(0, 2**64, min(10**6, PICTURES), dtype=np.uint64)
        known.add(some)  # type: ignore[arg-type]
    held = known.all()
    taken = []
    for at in chance.integers(0, PICTURES, QUERIES):
        wanted = int(held[at]) ^ 0b1010101
        begun = time.thread_time()
        found = near([held], wanted, ALIKE)
        taken.append((time.thread_time() - begun) * 1000)
        assert int(held[at]) in found
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    p95 = quantiles(taken, n=20)[-1]
    took = f"{median(taken):.0f} ms of a core, p95 {p95:.0f}"
    yield f"{len(held):,} fingerprints in eight positions: {took}"
    yield f"{held.nbytes / 1e6:.0f} MB held, {(after - before) / 1024:.0f} MiB while it grew"


def reading(stack: Stack) -> Iterator[str]:
    """The rows hold what is asked for alone: what is read of a sealed picture is in its index."""
    store = Store(stack.env("evidence")["TONGXIN_MONGO_URL"], [EVIDENCE], pool=4, mark_days=1)
    rows, start = store.database[EVIDENCE.collection], datetime(2026, 1, 1, tzinfo=UTC)
    store.load(EVIDENCE, "none")  # makes the indexes
    for at in range(0, READ, PORTION):
        rows.insert_many([_row(n, start) for n in range(at, at + PORTION)])
    index, begun = Index(), time.perf_counter()
    index.read(Reader(store), datetime.now(UTC))
    took = time.perf_counter() - begun
    yield f"read at the start: {READ:,} in {took:.1f} s, {READ / took:,.0f} a second"
    store.close()


def _row(n: int, start: datetime) -> dict[str, object]:
    facts = {"fingerprint": written(n * 0x9E3779B97F4A7C15 % 2**64)}
    state = {"sealed_at": start + timedelta(seconds=n), "verdict": {"facts": facts}}
    return {"_id": f"bench-{n}", "district": "bench", "state": state | {"state": "SEALED"}}


# -- what it catches ------------------------------------------------------------------------------


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _again(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(_jpeg(image, quality)))


def _cropped(share: float) -> Change:
    def crop(one: Image.Image) -> Image.Image:
        x, y = one.width * share / 2, one.height * share / 2
        return one.crop((round(x), round(y), round(one.width - x), round(one.height - y)))

    return crop


def _barred(one: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (one.width, round(one.height * 1.3)))
    screen.paste(one, (0, round(one.height * 0.15)))
    return screen


def _stamped(height: float) -> Change:
    def stamp(one: Image.Image) -> Image.Image:
        marked = one.convert("RGB")
        top = round(one.height * (1 - height))
        ImageDraw.Draw(marked).rectangle((0, top, one.width // 2, one.height), fill=(20, 20, 20))
        return marked

    return stamp


def _watermarked(one: Image.Image) -> Image.Image:
    layer = Image.new("RGBA", one.size)
    for top in range(0, one.height, max(20, one.height // 6)):
        ImageDraw.Draw(layer).text((one.width // 5, top), "SAMPLE " * 4, fill=(255, 255, 255, 120))
    return Image.alpha_composite(one.convert("RGBA"), layer).convert("RGB")


def _turned(degrees: float) -> Change:
    return lambda one: one.rotate(degrees, Image.Resampling.BICUBIC, expand=degrees == 90)


def _smaller(parts: int) -> Change:
    return lambda one: one.resize((one.width // parts, one.height // parts))


CHANGES: dict[str, Change] = {
    "saved anew, quality 30": lambda one: _again(one, 30),
    "half the size": _smaller(2),
    "a sixth of the size, quality 70": lambda one: _again(_smaller(6)(one), 70),
    "30 % brighter": lambda one: ImageEnhance.Brightness(one).enhance(1.3),
    "40 % more contrast": lambda one: ImageEnhance.Contrast(one).enhance(1.4),
    "black and white": lambda one: one.convert("L"),
    "turned by 90°": _turned(90),
    "turned by 180°": _turned(180),
    "mirrored": ImageOps.mirror,
    "watermark all over": _watermarked,
    "cropped by 2 %": _cropped(0.02),
    "cropped by 5 %": _cropped(0.05),
    "cropped by 10 %": _cropped(0.1),
    "turned by 2°": _turned(2),
    "stamp of 5 % of the height, half the width": _stamped(0.05),
    "stamp of 12 % of the height, half the width": _stamped(0.12),
    "screenshot with bars": _barred,
}


def catching() -> Iterator[str]:
    whole, parts = photographs()
    prints = [(name, image, _print(image)) for name, image in whole]
    for what, change in CHANGES.items():
        bits = sorted(distance(one, _print(change(image))) for _, image, one in prints)
        caught = sum(one <= ALIKE for one in bits)
        yield f"{what:<46}{caught:>3} of {len(bits)}   bits: {median(bits):.0f}, at most {bits[-1]}"
    looks = [one for name, image in (*whole, *parts) if (one := _print(image))]
    pairs = [distance(a, b) for a, b in itertools.combinations(looks, 2)]
    plain = len(whole) + len(parts) - len(looks)
    for most in (4, 6, ALIKE, 10, 12):
        count = sum(bits <= most for bits in pairs)
        yield f"other pictures within {most:>2} bits: {count} of {len(pairs)}"
    yield f"too plain to compare: {plain} of {len(whole) + len(parts)}"


def _print(image: Image.Image) -> int:
    """As a check reads it from a file; 0 of one too plain."""
    found = look(io.BytesIO(_jpeg(image, 90)), JPEG, LIMITS)
    return int(found.facts.fingerprint or "0", 16)


def photographs() -> tuple[list[Photo], list[Photo]]:
    """Whole ones, and look-alikes: parts of the larger, and small ones of one camera."""
    data = [_folder("skimage") / "data", _folder("sklearn") / "datasets" / "images"]
    files = sorted(one for folder in data for one in folder.iterdir() if one.name in WHOLE)
    whole = [(one.name, Image.open(one).convert("RGB")) for one in files]
    parts = [
        (f"{name} {x}{y}", image.crop((x * w, y * h, (x + 1) * w, (y + 1) * h)))
        for name, image in whole
        if name in CUT
        for w, h in [(image.width // 3, image.height // 3)]
        for x in range(3)
        for y in range(3)
    ]
    faces = np.load(data[0] / "lfw_subset.npy")
    small = [Image.fromarray((one * 255).clip(0, 255).astype("uint8")) for one in faces]
    return whole, parts + [(f"face {n}", one.resize((256, 256))) for n, one in enumerate(small)]


def _folder(package: str) -> Path:
    """Where a package lies. Raises: LookupError where it is not installed."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise LookupError(f"{package} is not installed: uv sync --group bench")
    return Path(found.origin).parent


CUT = frozenset(
    {
        *("astronaut.png", "brick.png", "chelsea.png", "china.jpg", "coffee.png", "flower.jpg"),
        *("grass.png", "gravel.png", "hubble_deep_field.jpg", "ihc.png", "motorcycle_left.png"),
        *("motorcycle_right.png", "retina.jpg", "rocket.jpg"),
    }
)
WHOLE = CUT | {
    *("camera.png", "cell.png", "coins.png", "color.png", "moon.png", "page.png", "text.png"),
}


if __name__ == "__main__":
    for one in (*walking(), *catching()):
        sys.stdout.write(f"{one}\n")
