"""What people write for a kind of unit, and what a unit's own name tells of it."""

import re

from contracts.sheets.text import is_empty, squeeze
from contracts.words import UnitKind

WORDS: dict[UnitKind, tuple[str, ...]] = {
    "office": ("双拥办", "创建办", "办公室", "office"),
    "department": (
        *("区直单位", "县直单位", "市直单位", "区直部门", "县直部门", "直属机构", "区直", "县直"),
        *("部门", "机关", "department", "事业单位", "国有企业", "人民团体", "企业", "国企", "学校"),
        *("医院", "群团", "群团组织", "群团部门", "社会组织", "两新组织", "党群部门", "党委部门"),
        *("政府部门", "党政机关", "党政部门", "机关事业单位", "垂管单位", "垂管部门", "成员单位"),
    ),
    "township": (
        *("乡镇(街道)", "乡镇", "乡镇街道", "镇街", "镇", "乡", "街道", "街道办事处", "township"),
        *("镇(街道)", "街道(镇)", "乡镇/街道", "街道办", "镇办", "乡镇办", "乡镇人民政府"),
    ),
    "garrison": (
        *("驻军单位", "驻军", "部队", "驻区部队", "garrison", "军队单位", "武警", "驻军部队"),
        *("驻地部队", "武警部队", "驻县部队", "驻市部队", "驻区部队单位"),
    ),
    "community": (
        *("村(社区)", "村", "社区", "村社", "村社区", "村/社区", "行政村", "community"),
        *("社区居委会", "村委会", "居委会", "村居", "村民委员会", "居民委员会"),
    ),
}
ENDINGS: dict[UnitKind, tuple[str, ...]] = {
    "office": ("双拥办", "创建办"),
    "township": ("镇", "乡", "街道", "街道办事处", "街道办", "镇人民政府", "乡人民政府"),
    "garrison": ("人武部", "人民武装部", "军分区", "武警中队", "武警支队", "消防救援大队"),
    "community": ("村", "社区", "村委会", "居委会", "社区居委会"),
    "department": ("局", "委", "委员会", "部", "办", "中心", "总工会", "团委", "妇联", "院"),
}
"""Of a name, where the kind is left blank; in this order."""

OWN = re.compile(r"[国省市区县州旗](?:直属?|级|属)(?=.{2})")
"""Whose a kind of unit is: 区级机关, 县直部门."""


def kind_of(text: str, name: str) -> UnitKind | None:
    """The kind that a cell names; of an empty one the kind that the name tells, or None."""
    word = squeeze(text)
    if not is_empty(word):
        bare = OWN.sub("", word)
        return next((kind for kind, words in WORDS.items() if {word, bare} & {*words}), None)
    plain = squeeze(name)
    return next((kind for kind, endings in ENDINGS.items() if plain.endswith(endings)), None)
