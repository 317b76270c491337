"""What is published of the contracts, as those read it who never see their source."""

import json
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest

from contracts.schema import published

CONTRACTS = Path(__file__).parents[3] / "contracts"


def descriptions(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for name, part in document.items():
            if name == "description" and isinstance(part, str):
                yield part
            yield from descriptions(part)
    elif isinstance(document, list):
        for part in document:
            yield from descriptions(part)


@pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json"])
def test_a_description_has_not_the_indentation_of_its_source(name: str) -> None:
    found = list(descriptions(json.loads((CONTRACTS / name).read_text("utf-8"))))
    assert any("\n" in text for text in found)
    assert [text for text in found if text != cleandoc(text)] == []


def test_a_field_may_be_called_like_a_word_of_the_schema() -> None:
    fields = {"pattern": {"type": "string", "pattern": r"^a\Z"}, "description": {"enum": [r"\Z"]}}
    assert published({"properties": fields}) == {
        "properties": {
            "pattern": {"type": "string", "pattern": "^a$"},
            "description": {"enum": [r"\Z"]},
        }
    }
