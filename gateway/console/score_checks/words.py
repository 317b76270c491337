"""Words of spot checks and recomputation, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "score_checks.nav": ("抽查与核对", "Checks"),
    "score_checks.title": ("抽查与核对", "Spot check and recomputation"),
    "score_checks.spot": ("一、省级抽查", "1. The province's spot check"),
    "score_checks.undrawn": ("本年尚未抽取。", "Nothing has been drawn this year."),
    "score_checks.drawn": (
        "抽取比例 {share}，种子“{seed}”，抽取人 {by}。任何人凭种子都能重新抽出同样的项。",
        "Share {share}, seed “{seed}”, drawn by {by}. Anybody can draw the same from the seed.",
    ),
    "score_checks.none": ("没有抽到的项", "no items"),
    "score_checks.seed": ("种子", "Seed"),
    "score_checks.seed.hint": (
        "事先公布的一串字符，如当天的彩票开奖号；至少 4 个，不含空格。",
        "Published beforehand, such as a lottery number: at least 4 characters, no blanks.",
    ),
    "score_checks.share": ("比例", "Share"),
    "score_checks.share.hint": ("不少于三分之一，如 1/3", "a third at least: 1/3"),
    "score_checks.draw": ("抽取", "Draw"),
    "score_checks.again": ("二、按事实重新计算", "2. Worked out again from the facts"),
    "score_checks.about": (
        "把一个县区全年的得分从事实重新算一遍，与现有得分逐项比对；不改动任何数字。",
        "A district's year is worked out again from its facts and compared; nothing is changed.",
    ),
    "score_checks.recompute": ("重新计算并比对", "Work out and compare"),
    "score_checks.equal": (
        "{items} 项、{facts} 个事实，重新计算与现有得分全部一致。",
        "{items} items, {facts} facts: all as it stands.",
    ),
    "score_checks.differs": (
        "有 {count} 处不一致，请联系运维人员：",
        "{count} differences; call the operators:",
    ),
    "done.spot-drawn": ("已抽取，各县区都能看到。", "Drawn; every district can see it."),
}
