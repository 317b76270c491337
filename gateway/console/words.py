"""Every word of the console, in Chinese and English, and how figures and dates are written."""

from datetime import UTC, date, datetime

from contracts.clock import CHINA, in_words
from contracts.words import MARK_NAMES, Lang
from gateway.console import import_words, question_words

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
WEEKDAYS = "一二三四五六日"

WORDS: dict[str, tuple[str, str]] = {
    "product": ("同心", "Tongxin"),
    "tagline": ("双拥模范城创建平台", "Double-Support Model City campaign"),
    "skip": ("跳到正文", "Skip to content"),
    "nav": ("主导航", "Main navigation"),
    "nav.overview": ("总览", "Overview"),
    "size.large": ("大字", "Large text"),
    "size.normal": ("标准字号", "Normal text"),
    "other_language": ("English", "中文"),
    "sign_out": ("退出", "Sign out"),
    "sign_in": ("登录", "Sign in"),
    "account": ("账号", "Account"),
    "password": ("密码", "Password"),
    "no_secrets": ("涉密信息不得上传。", "Classified information must not be uploaded."),
    "expired": (
        "登录已过期，请重新登录；登录后回到原来的页面。",
        "Your sign-in has expired; sign in again to return to the same page.",
    ),
    "bad_credentials": ("账号或密码不对，请核对后再试。", "Account or password is wrong."),
    "code": ("动态码（启用了才填）", "Code (only where enabled)"),
    "second_factor_needed": (
        "此账号还须动态码：请再填密码，并填手机上的六位动态码。",
        "This account needs a code: enter the password again, and the six digits on your phone.",
    ),
    "second_factor_wrong": (
        "动态码不对或已用过，请填手机上现在的六位动态码。",
        "The code is wrong or was used; enter the six digits that your phone shows now.",
    ),
    "locked": (
        "登录失败次数过多，请于 {time} 后再试。",
        "Too many failed attempts; try again after {time}.",
    ),
    "brief": ("双拥模范城创建工作简报", "Model City Campaign Brief"),
    "issuer": ("{city}双拥工作领导小组办公室", "Double-Support Office of {city}"),
    "year": ("年度", "Year"),
    "level": ("评分级别", "Level"),
    "district": ("区县", "District"),
    "show": ("查看", "Show"),
    "scope": ("{year} 年度，{level}", "{year}, {level} marks"),
    **{f"level.{level}": name for level, name in MARK_NAMES.items()},
    "short": ("满分 {points} 分，还差 {short} 分", "{short} short of {points} points"),
    "full": ("{points} 分已全部得到。", "All {points} points gained."),
    "push_sentence": (
        "；推动下列 {count} 件，最多可挽回 {gain} 分。",
        "; the {count} items below can bring back up to {gain}.",
    ),
    "rank": ("第 {rank} 名，共 {of} 个区县", "Rank {rank} of {of} districts"),
    "base_bonus": ("基础分 {base}，加分 {bonus}", "base {base}, bonus {bonus}"),
    "eligible": ("具备申报资格", "eligible"),
    "not_eligible": ("不具备申报资格", "not eligible"),
    "veto": ("一票否决", "veto"),
    "veto_ground": ("待研究是否一票否决", "a ground for a veto"),
    "unscored": ("尚未评分", "not scored yet"),
    "push": ("一、推动什么", "1. What to push"),
    "item": ("考评内容", "Item"),
    "score_of": ("得分／满分", "Score / points"),
    "recoverable": ("可挽回", "Recoverable"),
    "steering": (
        "下一步抓什么，只对统筹、评审和领导显示。",
        "What to push is shown to offices, reviewers and leaders.",
    ),
    "nothing_left": ("没有可挽回的分。", "No points left to recover."),
    "together": ("合计", "Together"),
    "league": ("二、区县得分", "2. Districts"),
    "place": ("名次", "Rank"),
    "total": ("总分", "Total"),
    "base": ("基础分", "Base"),
    "bonus": ("加分", "Bonus"),
    "standing": ("资格", "Eligibility"),
    "league_note": (
        "名次只按区县得分排列；个人、登录次数不排名。",
        "Only districts are ranked, by score; never persons or logins.",
    ),
    "lost": ("三、失分在哪里", "3. Where points were lost"),
    "lost_of": (
        "{name}：{score}／{points}，失 {lost}",
        "{name}: {score} / {points}, lost {lost}",
    ),
    "has_facts": ("有事实", "facts"),
    "no_facts": ("无事实", "no facts"),
    "adjustments": ("总分调整", "Adjustments to the total"),
    "empty": ("{year} 年度尚未评分。", "Nothing has been scored for {year} yet."),
    "empty.need": ("评分需要：", "Scoring needs:"),
    "empty.1": ("导入并发布考评标准；", "a published standard;"),
    "empty.2": ("启动 {year} 年度创建；", "an opened campaign for {year};"),
    "empty.3": ("提交成果，并由区级以上确认。", "results that were handed in and confirmed."),
    "explanation": ("得分说明", "Explanation of the score"),
    "back": ("返回简报", "Back to the brief"),
    "missing_points": ("还差 {short} 分。", "{short} points short."),
    "all_points": ("已得满分。", "Full points."),
    "ledger": ("一、计分明细", "1. Ledger"),
    "line": ("行", "Line"),
    "reason": ("依据", "Reason"),
    "course": ("走势", "Course"),
    "change": ("增减", "±"),
    "balance": ("累计", "Balance"),
    "score": ("得分", "Score"),
    "sum_fault": (
        "明细与得分不符，本页不显示数字。已告警，请凭追踪号联系运维人员：{trace}",
        "The lines do not add up to the score; no figure is shown. Trace id: {trace}",
    ),
    "facts": ("二、计分事实", "2. Facts"),
    "fact": ("事实", "Facts"),
    "no_fact_yet": ("无事实，按 0 分计。可计入的有：", "No fact: 0 points. What would count:"),
    "occurrences": ("{count} 件", "{count} occurrences"),
    "standard_text": ("标准原文", "The standard"),
    "lead": ("牵头", "Lead"),
    "standard": ("标准版本", "Standard version"),
    "category": ("类别", "Category"),
    "marks": ("各级评分", "Marks of each level"),
    "mark_by": ("{by} 评", "by {by}"),
    "level_unmarked": ("{level}尚未进行", "{level}: not marked yet"),
    "no_mark": ("未评", "none"),
    "amended_reason": ("理由", "reason"),
    "sources": ("来源", "Sources"),
    "source.task": ("任务", "task"),
    "source.register": ("台账 {done}／{rows}", "register {done} / {rows}"),
    "source.finding": ("问题", "finding"),
    "withdrawn": ("申诉成立，不再扣分", "appeal upheld, no longer deducts"),
    "evidence": ("佐证 {count} 件", "{count} pieces of evidence"),
    "notices": ("提示", "Notices"),
    "error": ("没有完成", "Not done"),
    "error.safe": ("已保存的数据没有改变。", "What was saved has not changed."),
    "error.next": ("下一步", "Next"),
    "error.check": ("核对地址，或返回简报", "check the address, or go back to the brief"),
    "error.again": ("稍后刷新本页", "reload this page later"),
    "trace": ("追踪号", "Trace id"),
    "nav.rules": ("计分规则", "Rules"),
    "rules": ("计分规则的写法", "How to write a rule"),
    "rules.lead": (
        "一条规则可以写成一句话，也可以写成规则树。下面试写一条，马上看到怎么读、怎么算。",
        "A rule is a sentence or a tree. Try one below: see at once how it is read and worked.",
    ),
    "rules.try": ("一、试写一条规则", "1. Try a rule"),
    "rules.text": (
        "计分办法（中文、简式或 JSON 规则树）",
        "Rule (Chinese, short form or JSON tree)",
    ),
    "rules.points": ("满分（分）", "Full mark (points)"),
    "rules.button": ("试算这条规则", "Work this rule"),
    "rules.questions": ("条文没有说清、按下列答复试算", "Left open by the words; worked with"),
    "rules.helpful": ("可能用得上的算法：", "Operators that could help:"),
    "rules.read_as": ("读作", "Read as"),
    "rules.inputs": ("需要的数据", "What it needs"),
    "rules.no_inputs": ("不需要数据", "nothing"),
    "rules.prose": ("二、可以直接写的句子", "2. Sentences that can be read"),
    "rules.prose_lead": (
        "分句用逗号隔开，数字、百分比和“分”照写；读不懂的会指出是哪一句。",
        "Clauses are parted by commas; a clause that cannot be read is named.",
    ),
    "rules.sort.points": ("三、计分的算法", "3. Operators that give points"),
    "rules.sort.number": ("四、取数的算法", "4. Operators that give a number"),
    "rules.sort.condition": ("五、条件的算法", "5. Operators that are a condition"),
    "rules.about.points": (
        "规则树的最外层必须是其中之一。",
        "The outermost node of a tree is one of these.",
    ),
    "rules.about.number": (
        "回答“多少”，放在 of、count、needed、number 等字段里。",
        "They say how much, within fields such as of, count, needed, number.",
    ),
    "rules.about.condition": (
        "回答“是否”，放在 when 等字段里；一票否决的条件也用它们写。",
        "They say whether, within fields such as when; vetoes are written with them too.",
    ),
    "rules.field": ("字段", "Field"),
    "rules.meaning": ("含义", "Meaning"),
    "rules.required": ("必填", "Required"),
    "rules.example": ("例：", "Example:"),
    "rules.try_this": ("用这个例子试算", "Try this example"),
    "rules.drafts": ("草案：逐项定规则", "Drafts: set the rules item by item"),
    "rules.desk": ("计分规则", "Rule"),
    "rules.back": ("返回 {version} 各项规则", "Back to the rules of {version}"),
    "rules.list.lead": (
        "点开一项，看条文怎么读、回答没有写明的地方，或逐项选定算法。",
        "Open an item: see how its sentence is read, answer what it leaves open, or choose.",
    ),
    "rules.state": ("情况", "State"),
    "rules.state.unread": ("没有读懂", "not read"),
    "rules.state.open": ("还要回答 {count} 处", "{count} to answer"),
    "rules.state.unseen": ("算例待看", "figures to be seen"),
    "rules.state.chosen": ("已选定算法", "chosen"),
    "rules.state.settled": ("已定", "settled"),
    "rules.sentence": ("条文", "Sentence"),
    "rules.sentence.label": ("计分办法（条文原文，可以改写）", "Rule in words (may be rewritten)"),
    "rules.asks": ("条文没有写明的地方", "What the sentence leaves open"),
    "rules.plain": (
        "这一句只是说明，不影响得分",
        "This clause explains; it earns and costs nothing",
    ),
    "rules.unanswered": ("请作答", "to be answered"),
    "rules.worked_so": ("（未作答时按此试算）", "(worked so until answered)"),
    "rules.act.to_tree": ("改为逐项选定", "Choose instead"),
    "rules.act.to_words": ("改回按条文读", "Read the sentence instead"),
    "rules.act.add": ("添一个", "Add"),
    "rules.act.drop": ("去掉", "Remove"),
    "rules.act.up": ("上移", "Up"),
    "rules.act.unwrap": ("只留里面的算法", "Keep only its part"),
    "rules.to_tree.about": (
        "从读出的算法开始改；没有读懂的从头选起，条文仍保留。",
        "Begins with what was read; the sentence stays.",
    ),
    "rules.to_words.about": ("选定的算法将不再使用。", "What was chosen is let go."),
    "rules.chosen": ("选定的算法", "Chosen"),
    "rules.whole": ("整条规则", "The whole rule"),
    "rules.each": ("其中一个", "One of them"),
    "rules.nth": ("{label} 第 {n} 个", "{label} no. {n}"),
    "rules.operator": ("怎样算", "operator"),
    "rules.choose": ("（请选择）", "(choose)"),
    "rules.none": ("（不设）", "(none)"),
    "rules.more": ("更多设置（可以不填）", "More (may be left out)"),
    "rules.outcome": ("这样算", "How it works out"),
    "rules.nothing_yet": ("还没有可以试算的规则。", "Nothing to work yet."),
    "rules.beside": ("与条文对照", "Beside the sentence"),
    "rules.beside.words": ("条文读作", "The sentence reads"),
    "rules.beside.tree": ("选定的算法读作", "What was chosen reads"),
    "rules.beside.same": ("与条文读出的算法一致。", "The same as the sentence."),
    "rules.beside.unread": (
        "条文没有读懂，不能逐行对照；请人工核对。",
        "The sentence is not read; compare by hand.",
    ),
    "rules.figures": ("算例", "Worked figures"),
    "rules.seen": (
        "这些算例我看过，算得对（发布前必须确认）",
        "I have looked at these figures; they are right (needed before publishing)",
    ),
    "rules.left": (
        "还有 {count} 处没有回答，先按列出的写法试算。",
        "{count} questions are open; worked with the answers as listed.",
    ),
    "rules.again": ("重新试算", "Work again"),
    "rules.save": ("保存到草案", "Save to the draft"),
    "rules.saved": ("已保存到草案。", "Saved to the draft."),
    "rules.published": ("这一版已发布，只能看，不能改。", "Published: it is never edited."),
    "rules.may_not": (
        "只有市双拥办和省级评审可以改草案；可以试算。",
        "Only the city office and the province edit drafts; anyone may try.",
    ),
    "rules.doubled": ("名称重复，请改名或去掉一行", "this name stands twice"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    **import_words.WORDS,
}


def word(language: Lang, key: str, **values: object) -> str:
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def asked(language: Lang) -> dict[str, str]:
    """What kinds of questions are called."""
    at = LANGUAGES.index(language)
    return {kind: said[at] for kind, said in question_words.ASKED.items()}


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


def moment(value: datetime) -> str:
    """7月29日 10:05; the database's times are UTC."""
    here = value.replace(tzinfo=value.tzinfo or UTC).astimezone(CHINA)
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def today() -> date:
    return datetime.now(CHINA).date()
