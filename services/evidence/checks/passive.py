"""What any part of an office document may say, whichever part it is and whoever reads it.

The lists in ``allowed`` decide which parts and relations there may be; these rules are for what
works without one.
"""

from collections.abc import Container
from urllib.parse import unquote

from services.evidence.checks import allowed
from services.evidence.checks.fields import (
    Fields,
    is_link,
    must_be_plain_field,
    must_be_plain_formula,
)
from services.evidence.checks.markup import Attributes
from services.evidence.checks.names import names
from services.evidence.checks.protocol import Reject

FORMULAS = names(
    "f formula formula1 formula2 definedname calculatedcolumnformula totalsrowformula fmlamacro "
    "fmlalink fmlarange fmlagroup fmlapict fmlatxbx oldformula"
)
INSTRUCTIONS = frozenset(("instrtext", "delinstrtext"))
BEYOND = names(
    "altchunk subdoc oleobject oleobjects oleitem olelink ddelink ddeitem externalreference "
    "mailmerge connection webpr datamashup scriptanchor macrosheet dialogsheet movie webvideopr"
)
"""Elements that bring in or run something; most need a relation that is refused already."""

PAGES = names("html script iframe foreignobject handler listener object applet")
FETCHING = names("imagedata fill stroke background image")
"""Elements whose address is fetched for showing; that of others waits for a click."""

SAME_BOOK = ("", "worksheet", "consolidation", "scenario")
FALSE = ("", "0", "false")
AUTO = ("auto_", "_xlnm.auto_")


WATCHED = names(
    "macro textlink src href althref instr fldchartype action type targetmode target name function "
    "vbprocedure xlm"
)


class _Acting(Container[str]):
    """Also what would be done on an event."""

    def __contains__(self, name: object) -> bool:
        return name in WATCHED or str(name).startswith("on")


class Passive:
    """The rules for one part. Raises: Reject."""

    watched: Container[str] = WATCHED

    def __init__(self, where: str, relations: Container[str] = allowed.RELATIONS) -> None:
        self.root = ""
        self._relations = relations
        self.where = where
        self._fields = Fields()

    def start(self, name: str, attributes: Attributes) -> bool:
        if not self.root:
            self.root = name
            if name == "svg" and not isinstance(self, Drawing):
                raise Reject("type-mismatch", f"{self.where}: {name}")
        if name in BEYOND:
            raise Reject(allowed.code_of(name), f"{self.where}: {name}")
        if name in PAGES and (name != "object" or self.root == "svg"):
            raise Reject("type-mismatch", f"{self.where}: {name}")
        if attributes:
            self._attributes(name, attributes)
        return name in FORMULAS or name in INSTRUCTIONS

    def text(self, name: str, text: str) -> None:
        if name in INSTRUCTIONS:
            self._fields.instruction(text)
        elif name == "fmlamacro":
            if text.strip():
                raise Reject("macro", f"{self.where}: {name}")
        else:
            must_be_plain_formula(text)

    def close(self) -> None:
        self._fields.close()

    def _attributes(self, name: str, attributes: Attributes) -> None:
        if name == "relationship":
            _must_be_allowed_relation(attributes, self._relations, self.where)
            return
        for key, value in attributes:
            match key:
                case "macro" if value.strip():
                    raise Reject("macro", f"{self.where}: {key}")
                case "vbprocedure" | "xlm" | "function" if name == "definedname":
                    if value.strip() not in FALSE:
                        raise Reject("macro", f"{self.where}: {key}")
                case "textlink":
                    must_be_plain_formula(value)
                case "instr":
                    must_be_plain_field(value)
                case "fldchartype":
                    self._fields.character(value)
                case "action":
                    _must_stay_here(value, self.where)
                case "src":
                    if not _is_inside(value) and not _is_picture(value):
                        raise Reject("embedded", f"{self.where}: {value[:60]}")
                case "href" | "althref":
                    clicked = key == "href" and name not in FETCHING and is_link(value)
                    if not (clicked or _is_inside(value) or _is_picture(value)):
                        raise Reject("embedded", f"{self.where}: {value[:60]}")
                case "type" if name == "cachesource" and value not in SAME_BOOK:
                    raise Reject("embedded", f"{self.where}: {value[:60]}")
                case "name" if name == "definedname" and value.lower().startswith(AUTO):
                    raise Reject("macro", f"{self.where}: {value[:60]}")


class Drawing(Passive):
    """An SVG: no element and no attribute of it may act."""

    watched = _Acting()

    def start(self, name: str, attributes: Attributes) -> bool:
        return super().start(name, attributes) or name == "style"

    def text(self, name: str, text: str) -> None:
        if name != "style":
            super().text(name, text)
        elif set(text) & set("@\\") or "url(" in text.lower():
            raise Reject("embedded", f"{self.where}: {name}")

    def _attributes(self, name: str, attributes: Attributes) -> None:
        for key, value in attributes:
            if key.startswith("on"):
                raise Reject("macro", f"{self.where}: {key}")
            if key == "href" and name != "a" and not (value[:1] == "#" or _is_picture(value)):
                raise Reject("embedded", f"{self.where}: {value[:60]}")
        super()._attributes(name, attributes)


def _must_be_allowed_relation(
    attributes: Attributes, relations: Container[str], where: str
) -> None:
    told = dict(attributes)
    if len(told) < len(attributes):
        raise Reject("unreadable", where)
    kind = told.get("type", "").strip().rpartition("/")[2].lower()
    target, mode = told.get("target", ""), told.get("targetmode", "internal").strip().lower()
    where = f"{where}: {kind[:40]} {target[:60]}"
    if kind not in relations:
        raise Reject(allowed.code_of(kind), where)
    if mode == "internal":
        if not _is_inside(target):
            raise Reject("embedded", where)
    elif mode != "external" or kind != "hyperlink" or not is_link(target):
        raise Reject("embedded", where)


def _is_inside(target: str) -> bool:
    """A part of the same package, or a place in it."""
    target = unquote(target).strip()
    return target.startswith("#") or not (set(target) & set(":\\") or target.startswith("//"))


def _is_picture(value: str) -> bool:
    """Base64 of a picture, within the value itself."""
    kinds = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,")
    return value.strip().lower().startswith(kinds)


def _must_stay_here(action: str, where: str) -> None:
    known = action.lower()
    if known.startswith("ppaction://") and not known.startswith(
        ("ppaction://hlinkshowjump", "ppaction://hlinksldjump", "ppaction://noaction")
    ):
        raise Reject("macro", f"{where}: {action[:60]}")
