"""Words of the explanation of a score, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "missing_points": ("还差 {short} 分。", "{short} points short."),
    "all_points": ("已得满分。", "Full points."),
    "ledger": ("一、计分明细", "1. Ledger"),
    "score": ("得分", "Score"),
    "sum_fault": (
        "明细与得分不符，本页不显示数字。已告警，请凭追踪号联系运维人员：{trace}",
        "The lines do not add up to the score; no figure is shown. Trace id: {trace}",
    ),
    "facts": ("二、计分事实", "2. Facts"),
    "no_fact_yet": ("无事实，按 0 分计。可计入的有：", "No fact: 0 points. What would count:"),
    "standard_text": ("标准原文", "The standard"),
    "standard": ("标准版本", "Standard version"),
    "marks": ("各级评分", "Marks of each level"),
    "amended_reason": ("理由", "reason"),
    "sources": ("来源", "Sources"),
    "source.task": ("任务", "task"),
    "source.register": ("台账 {done}／{rows}", "register {done} / {rows}"),
    "source.finding": ("问题", "finding"),
    "withdrawn": ("申诉成立，不再扣分", "appeal upheld, no longer deducts"),
    "evidence": ("佐证 {count} 件", "{count} pieces of evidence"),
    "notices": ("提示", "Notices"),
}
