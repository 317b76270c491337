"""Words of what waits for a person, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "nav.quarantine": ("隔离待查", "Set aside"),
    "quarantine": ("隔离待查的材料", "Files set aside"),
    "quarantine.lead": (
        "机器无法判断的材料在此等候市双拥办处理。请向提交人核对原件后再定；请勿打开来历不明的文件。"
        "放行的材料再查一次后封存，查出问题的仍不予接收。",
        "Files that no check could judge wait here for the city office. Compare with the sender's "
        "original first; never open a file of unknown origin. What is released is checked again "
        "and sealed; what is then found at fault is still rejected.",
    ),
    "quarantine.none": ("没有等候处理的材料。", "None waits."),
    "quarantine.file": ("材料", "File"),
    "quarantine.district": ("县区", "District"),
    "quarantine.sender": ("提交人", "Sender"),
    "quarantine.said": ("检查结果", "What the checks said"),
    "quarantine.type": ("类型、大小", "Type, size"),
    "quarantine.decide": ("处理", "Decide"),
    "quarantine.decision": ("决定", "Decision"),
    "quarantine.reject": ("不予接收", "Reject"),
    "quarantine.release": ("放行", "Release"),
    "quarantine.reason": ("理由", "Reason"),
    "done.quarantine.decided": ("处理已登记。", "The decision is recorded."),
}
