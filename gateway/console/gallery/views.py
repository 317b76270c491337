"""From a piece of evidence to what its pages show. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.words import Lang
from gateway.console.frame.words import stamp

Json = dict[str, Any]

SHOWN_BY_BROWSERS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
"""Of other pictures (HEIC) the thumbnail is shown, and the original is fetched."""
CAPTIONS = ("time", "place", "people", "theme", "background", "cause")
STATES: Mapping[str, str] = {
    "SEALED": "ok",
    "REJECTED": "red",
    "QUARANTINED": "orange",
    "EXPIRED": "none",
    "DISPOSED": "none",
}
"""The shape of a state; of others: under way."""
UNITS = ("B", "KB", "MB", "GB")


class Piece(NamedTuple):
    """A file as its pages show it. ``still``: it has a thumbnail; ``shows``: a browser shows the
    original. ``without``: what a picture should say of itself and does not, as keys of words.
    ``shape``: of its state. ``like``: the earlier picture that it looks like. ``before``,
    ``supersedes``: ids of other pieces. ``dated``: the day that it is about, as ISO has it."""

    id: str
    title: str
    filename: str
    kind: str
    place: str
    time: str
    mode: str
    state: str
    shape: str
    unit: str
    district: str
    reason: str
    still: bool
    shows: bool
    reused: Json | None
    like: Json | None
    comparison: str | None
    doubts: list[str]
    without: list[str]
    before: str = ""
    supersedes: str = ""
    dated: str = ""
    marks: Sequence[Json] = ()
    items: Sequence[str] = ()


def piece(shown: Json, lang: Lang) -> Piece:
    caption, facts = shown["caption"], shown["facts"]
    return Piece(
        shown["id"],
        shown["title"],
        shown["filename"],
        kind(shown["media_type"]),
        caption["place"],
        caption["time"] or stamp(shown["captured_at"] or facts.get("taken_at"), lang),
        shown["mode"],
        shown["state"],
        STATES.get(shown["state"], "now"),
        shown["unit"],
        shown["district"],
        shown["reason"],
        shown["thumbnail"],
        shown["state"] == "SEALED" and shown["media_type"] in SHOWN_BY_BROWSERS,
        shown["duplicate"],
        shown["near_of"],
        shown["comparison"],
        shown["doubts"],
        list(_without(shown)),
        shown.get("before") or "",
        shown.get("supersedes") or "",
        shown.get("dated") or "",
        shown.get("marks", ()),
        shown.get("items", ()),
    )


def percent(fraction: float) -> str:
    """0.1235 -> 12.35"""
    return f"{fraction * 100:.2f}".rstrip("0").rstrip(".")


def fraction(text: str) -> str:
    """The same the other way; what is no number is left for the order to refuse."""
    try:
        return str(round(float(text) / 100, 4))
    except ValueError:
        return text


def _without(shown: Json) -> Iterable[str]:
    """Only of a picture that was looked at; a document has no camera."""
    if shown["state"] != "SEALED" or kind(shown["media_type"]) != "picture":
        return
    if not shown["facts"].get("taken_at"):
        yield "gallery.no_time"
    if not shown["facts"].get("position"):
        yield "gallery.no_position"


def kind(media_type: str) -> str:
    """ "picture", "video" or "document"."""
    return {"image": "picture", "video": "video"}.get(media_type.partition("/")[0], "document")


def size(count: int) -> str:
    """31927 -> 31.2 KB"""
    value, unit = float(count), 0
    while value >= 1024 and unit < len(UNITS) - 1:
        value, unit = value / 1024, unit + 1
    return f"{value:.1f} {UNITS[unit]}" if unit else f"{count} B"


def filters(asked: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Those of the address that say something."""
    return {name: asked[name].strip() for name in names if asked.get(name, "").strip()}


class Side(NamedTuple):
    """A line of two captions side by side. ``label``: a word."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def beside(one: Json, other: Json, lang: Lang) -> list[Side]:
    """What two files say of themselves."""
    lines = [
        Side(f"gallery.caption.{name}", one["caption"][name], other["caption"][name])
        for name in CAPTIONS
    ]
    for label, read in (
        ("captured", lambda shown: stamp(shown["captured_at"], lang)),
        ("taken", lambda shown: stamp(shown["facts"].get("taken_at"), lang)),
        ("position", lambda shown: position(shown["facts"].get("position") or shown["position"])),
        ("pixels", pixels),
        ("camera", lambda shown: shown["facts"].get("camera", "")),
        ("size", lambda shown: size(shown["size"])),
        ("sha256", lambda shown: shown["sha256"]),
    ):
        lines.append(Side(f"gallery.{label}", read(one), read(other)))
    return lines


def position(found: Json | None) -> str:
    """39.92000，100.45000 in degrees north and east; "" of none."""
    return f"{found['latitude']:.5f}, {found['longitude']:.5f}" if found else ""


def pixels(shown: Json) -> str:
    facts = shown["facts"]
    return f"{facts['width']} × {facts['height']}" if facts.get("width") else ""


class Step(NamedTuple):
    """An entry of custody, for ``macros.timeline``."""

    at: str
    iso: str
    text: str
    notes: list[str]


def custody(
    entries: Iterable[Json], said: Mapping[str, str], names: Mapping[str, str], lang: Lang
) -> list[Step]:
    """Newest first. ``said``: what each kind of entry is called, and who "" is."""
    found = [
        Step(
            stamp(entry["at"], lang),
            entry["at"],
            said.get(entry["what"], entry["what"]),
            [
                names.get(entry["by"], entry["by"]) or said[""],
                entry["h"][:16],
                *([said["stripped"]] if entry.get("stripped") else []),
            ],
        )
        for entry in entries
    ]
    return found[::-1]
