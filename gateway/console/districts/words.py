"""Words of the districts, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "districts.nav": ("县区", "Districts"),
    "districts.title": ("县区得分", "Districts"),
    "districts.own": (
        "{name}第 {rank} 名，共 {of} 个县区，{total} 分。",
        "{name}: rank {rank} of {of}, {total}.",
    ),
    "districts.first": (
        "{name}居首，{total} 分；{last}最后，差 {gap} 分。",
        "{name} leads with {total}; {last} is last, {gap} behind.",
    ),
    "districts.silent": ("{level}尚未进行，没有名次。", "{level}: nothing marked yet, no ranks."),
    "districts.since": (
        "增减与快照“{name}”（{at}）相比。",
        "Changes are since the snapshot “{name}” ({at}).",
    ),
    "districts.no_snapshot": ("本期尚无快照，增减无从比较。", "No snapshot yet to compare with."),
    "districts.change": ("比上次快照", "Since snapshot"),
    "districts.slips": ("在办督办单", "Slips that stand"),
    "districts.slip": ("{colour}", "{colour}"),
    "districts.fall": ("降", "down"),
    "districts.apart": ("未评分的县区，不排名", "Not marked, not ranked"),
    "districts.note": (
        "名次只按县区得分排列。个人、登录次数、使用情况都不排名。",
        "Only districts are ranked, by score: never persons, logins or use.",
    ),
    "districts.freeze": ("冻结快照，写入通报", "Freeze a snapshot for the bulletin"),
    "districts.none": ("没有", "none"),
}
