"""Words of the vetoes, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "vetoes.title": ("一票否决", "Vetoes"),
    "vetoes.lead.none": ("没有成立的一票否决。", "No veto stands."),
    "vetoes.lead": (
        "有 {count} 项一票否决成立，不具备申报资格。",
        "{count} vetoes stand: not eligible.",
    ),
    "vetoes.standing": ("成立", "stands"),
    "vetoes.cleared": ("已解除", "cleared"),
    "vetoes.did.raised": ("提出", "raised"),
    "vetoes.did.cleared": ("解除", "cleared"),
    "vetoes.grounds": ("可能构成一票否决的情形", "What may be a ground"),
    "vetoes.grounds.note": (
        "由系统按标准的条件列出，是否提出由有权单位决定。",
        "Listed by the standard's condition; the offices decide.",
    ),
    "vetoes.condition": ("条件", "Condition"),
    "vetoes.raise": ("提出一票否决", "Raise a veto"),
    "vetoes.topic": ("事项", "Matter"),
    "vetoes.reason": ("理由", "Reason"),
    "vetoes.clear": ("解除", "Clear it"),
    "vetoes.none_left": ("标准所列的事项都已提出。", "Every matter of the standard is raised."),
    "done.veto-raised": ("一票否决已提出，有关单位已收到通知。", "The veto is raised."),
    "done.veto-cleared": ("一票否决已解除。", "The veto is cleared."),
}
