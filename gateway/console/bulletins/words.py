"""Words of snapshots and bulletins, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "bulletins.nav": ("通报与快照", "Bulletins and snapshots"),
    "bulletins.title": ("通报与快照", "Bulletins and snapshots"),
    "bulletins.lead": (
        "通报的数字取自快照：冻结之后不再改变，一年后仍能核验。",
        "A bulletin takes its figures from a snapshot, which never changes and can be proved.",
    ),
    "bulletins.empty": ("先冻结快照。", "Freeze a snapshot first."),
    "bulletins.empty.more": (
        "还没有快照。由市级统筹冻结之后，这里列出各期。",
        "None yet. When the city's office has frozen one, it stands here.",
    ),
    "bulletins.name": ("名称", "Name"),
    "bulletins.name.hint": ("如：2026年第一期通报", "e.g. Bulletin 1 of 2026"),
    "bulletins.at": ("冻结时间", "Frozen"),
    "bulletins.by": ("冻结人", "By"),
    "bulletins.code": ("核验码", "Check code"),
    "bulletins.hash": ("SHA-256", "SHA-256"),
    "bulletins.freeze": ("冻结快照", "Freeze a snapshot"),
    "bulletins.freeze.about": (
        "把各县区此刻的得分连同依据的事实一起保存，不能再改。",
        "Keeps the scores of all districts as they stand, with their facts. It cannot be changed.",
    ),
    "bulletins.open": ("打开快照", "Open the snapshot"),
    "bulletins.back": ("返回通报与快照", "Back to the snapshots"),
    "bulletins.verify": ("核验", "Verify"),
    "bulletins.again": ("再核验一次", "Verify again"),
    "bulletins.equal": (
        "与当时一致：按冻结的事实和标准重新计算，每个数字都相同。",
        "As it was: worked out again from the frozen facts and standard, every figure is the same.",
    ),
    "bulletins.differs": (
        "与当时不一致，有 {count} 处，不得用于通报：",
        "Not as it was, in {count} places; do not use it:",
    ),
    "bulletins.unverified": (
        "尚未核验。通报前请先核验。",
        "Not verified yet. Verify it before it is used.",
    ),
    "bulletins.league": ("县区得分", "Districts"),
    "bulletins.part": ("各项得分", "Items"),
    "bulletins.figures": (
        "总分 {total}，基本分 {base}，加分 {bonus}",
        "{total}: base {base}, bonus {bonus}",
    ),
    "bulletins.unmarked": ("当时这一级尚未评分", "not marked at the time"),
    "bulletins.own_part": (
        "这里只显示本县区；全市名次见通报。",
        "Only your own district stands here; the ranking is in the bulletin.",
    ),
    "done.snapshot-frozen": ("快照已冻结。", "The snapshot is frozen."),
}
