"""The texts that people read: one template per fact, named as the fact.

They are read when the service starts, so that rendering itself touches no file.
"""

from importlib.resources import files

from contracts.envelope import Fact

TEXTS: dict[str, str] = {
    entry.name.removesuffix(".txt"): entry.read_text(encoding="utf-8")
    for entry in files(__name__).iterdir()
    if entry.name.endswith(".txt")
}


def text_of(fact: type[Fact]) -> str:
    """The template of a fact: ``tasks.task_assigned.v1`` is told by ``task_assigned.txt``.

    Raises: KeyError.
    """
    return TEXTS[name_of(fact)]


def name_of(fact: type[Fact]) -> str:
    return fact.type.split(".")[1]
