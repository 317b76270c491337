"""From the grammar and from a tried rule to what their page shows. Pure; scores in thousandths."""

from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, NamedTuple

from gateway.console.scores import ledgers

Json = dict[str, Any]

SORTS = ("points", "number", "condition")


class Sort(NamedTuple):
    """Operators of one sort, in the order of their names; ``title`` and ``about`` are words."""

    sort: str
    title: str
    about: str
    operators: list[Json]


def by_sort(operators: list[Json]) -> list[Sort]:
    return [
        Sort(
            sort,
            f"rules.sort.{sort}",
            f"rules.about.{sort}",
            [operator for operator in operators if operator["sort"] == sort],
        )
        for sort in SORTS
    ]


class Case(NamedTuple):
    """A worked example: its facts, the lines that add up, and what else it tells."""

    name: str
    title: str
    score: int
    facts: list[ledgers.FactRow]
    rows: list[ledgers.LedgerRow]
    signals: list[str]


class Tried(NamedTuple):
    points: int
    reading: list[Json]
    figures: str
    questions: list[Json]
    inputs: list[Json]
    faults: list[Json]
    cases: list[Case]


def tried(answer: Json, width: float) -> Tried:
    """Raises: ledgers.DoesNotAddUp."""
    return Tried(
        answer["points"],
        answer["reading"],
        answer["figures"],
        answer["questions"],
        answer["inputs"],
        answer["faults"],
        [_case(answer, case, width) for case in answer["cases"]],
    )


def _case(answer: Json, case: Json, width: float) -> Case:
    shown = {**answer, **case, "item": case["name"]}
    return Case(
        case["name"],
        case["title"],
        case["score"],
        ledgers.facts(shown),
        ledgers.ledger(shown, width),
        [signal["text"] for signal in case["signals"]],
    )


# A rule of a draft


class Row(NamedTuple):
    """An item of a draft; ``state`` is a word: unread, open, unseen, chosen, settled."""

    code: str
    title: str
    points: int
    sentence: str
    state: str
    open: int


OF_ITEM = ("side", "kind", "evidence", "lead", "title", "code", "category")
"""What is asked of an item besides its rule."""


def rows(standard: Json) -> list[Row]:
    asked: dict[str, list[str]] = {}
    for one in standard["open"]:
        code, _, topic = one["id"].partition(".")
        asked.setdefault(code, []).append(topic)
    return [_row(item, standard, asked.get(item["code"], [])) for item in standard["items"]]


def _row(item: Json, standard: Json, open_: list[str]) -> Row:
    topics = [topic for topic in open_ if topic not in OF_ITEM]
    state = "settled"
    if "rule" in topics:
        state = "unread"
    elif [topic for topic in topics if topic != "seen"]:
        state = "open"
    elif topics:
        state = "unseen"
    elif tree_of(item, standard):
        state = "chosen"
    points, sentence = item["points"], sentence_of(item)
    return Row(item["code"], item["title"], points, sentence, state, len(topics))


def tree_of(item: Json, standard: Json) -> Json:
    """The tree that was chosen for an item; empty where its sentence is read."""
    chosen = standard["answers"].get(f"{item['code']}.rule", "").startswith("{")
    if not (chosen or item["rule_text"].lstrip().startswith("{")):
        return {}
    found: Json = item["rule"]["rule"] if item["weight"] else item["rule"]
    return found


def sentence_of(item: Json) -> str:
    text: str = item["rule_text"]
    return "" if text.lstrip().startswith("{") else text


def out_of(item: Json) -> str:
    """What its rule marks out of, as text: a weight's full grade, or the points."""
    if item["weight"]:
        return str(item["rule"]["full"])
    points: int = item["points"]
    return f"{points // 1000}.{points % 1000:03d}".rstrip("0").rstrip(".")


def answers_of(item: Json, standard: Json) -> Json:
    """What was answered of its sentence; what is open was not."""
    own, open_ = f"{item['code']}.", {one["id"] for one in standard["open"]}
    return {
        id.removeprefix(own): answer
        for id, answer in standard["answers"].items()
        if id.startswith(own) and id not in open_ and id.removeprefix(own) not in ("seen", "rule")
    }


def faults(refused: Any, chosen: Json | None) -> dict[str, list[str]]:
    """What is wrong, by the path of its field."""
    told = refused.extra.get("faults", []) if refused else chosen["faults"] if chosen else []
    found: dict[str, list[str]] = {}
    for one in told:
        found.setdefault(one["path"], []).append(one["text"])
    return found


def unanswered(chosen: Json | None) -> int:
    return sum(not one["settled"] for one in chosen["questions"]) if chosen else 0


class Beside(NamedTuple):
    """A line of the sentence's reading beside one of the tree's; ``same`` where they agree."""

    words: str
    tree: str
    same: bool


def compared(words: Json | None, tree: Json | None) -> list[Beside]:
    """The two readings line by line; empty where one of them is not there or both are one."""
    if not words or not tree:
        return []
    left, right = _lines(words), _lines(tree)
    found: list[Beside] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        pairs = zip_longest(left[a:b], right[c:d], fillvalue="")
        found += [Beside(one, other, tag == "equal") for one, other in pairs]
    return found if any(not one.same for one in found) else []


def _lines(tried: Json) -> list[str]:
    return [f"{'　' * node['depth']}{node['name']}　{node['text']}" for node in tried["reading"]]
