"""What is written to be worked out: Word's fields, and formulas of a workbook."""

import re

from services.evidence.checks.names import names
from services.evidence.checks.protocol import Reject

FIELDS = names(
    "= ADDRESSBLOCK ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY BIDIOUTLINE "
    "CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ "
    "FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT GOTOBUTTON GREETINGLINE HYPERLINK IF "
    "INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF "
    "NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION "
    "SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT SYMBOL TA TC TIME TITLE TOA TOC "
    "USERADDRESS USERINITIALS USERNAME XE"
)
"""Fields that work on the document itself: none fetches, runs or links anything."""

LINK = re.compile(
    r"(?:https?://(?![/\\])|www\.)[^/?#\\@\x00-\x20]*(?:[/?#][^\x00-\x1f]*)?\Z"
    r"|mailto:[^\x00-\x1f]*\Z|tel:[+0-9() -]{1,40}\Z",
    re.IGNORECASE,
)
"""No account before the host: ``http://evil@SSL/x`` is a network folder."""

REACHES = re.compile(r"(?:file|javascript|vbscript|ms-[a-z-]{1,20}):|\\\\", re.IGNORECASE)
"""What a text may not hold where a link is put together of several."""

ARGUMENTS = re.compile(r'"[^"]*"?|\S+')
NAME = re.compile(r"=|[A-Za-z]+")
WITH_ARGUMENT = ("\\l", "\\o", "\\t")
MAX_INSTRUCTION = 16 * 1024
MAX_NESTED = 100

MAX_FORMULA = 10_000
TOKENS = re.compile(r"""\"(?:[^"]|"")*+\"|'(?:[^']|'')*+'!?|[^"']++""")
"""Texts, names in quotes, and the rest of a formula."""

EXTERNAL = re.compile(r"(?<![\w\]\[@#'])\[(?!0\])[^\[\]]{1,255}\][^\[\]'!,;()+*/&=<>^ -]{0,255}!")
CALL = re.compile(r"(?<![\w.])([A-Za-z_][\w.]*+)\s*+\(")
LINK_CALL = re.compile(r'HYPERLINK\s*+\(\s*+"((?:[^"]|"")*+)"', re.IGNORECASE)
PREFIXES = ("_xlfn.", "_xlws.", "_xludf.")
REACHING = names(
    "CALL COPILOT CUBEKPIMEMBER CUBEMEMBER CUBESET CUBEVALUE DDE DETECTLANGUAGE EVALUATE EXEC "
    "EXECUTE FORMULA IMAGE INITIATE PY POKE REGISTER REQUEST RTD RUN STOCKHISTORY TERMINATE "
    "TRANSLATE WEBSERVICE ALERT BEEP CLOSE COPY DIRECTORY DOCUMENTS ECHO ERROR FCLOSE FILES FOPEN "
    "FPOS FREAD FREADLN FSIZE FWRITE FWRITELN GOTO HALT INPUT LINKS NEW OPEN PASTE QUIT RESTART "
    "SAVE SELECT VOLATILE WAIT WINDOWS"
)
"""Functions that reach beyond the workbook, or are a macro's."""

DOTTED = names(
    "BETA BINOM CEILING CHISQ CONFIDENCE COVARIANCE ECMA ERF ERFC EXPON F FLOOR FORECAST GAMMA "
    "GAMMALN HYPGEOM ISO LOGNORM MODE NEGBINOM NETWORKDAYS NORM PERCENTILE PERCENTRANK POISSON "
    "QUARTILE RANK SKEW STDEV T VAR WEIBULL WORKDAY Z"
)
"""What stands before the first dot of a worksheet's function; other dotted ones are macros'."""


def is_link(target: str) -> bool:
    """A web page or a mailbox, or a place in the same document."""
    target = target.strip()
    return target.startswith("#") or bool(LINK.match(target))


def must_be_plain_field(instruction: str, *, built: bool = False, nested: bool = False) -> None:
    """``built``: another field stands where the name should. Raises: Reject (macro, embedded)."""
    text = instruction.strip()
    found = NAME.match(text)
    name = found.group().upper() if found else ""
    if built or (text and name not in FIELDS):
        raise Reject("macro", f"{text[:20]}")
    if name == "HYPERLINK" and (nested or not _leads_nowhere_else(text[len(name) :])):
        raise Reject("embedded", text[:60])


def _leads_nowhere_else(arguments: str) -> bool:
    skip = False
    for found in ARGUMENTS.finditer(arguments):
        word = found.group()
        if word.startswith("\\"):
            skip = word.lower() in WITH_ARGUMENT
        elif skip and not REACHES.search(word):
            skip = False
        elif not is_link(word.strip('"')):
            return False
    return True


class Fields:
    """The complex fields of a part: their instructions come in pieces, one inside another."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._loose = ""

    def character(self, kind: str) -> None:
        """``kind``: begin, separate or end. Raises: Reject."""
        if kind == "begin":
            if len(self._open) >= MAX_NESTED:
                raise Reject("decompression-bomb")
            if self._open:
                self._open[-1].nest()
            self._open.append(_Field())
        elif self._open:
            self._open[-1].judge()
            if kind == "end":
                self._open.pop()

    def instruction(self, text: str) -> None:
        if self._open:
            self._open[-1].add(text)
        else:
            self._loose = _joined(self._loose, text)

    def close(self) -> None:
        """Raises: Reject."""
        must_be_plain_field(self._loose)
        for field in self._open:
            field.judge()


class _Field:
    def __init__(self) -> None:
        self._text = ""
        self._nested = self._built = self._judged = False

    def add(self, text: str) -> None:
        self._text = _joined(self._text, text)
        self._judged = False

    def nest(self) -> None:
        if not self._judged:
            self._nested = True
            self._built = self._built or not re.search(r"\s", self._text.lstrip())

    def judge(self) -> None:
        if not self._judged:
            must_be_plain_field(self._text, built=self._built, nested=self._nested)
            self._judged = True


def _joined(text: str, more: str) -> str:
    if len(text) + len(more) > MAX_INSTRUCTION:
        raise Reject("decompression-bomb")
    return text + more


def must_be_plain_formula(formula: str) -> None:
    """Raises: Reject (macro, embedded, decompression-bomb)."""
    if len(formula) > MAX_FORMULA:
        raise Reject("decompression-bomb", formula[:60])
    for target in LINK_CALL.findall(formula):
        if target and not is_link(target):
            raise Reject("embedded", target[:60])
    rest, links = "", "HYPERLINK" in formula.upper()
    for token in TOKENS.findall(formula):
        if links and token.startswith('"') and REACHES.search(token):
            raise Reject("embedded", formula[:60])
        if token.startswith("'") and token.endswith("!") and set(token) & set("[]:/\\|"):
            raise Reject("embedded", formula[:60])
        rest += '""' if token.startswith('"') else token
    if "|" in rest:
        raise Reject("macro", formula[:60])
    for name in CALL.findall(rest):
        if _is_macro(_plain_name(name)) or name.lower().startswith("_xll."):
            raise Reject("macro", f"{name}(")
    if EXTERNAL.search(rest):
        raise Reject("embedded", formula[:60])


def _is_macro(name: str) -> bool:
    head, dot, _ = name.partition(".")
    return name in REACHING or bool(dot and head not in DOTTED and name != "ERROR.TYPE")


def _plain_name(function: str) -> str:
    plain = function.lower()
    for prefix in PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain.upper()
