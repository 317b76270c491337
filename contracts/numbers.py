"""Numbers that no text may bring in: those that name a person, and those that name a troop.

However they are written: in other widths, signs and scripts, in Chinese figures, pulled apart. The
code of an organisation (GB 32100), the number of a slip, a sum, a date, a paper's number is none.
"""

import re
import unicodedata

from contracts.texts import thinned

UNKEPT = {
    "identity": "含完整的身份证号码，请删去号码后重新提交",
    "telephone": "含完整的手机号码，请删去号码后重新提交",
    "troop": "含部队番号代号，请改用对外公开的名称（如“驻区某部”）",
}
"""Why a text may not be kept; nothing repeats it."""

UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
SPACES = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-]+")
FIGURES = dict(
    zip("〇○零幺一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000" + "1123456789123456789", strict=True)
)
WRITTEN = re.compile(rf"[0-9{''.join(FIGURES)}]{{11,}}+")
PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY = re.compile(
    rf"(?<!\d)(?P<long>{PROVINCE}\d{{4}}(?:19\d|20[01])\d{BORN}\d{{3}}[\dXx])(?![\dXx])"
    rf"|(?<!\d)(?P<short>{PROVINCE}\d{{6}}{BORN}\d{{3}})(?![0-9A-Za-z])"
)
"""A place, a day of birth, an order: 18 signs, or 15 until 1999. The code of an organisation, the

number of a slip or of a card has no day where the day of birth stands.
"""
TELEPHONE = re.compile(r"(?<!\d)(?:\+?86|0086)?1[3-9]\d{9}(?!\d)")
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)")
MEASURE = (
    r"(?:平方|立方)(?:公里|千米|米)|公里|千米|公顷|亩|吨|公斤|千克|千瓦时|k?m[23](?![0-9A-Za-z])"
    r"|米(?![\u4e00-\u9fff])|[美欧日港]元"
)
AMOUNT = re.compile(
    r"(?<![\d.])\d{11,15}(?:\.\d{1,2}(?![\d.])"
    rf"|(?=\s?[万亿]{{0,2}}元(?!旦))|(?=[万亿]{{0,2}}(?:{MEASURE})))|[¥$€]\s?\d{{11,15}}(?!\d)"
)
"""A sum with its cents, a number with its measure: they may begin like a telephone's."""
NO_DIGITS = re.compile(r"[^0-9]+")
FEWEST = 11
"""Digits of the shortest number that names a person."""
APART = r"[\W_]{0,3}+"
"""Whatever else may pull the digits of a number apart."""
CENTURY = f"(?:1{APART}[89]|2{APART}0)"
IDENTITY_APART = re.compile(
    rf"(?<![0-9])(?=([1-8](?:{APART}[0-9]){{5}}{APART}{CENTURY}"
    rf"(?:{APART}[0-9]){{9}}{APART}[0-9Xx])(?![0-9Xx]))"
)
TELEPHONE_APART = re.compile(
    rf"(?<![0-9])1[3-9][0-9]{APART}[0-9]{{4}}{APART}[0-9]{{4}}(?![0-9])"
    r"|(?<![0-9])1[\W_]{1,3}[3-9](?:[\W_]{1,3}[0-9]){9}(?![\W_]{0,3}[0-9])"
)
BETWEEN = re.compile(r"[\W_]+")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643: the last sign of a number follows from the first 17 digits."""
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of the code of an organisation, which ends with a sign of its own (GB 32100)."""
CREDIT_CODE = re.compile(rf"(?<![0-9A-Z])[{SIGNS}]{{18}}(?![0-9A-Z])")

YEAR = r"(?:19|20)\d\d(?!\d)"
KINDS = (
    "步兵|炮兵|骑兵|工兵|装甲|坦克|合成|机步|摩步|空降|防空|高炮|导弹|通信|边防|海防|陆航|特战|独立|野战|汽车|"
    "步|炮|骑"
)
ONE = "[〇○零一二三四五六七八九]"
HAN = (
    rf"(?!八一军|(?:一九|二[〇○零]){ONE}{{2}}(?!{ONE}))(?<![〇○零一二三四五六七八九十百千万])"
    rf"(?:{ONE}{{2,4}}|[一二三四五六七八九]百[一二三四五六七八九零十]{{0,3}}"
    "|[二三四五六七八九]十[一二三四五六七八九]?|十[一二三四五六七八九])"
)
"""Two figures and more: 三军, 一团, 二师 are words."""
ARABIC = rf"(?<![0-9A-Za-z.])(?!{YEAR})\d{{2,5}}"
UNITS = (
    "集团军"
    "|军(?![民地属人嫂娃婚恋休转队营训供用械备费容姿魂心爱警犬医衔籍龄服装鞋帽粮马棋迷校院创企运报"
    "舰车港分区级令号礼乐歌徽旗史垦需]|官(?!兵)|烈(?!士)|士(?!兵)|机(?!关)|工(?!兵)|事(?!法院)|政(?!治|委))"
    "|师(?![生范资傅德徒兄父级职从友专大院表训])"
    "|旅(?![游客行居店馆程途费检])"
    "|团(?![员队体支组委购建结圆聚伙拜课干校费旗徽歌章代日年次餐膳扇级职龄场镇会市县区省])"
)
DESIGNATION = re.compile(
    rf"(?<!\d)(?!20\d\d部队)\d[\dXx×*○〇]{{1,6}}\s{{0,3}}(?:部队|分队)|{ONE}{{3,6}}部队"
    rf"|(?<!兵团)(?<!兵团第)(?:{ARABIC}|{HAN})\s{{0,3}}(?:{KINDS})?(?:{UNITS})"
    rf"|(?<![0-9A-Za-z.])(?:\d|{ONE}|十)集团军"
)
"""73×××部队, 第48军, 412团; not 2026部队走访, 48军民, 30师生, 12旅客, 412团员."""
NUMBER = r"第?(?:\d{1,4}|[〇○零一二三四五六七八九十百]{1,5})"
HISTORY = re.compile(
    "(?:红军?|[一二四]方面军|八路军|新四军|志愿军|抗日联军|抗联|义勇军|民主联军|野战军)"
    rf"(?={NUMBER}[军师旅团])(?:{NUMBER}军)?(?:{NUMBER}师)?(?:{NUMBER}旅)?(?:{NUMBER}团)?"
)
"""红25军, 八路军115师343旅: armies of history, whose monuments a city lists."""


def unkept(text: str) -> str:
    """Why a text may not be kept, for people, or empty. A year is no troop."""
    found = personal(text) or ("troop" if names_troop(text) else "")
    return UNKEPT[found] if found else ""


def names_troop(text: str) -> bool:
    """Whether a text holds the number of a military unit."""
    if not any(sign in text for sign in "队军师旅团") or not any(map(str.isnumeric, text)):
        return False
    plain = _arabic(unicodedata.normalize("NFKC", thinned(text)))
    forms = (plain, UNSEEN.sub("", plain))
    return any(DESIGNATION.search(HISTORY.sub("，", form)) for form in forms)


def personal(text: str) -> str:
    """``identity`` or ``telephone`` where the text holds a full number, else empty.

    Pulled apart by more than spaces and hyphens, digits are a person's number only if they are
    right as one, for they may as well be a list of figures.
    """
    # One sign may be two figures (⑬).
    if 2 * sum(map(str.isnumeric, text)) < FEWEST:
        return ""
    wide = _arabic(unicodedata.normalize("NFKC", thinned(text)))
    # As it stands, too: a figure before a number is none of its digits (附件一13…).
    found = map(_personal, dict.fromkeys((wide, _in_figures(wide))))
    return next(filter(None, found), "")


def _personal(wide: str) -> str:
    wide = CREDIT_CODE.sub(_no_code, AMOUNT.sub("元", wide))
    if len(NO_DIGITS.sub("", wide)) < FEWEST:
        return ""
    plain = SPACES.sub("", wide)
    if any(map(_names, IDENTITY.finditer(plain))):
        return "identity"
    if any(_is_identity(found[1]) for found in IDENTITY_APART.finditer(wide)):
        return "identity"
    if TELEPHONE_APART.search(wide) or TELEPHONE.search(SPACES.sub("", DAY.sub("，", wide))):
        return "telephone"
    return ""


def _arabic(text: str) -> str:
    """Decimal digits of every script as 0 to 9."""
    if not any(sign.isdecimal() and not sign.isascii() for sign in text):
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _in_figures(text: str) -> str:
    """Long numbers in Chinese figures as 0 to 9; short ones are words."""
    if not any(sign in FIGURES for sign in text):
        return text
    spaceless = SPACES.sub("", text)
    found = WRITTEN.search(spaceless)
    return WRITTEN.sub(_figures, text if WRITTEN.search(text) or not found else spaceless)


def _figures(found: re.Match[str]) -> str:
    return "".join(FIGURES.get(sign, sign) for sign in found[0])


def _names(found: re.Match[str]) -> bool:
    """Whether a number of the form is one. With a wrong last sign only of those born before 2010:
    there the days of slips begin.
    """
    number = found["long"]
    return number is None or number[6:10] < "2010" or _is_identity(number)


def _is_identity(number: str) -> bool:
    """Whether 18 signs are a number of the kind: its day of birth and its last sign are right."""
    digits = BETWEEN.sub("", number).upper()
    if not digits[:17].isdecimal():
        return False
    year, month, day = digits[6:10], digits[10:12], digits[12:14]
    born = "1900" <= year <= "2099" and "01" <= month <= "12" and "01" <= day <= "31"
    last = "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=False)) % 11]
    return born and digits[17] == last


def _no_code(found: re.Match[str]) -> str:
    """Nothing of the code of an organisation; what is right as a person's number stays."""
    code = found[0]
    total = sum(SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    own = SIGNS[-total % 31] == code[17]
    return "码" if own and not _is_identity(code) else code
