"""What may be inside an office document: kinds of parts, and of relations between them.

What is not named here is refused. Names as Word, Excel, WPS and LibreOffice write them.
"""

from services.evidence.piece.media import DOCX, XLSX

OPEN_XML = "application/vnd.openxmlformats-officedocument."
PACKAGE = "application/vnd.openxmlformats-package."
MS_OFFICE = "application/vnd.ms-office."
MS_EXCEL = "application/vnd.ms-excel."
MS_WORD = "application/vnd.ms-word."

MAIN = {
    XLSX: OPEN_XML + "spreadsheetml.sheet.main+xml",
    DOCX: OPEN_XML + "wordprocessingml.document.main+xml",
}
"""The content type of the main part: what tells a workbook from a document, or from neither."""

ROOTS = {XLSX: "workbook", DOCX: "document"}
SVG = "image/svg+xml"
RELATIONS_TYPE = PACKAGE + "relationships+xml"


def _types(prefix: str, names: str) -> set[str]:
    return {(prefix + name).lower() for name in names.split()}


COMMON = (
    {"application/xml", "text/xml", SVG, "application/inkml+xml"}
    | _types(PACKAGE, "relationships+xml core-properties+xml")
    | _types(
        OPEN_XML,
        "extended-properties+xml custom-properties+xml customXmlProperties+xml theme+xml "
        "themeOverride+xml vmlDrawing drawing+xml drawingml.chart+xml drawingml.chartshapes+xml "
        "drawingml.diagramData+xml drawingml.diagramLayout+xml drawingml.diagramStyle+xml "
        "drawingml.diagramColors+xml",
    )
    | _types(
        MS_OFFICE,
        "chartstyle+xml chartcolorstyle+xml chartex+xml drawingml.diagramDrawing+xml "
        "classificationlabels+xml",
    )
)
WORD = _types(
    OPEN_XML + "wordprocessingml.",
    "document.main+xml styles+xml settings+xml webSettings+xml fontTable+xml numbering+xml "
    "footnotes+xml endnotes+xml comments+xml commentsExtended+xml commentsIds+xml "
    "commentsExtensible+xml people+xml header+xml footer+xml document.glossary+xml",
) | _types(MS_WORD, "stylesWithEffects+xml commentsExtended+xml commentsIds+xml people+xml")
SHEET = (
    _types(
        OPEN_XML + "spreadsheetml.",
        "sheet.main+xml worksheet+xml chartsheet+xml sharedStrings+xml styles+xml calcChain+xml "
        "comments+xml table+xml pivotTable+xml pivotCacheDefinition+xml pivotCacheRecords+xml "
        "sheetMetadata+xml",
    )
    | _types(
        MS_EXCEL,
        "threadedcomments+xml person+xml slicer+xml slicerCache+xml timeline+xml timelineCache+xml "
        "controlproperties+xml rdrichvalue+xml rdrichvaluestructure+xml rdRichValueTypes+xml "
        "rdRichValueWebImage+xml richvaluerel+xml rdarray+xml featurepropertybag+xml",
    )
    | _types("application/vnd.wps-officedocument.", "cellimage+xml customStorage+xml")
    | {"vnd.wps-officedocument.cellimage+xml"}
)
MARKUP: dict[str, set[str]] = {DOCX: COMMON | WORD, XLSX: COMMON | SHEET}
"""Kinds of parts that are markup, by the media type of the whole; in small letters."""

PICTURES = {
    "image/jpeg": "jpeg",
    "image/jpg": "jpeg",
    "image/pjpeg": "jpeg",
    "image/png": "png",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/x-ms-bmp": "bmp",
    "image/tiff": "tiff",
    "image/x-emf": "emf",
    "image/emf": "emf",
    "image/x-wmf": "wmf",
    "image/wmf": "wmf",
}
FONT = (OPEN_XML + "obfuscatedFont").lower()
PRINTER = {
    (OPEN_XML + "spreadsheetml.printerSettings").lower(),
    (OPEN_XML + "wordprocessingml.printerSettings").lower(),
}

RELATIONS = frozenset(
    "calcChain cellImage chart chartColorStyle chartEx chartStyle chartUserShapes chartsheet "
    "classificationlabels comments commentsExtended commentsExtensible commentsIds core-properties "
    "ctrlProp custom-properties customProperties customStorage customXml customXmlProps "
    "diagramColors diagramData diagramDrawing diagramLayout diagramQuickStyle drawing endnotes "
    "extended-properties extendedProperties "
    "FeaturePropertyBag font fontTable footer footnotes glossaryDocument header hyperlink image "
    "numbering officeDocument people person pivotCacheDefinition pivotCacheRecords pivotTable "
    "printerSettings rdArray rdRichValue rdRichValueStructure rdRichValueTypes rdRichValueWebImage "
    "richValueRel settings sharedStrings sheetMetadata slicer slicerCache styles stylesWithEffects "
    "table theme themeOverride threadedComment thumbnail timeline timelineCache vmlDrawing "
    "webSettings worksheet".lower().split()
)
"""The last word of a relation's type, in small letters. Not here, among others: templates, linked
and embedded objects, packages, frames, subdocuments, foreign chunks, external books, connections,
controls, macros, add-ins, sound and film."""

CHART = (OPEN_XML + "drawingml.chart+xml").lower()
CHART_RELATIONS = RELATIONS | {"package"}
"""A chart in a document brings the workbook with its figures, which is looked into like any other;
nothing else may bring a package."""

RUNS = ("vbaproject", "vbadata", "macro", "activex", "control", "extensibility", "taskpane", "dde")
"""Words in a kind or relation for which "macro" is the better word."""


def code_of(word: str) -> str:
    """How a refused kind of part or relation is called."""
    word = word.lower()
    return "macro" if any(mark in word for mark in RUNS) else "embedded"
