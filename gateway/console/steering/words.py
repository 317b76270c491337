"""Words of what to push and what would be, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "steering.nav": ("推动清单·试算", "What to push"),
    "steering.title": ("推动清单·试算", "What to push, and what if"),
    "steering.lead": (
        "现为 {total} 分，有 {count} 项还能多得分。勾选要推动的，看总分会到多少。",
        "{total} now; {count} items can still gain. Tick what to push and see the total.",
    ),
    "steering.nothing": ("没有可挽回的分。", "No points left to recover."),
    "steering.silent": (
        "{level}尚未进行，没有分数可以推动。请选有评分的一级。",
        "{level}: nothing marked yet, so there is no figure to improve. Choose another level.",
    ),
    "steering.why": ("为什么、差什么", "Why, and what is missing"),
    "steering.due": ("期限", "Deadline"),
    "steering.gain": ("可多得", "Gain"),
    "steering.pick": ("选中 {item}", "Select {item}"),
    "steering.undated": ("未定期限", "no deadline"),
    "steering.try": ("试算", "Work it out"),
    "steering.clear": ("全部取消", "Clear all"),
    "steering.none": (
        "还没有选。勾选后，这里显示总分会到多少。",
        "Nothing selected yet. Tick items to see the total.",
    ),
    "steering.sum": ("选 {count} 件：{now} → {then}", "{count} selected: {now} → {then}"),
    "steering.difference": ("（{difference}）", " ({difference})"),
    "steering.keep": (
        "这个选择在网址里：收藏或转发本页，就是保存了方案。",
        "The choice stands in the address: a bookmark or a link to this page keeps it.",
    ),
    "steering.more": ("再显示 {count} 项", "{count} more"),
    "steering.gone": (
        "有 {count} 项已不在清单上（已经得分，或标准已变），没有计入。",
        "{count} items are no longer on the list (gained, or another standard).",
    ),
    "steering.moves": ("各类会怎样变", "What would move"),
    "steering.now": ("现在", "Now"),
    "steering.then": ("试算", "Then"),
    "steering.lost": ("已扣、做工作也挽不回的", "Lost; work does not win it back"),
    "steering.base": ("基本分", "Base"),
    "steering.bonus": ("加分", "Bonus"),
    "steering.eligible": ("资格", "Eligibility"),
}
