"""Each attack and each clause of docs/security.md names tests that there are."""

import re
from collections.abc import Iterator

from infra.local.programs import ROOT

PAGE = ROOT / "docs" / "security.md"
CODE = re.compile(r"`([^`]{1,200})`")
SENTENCE = re.compile(r"[a-z0-9…]+(?:_[a-z0-9…]+){2,40}")
TEST = re.compile(r"^(?:async )?def test_(\w{1,200})\(", re.MULTILINE)
FILES = {path: path.read_text() for path in (ROOT / "tests").rglob("*.py")}


def named() -> Iterator[tuple[str, str]]:
    """File (or "") and sentence (or ""), of the last column of each table."""
    for line in PAGE.read_text().splitlines():
        if line.startswith("| ") and line.endswith("|"):
            for words in CODE.findall(line.split("|")[-2]):
                file, _, sentence = words.partition(": ")
                if file.endswith(".py"):
                    yield file, sentence
                elif SENTENCE.fullmatch(words):
                    yield "", words


def is_there(file: str, sentence: str) -> bool:
    texts = [text for path, text in FILES.items() if f"/{path}".endswith(f"/{file}")]
    texts = texts if file else list(FILES.values())
    wanted = re.compile(f"{sentence.replace('…', '.*')}\\Z")
    return any(not sentence or any(map(wanted.match, TEST.findall(text))) for text in texts)


def test_each_test_that_the_page_names_is_one() -> None:
    every = list(named())
    assert len(every) > 60
    assert [one for one in every if not is_there(*one)] == []


def test_each_clause_on_accounts_names_a_test() -> None:
    clauses = [line for line in PAGE.read_text().splitlines() if line.startswith("| 8.1.")]
    assert len(clauses) > 12
    bare = [line for line in clauses if not CODE.search(line.split("|")[-2])]
    assert bare == []
