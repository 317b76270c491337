"""The code of a lead as people type it. Pure."""

LENGTH, PART = 12, 4
READ_AS = str.maketrans("OIL", "011")
"""Signs that no code has, and what they stand for."""


def code_of(typed: str) -> str:
    """As it is kept; what is no code of this kind, as it was typed."""
    signs = "".join(filter(str.isalnum, typed)).upper().translate(READ_AS)
    if len(signs) != LENGTH or not signs.isascii():
        return typed.strip()
    return "-".join(signs[at : at + PART] for at in range(0, LENGTH, PART))
