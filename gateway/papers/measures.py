"""What GB/T 9704-2012 prescribes of a page. In points where nothing else is said."""

PER_MM = 72 / 25.4
PAGE_MM = (210, 297)
TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM = 37, 26, 35, 28
AREA_MM = (156, 225)
WIDTH = AREA_MM[0] * PER_MM
LINES, CHARACTERS = 22, 28

LINE = 28.95
"""22 of them fill the 225 mm, and a 23rd has no place."""
TIGHT = -0.25
"""Between signs of 16 pt: 28 fill the 156 mm, and a 29th has no place."""

SANHAO, ERHAO, SIHAO, XIAOSI = 16, 22, 14, 12
"""三号, 二号, 四号, 小四."""
SONG, HEI, KAI, FANG, PLAIN = (
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "仿宋_GB2312",
    "宋体",
)
"""Named, never embedded: they are licensed."""
RED = "FF0000"

MARK_DROP_MM = 35
"""From the top of the type area to the red head."""
RED_LINE_MM = 4
"""Below the number."""
PAGE_NUMBER_MM = 7
"""Below the type area."""
MARK_MOST = 48
"""Size of a short red head; a long one is made to fit its line."""
CANCELLED = 36
"""Size of the mark on a copy of a paper that holds no more."""
SHORT, HEAD_SIGNS = 108, 4
"""A cell up to this wide (points) is not broken; a head of more signs is, into two lines."""
WIDEST_LATIN = 0.66
"""Of the size: a figure of the widest font in use."""
CELL_MARGINS = 6
"""Left and right together."""
CELL_LINE, FOOT_LINE = 17, 22
BY_HAND = 36
"""Height of a row that is filled in by hand."""
THICK, THIN = 8, 6
"""Eighths of a point: 0.35 mm and 0.25 mm of the foot's lines."""
