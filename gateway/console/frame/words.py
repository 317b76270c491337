"""Every word of the console, in Chinese and English, and how figures and dates are written.

A room's own words lie in its ``words.py`` and are found by lying there.
"""

import re
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from contracts.clock import CHINA, in_words
from contracts.words import MARK_NAMES, Lang
from gateway.console.frame import asked as asked_words
from gateway.console.frame.rooms import rooms

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
WEEKDAYS = "一二三四五六日"
DAY = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")
HAN = re.compile(r"[\u4e00-\u9fff]")
SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) (?=满分)")
Words = dict[str, tuple[str, str]]

OWN: Words = {
    "product": ("同心", "Tongxin"),
    "tagline": ("双拥模范城创建平台", "Double-Support Model City campaign"),
    "skip": ("跳到正文", "Skip to content"),
    "nav": ("主导航", "Main navigation"),
    "nav.beside": ("同类页面", "Pages beside"),
    "nav.overview": ("总览", "Overview"),
    "nav.tasks": ("任务", "Tasks"),
    "nav.evidence": ("佐证", "Evidence"),
    "nav.scores": ("得分", "Scores"),
    "nav.oversight": ("督查", "Inspection"),
    "nav.bulletins": ("通报", "Bulletins"),
    "nav.admin": ("管理", "Administration"),
    "nav.menu": ("菜单", "Menu"),
    "listed_at": ("{time} 的清单", "as of {time}"),
    "aged": ("这份清单已过了一分钟，可能有变化。", "This list is more than a minute old."),
    "refresh": ("刷新", "Refresh"),
    "nav.inbox": ("收件箱", "Inbox"),
    "form.missing": ("请填写。", "Fill this in."),
    "form.short": ("至少 {n} 个字。", "At least {n} characters."),
    "form.long": ("最多 {n} 个字。", "At most {n} characters."),
    "form.least": ("最小是 {n}。", "At least {n}."),
    "form.most": ("最大是 {n}。", "At most {n}."),
    "form.pattern": ("写法不对，请照提示填写。", "Not in this form; see the hint."),
    "form.number": ("请填一个数。", "A number, please."),
    "form.date": ("请填一个日期，例如 2026-07-31。", "A date, as 2026-07-31."),
    "form.time": ("请填日期和时间。", "A date and a time."),
    "form.choice": ("请从列出的里面选。", "Choose one of those listed."),
    "form.wrong": ("填得不对，请核对。", "Not right; look again."),
    "form.faults": ("有 {count} 处要改，其他内容都还在：", "{count} to mend; the rest is kept:"),
    "form.faults.secret": (
        "有 {count} 处要改。密码和动态码不留在页面上，请重新填写：",
        "{count} to mend. Passwords and codes are not kept on the page; type them again:",
    ),
    "slip.blue": ("蓝", "blue"),
    "slip.orange": ("橙", "orange"),
    "slip.red": ("红", "red"),
    "step.done": ("已完成", "done"),
    "step.now": ("现在", "now"),
    "step.next": ("待办", "to come"),
    "term.left": ("{day}前，还有 {count} 个工作日", "by {day}, {count} working days left"),
    "term.today": ("{day}，今天到期", "{day}, due today"),
    "term.over": ("{day}到期，已逾期 {count} 个工作日", "due {day}, {count} working days over"),
    "act.back": ("返回", "Back"),
    "act.leave": ("不办了，返回", "Leave it"),
    "act.optional": ("{label}（可不填）", "{label} (optional)"),
    "act.choose": ("请选择", "Choose"),
    "act.none": ("不指定", "None"),
    "act.nothing": ("没有可选的。", "Nothing to choose from."),
    "away": (
        "此处暂时取不到，其他内容不受影响。",
        "This part cannot be read now; the rest is whole.",
    ),
    "sheet": ("下载表格", "Download as a table"),
    "page.nav": ("翻页", "Pages"),
    "nothing_yours": (
        "您的岗位在这里没有要办的事。",
        "There is nothing for your role to do here.",
    ),
    "released": ("版本 {version}", "Version {version}"),
    "size.large": ("大字", "Large text"),
    "size.normal": ("标准字号", "Normal text"),
    "other_language": ("English", "中文"),
    "sign_out": ("退出", "Sign out"),
    "no_secrets": ("涉密信息不得上传", "Classified information must not be uploaded"),
    "expired": (
        "登录已过期，请重新登录；登录后回到原来的页面。",
        "Your sign-in has expired; sign in again to return to the same page.",
    ),
    "issuer": ("{city}双拥工作领导小组办公室", "Double-Support Office of {city}"),
    "level": ("评分级别", "Level"),
    "district": ("区县", "District"),
    "scope": ("{year} 年度，{level}", "{year}, {level} marks"),
    **{f"level.{level}": name for level, name in MARK_NAMES.items()},
    "item": ("考评内容", "Item"),
    "back": ("返回简报", "Back to the brief"),
    "reason": ("依据", "Reason"),
    "course": ("走势", "Course"),
    "change": ("增减", "±"),
    "balance": ("累计", "Balance"),
    "occurrences": ("{count} 件", "{count} occurrences"),
    "lead": ("牵头", "Lead"),
    "category": ("类别", "Category"),
    "level.none": ("{level}（尚未进行）", "{level} (not yet)"),
    "level_unmarked": ("{level}尚未进行", "{level}: not marked yet"),
    "no_mark": ("未评", "none"),
    "error": ("没有完成", "Not done"),
    "error.safe": ("已保存的数据没有改变。", "What was saved has not changed."),
    "error.next": ("下一步", "Next"),
    "error.away": ("现在打不开", "Not to be had right now"),
    "error.away.lead": (
        "后面的一个服务暂时连不上，通常几分钟内恢复。",
        "One of the services behind this page is away; it is usually back within minutes.",
    ),
    "error.broken": ("这一页出错了", "This page failed"),
    "error.broken.lead": (
        "系统没有料到这种情况，已经记入日志；把追踪号告诉运维人员就能查到。",
        "Nobody foresaw this; it is in the log, where operations find it by the trace id.",
    ),
    "error.check": ("核对地址，或回到首页。", "check the address, or go to your first page."),
    "error.reload": ("过几分钟再打开这一页。", "open this page again in a few minutes."),
    "error.post": (
        "回到原来的页面，过几分钟再提交；同一张表单重复提交，只办一次。",
        "go back and send the form again in a few minutes; sent twice, it is done once.",
    ),
    "error.help": ("仍有问题，请联系", "If it goes on, ask"),
    "error.home": ("回到首页", "To your first page"),
    "trace": ("追踪号", "Trace id"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "stop": ("。", "."),
    "comma": ("，", ", "),
    "colon": ("：", ": "),
    "enum": ("、", ", "),
    "semicolon": ("；", "; "),
    "slash": ("／", " / "),
    "brackets": ("（{text}）", " ({text})"),
    "expired.held": (
        "登录已过期。刚才填写的内容没有丢，登录后可以接着提交。",
        "Your sign-in has expired. What you typed is kept; sign in and send it.",
    ),
    "again": ("接着提交", "Go on"),
    "again.lead": (
        "刚才填写的内容都还在，尚未提交。请按下面的按钮接着提交。",
        "All that you typed is still here and not yet sent. Press the button to send it.",
    ),
    "again.send": ("提交刚才填写的内容", "Send what was typed"),
    "again.leave": ("不提交，回到原来的页面", "Do not send; back to the page"),
    "error.late": (
        "这一页打开得太久了，请重新选择文件后再送一次；其他内容都还在。",
        "This page was open for too long: choose the file again; the rest is still here.",
    ),
    "page.before": ("上一页", "Previous"),
    "page.count": ("共 {count} 件", "{count} in all"),
    "page.most": ("1,000 件以上", "1,000 or more"),
    "page.next": ("下一页", "Next"),
    "act.change_district": ("换一个区县", "Change the district"),
    "list.comma": ("，", ", "),
    "list.stop": ("。", "."),
    "page.first": ("第一页", "First page"),
    "list.all": ("全部区县", "All districts"),
    "page.of": ("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
    "questions.take": ("用建议：{proposal}", "Take: {proposal}"),
    "questions.blank": ("留空，没有", "Leave it blank"),
    "questions.confirm": ("对，就这样", "Yes, so it is"),
    "questions.accept": ("这 {count} 处都用建议", "Take all {count} proposals"),
    "questions.count": ("{count} 处", "{count}"),
    "questions.later": (
        "还有 {count} 处，答完上面的就会显示。",
        "{count} more follow when these are answered.",
    ),
    "questions.choose": ("请选择", "Choose"),
    "questions.other": ("或另填：", "Or write:"),
    "questions.write": ("填写：", "Answer:"),
    "hint.item": (
        "一至两个大写字母加两三位数字，如 A01",
        "one or two capitals and two or three digits: A01",
    ),
}


def _all() -> Words:
    """Raises: ValueError where two rooms call different things by one key."""
    gathered = dict(OWN)
    for room, module in rooms("words"):
        twice = gathered.keys() & module.WORDS.keys()
        if twice:
            raise ValueError(f"{room}: {sorted(twice)} stand elsewhere too")
        gathered |= module.WORDS
    return gathered


WORDS = _all()


def word(language: Lang, key: str, **values: object) -> str:
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def say(language: Lang, key: str, **values: object) -> Markup:
    """``word`` for the text of a page, not for its attributes: of an English sentence, the Chinese
    names in it say that they are Chinese, to who has the page read out."""
    if language == "zh":
        return escape(word(language, key, **values))
    said = {name: _marked(value) for name, value in values.items()}
    return escape(WORDS[key][LANGUAGES.index(language)]).format(**said)


def _marked(value: object) -> object:
    if isinstance(value, str) and HAN.search(value):
        return Markup('<span lang="zh-CN">{}</span>').format(value)
    return value


def asked(language: Lang) -> dict[str, str]:
    """What kinds of questions are called."""
    at = LANGUAGES.index(language)
    return {kind: said[at] for kind, said in asked_words.ASKED.items()}


def points(thousandths: int) -> str:
    """1050 -> 1.050"""
    sign = "−" if thousandths < 0 else ""
    return f"{sign}{abs(thousandths) // 1000}.{abs(thousandths) % 1000:03d}"


def change(thousandths: int) -> str:
    """800 -> +0.800; losses with U+2212."""
    return f"+{points(thousandths)}" if thousandths > 0 else points(thousandths)


def percent(numerator: int, denominator: int) -> str:
    """Cut, never rounded up, so that 94.9996 % does not read 95; empty for 0 of 0."""
    if denominator == 0:
        return ""
    cut = numerator * 100_000 // denominator
    return f"{cut // 1000}.{cut % 1000:03d}%"


def day(value: date, language: Lang) -> str:
    """2026年7月31日（星期五）"""
    if language == "en":
        return f"{value.day} {value:%B %Y}"
    return f"{in_words(value)}（星期{WEEKDAYS[value.weekday()]}）"


def short_day(iso: str, language: Lang) -> str:
    """2026-08-14 -> 8月14日; the year where it is not this one."""
    value = date.fromisoformat(iso)
    if language == "en":
        return f"{value.day} {value:%b}" + ("" if value.year == today().year else f" {value.year}")
    year = "" if value.year == today().year else f"{value.year}年"
    return f"{year}{value.month}月{value.day}日"


def typeset(text: str) -> str:
    """A sentence of the system's as it is printed: days in words, and before 满分 no space, which
    stands there before a figure."""
    return SPACED.sub("", DAY.sub(_spelled, text))


def _spelled(found: re.Match[str]) -> str:
    try:
        return in_words(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def moment(value: datetime, language: Lang) -> str:
    """7月29日 10:05, with the year where it is not this one; the database's times are UTC."""
    here = value.replace(tzinfo=value.tzinfo or UTC).astimezone(CHINA)
    return f"{short_day(here.date().isoformat(), language)} {here:%H:%M}"


def stamp(iso: str | None, language: Lang) -> str:
    """``moment`` of a time as services write it; "" of none."""
    return moment(datetime.fromisoformat(iso), language) if iso else ""


def today() -> date:
    return datetime.now(CHINA).date()
