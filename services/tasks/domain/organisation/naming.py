"""The forms of a unit's name: with the district before it or without (甘州区发改局, 区发改局)."""

from services.tasks.sheets.text import squeeze

TAILS = ("人民政府", "政府", "办事处")


def forms(name: str, district: str) -> list[str]:
    """As written first, then without the district before it, then without 人民政府 after it.

    ``district``: its name (甘州区), or empty. No form has less than two characters.
    """
    full = squeeze(name)
    found = [full]
    for head in (squeeze(district), district[-1:]):
        if head and full.startswith(head) and len(full) > len(head) + 1:
            found.append(full.removeprefix(head))
    for form in tuple(found):
        found += [form.removesuffix(tail) for tail in TAILS if form.endswith(tail)]
    return [form for form in dict.fromkeys(found) if len(form) > 1]
