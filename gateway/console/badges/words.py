"""Words of the badges, in Chinese and English."""

WORDS: dict[str, tuple[str, str]] = {
    "badges.evidence": ("，有 {count} 件等您处理", ", {count} wait for you"),
    "badges.tasks": ("，有 {count} 件等您办", ", {count} wait for you"),
    "badges.oversight": ("，有 {count} 件等您处理", ", {count} wait for you"),
}
