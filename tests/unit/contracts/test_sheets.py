"""Blocks that are merged, and numbers before sentences."""

import pytest

from contracts.sheets import Block, Sheet
from contracts.sheets.merged import filled
from contracts.sheets.numbering import Part, han_number, split_numbered


def block(top: int, left: int, bottom: int, right: int) -> Block:
    return Block(top=top, left=left, bottom=bottom, right=right)


def test_a_merged_block_says_its_text_in_every_cell_and_an_empty_one_says_nothing() -> None:
    sheet = Sheet(
        name="s",
        rows=(("表头",), ("教育局", ""), ("", " ")),
        merged=(block(1, 1, 1, 2), block(2, 1, 3, 1), block(2, 2, 3, 2)),
    )
    assert filled(sheet, after=1) == {(2, 1): "教育局", (3, 1): "教育局"}


def test_blocks_that_cover_more_than_there_is_are_passed_over() -> None:
    sheet = Sheet(name="s", rows=(("甲",),), merged=(block(1, 1, 1, 60), block(1, 1, 1, 60)))
    assert set(filled(sheet, after=0)) == {(1, column) for column in range(1, 61)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("五十九", 59),
        ("", 0),
        ("二三", 0),
        ("十十", 0),
        ("十二三", 0),
        ("三二十", 0),
    ],
)
def test_a_number_in_characters_counts_below_a_hundred(text: str, number: int) -> None:
    assert han_number(text) == number


def test_sentences_numbered_in_characters_count_on_beyond_ten() -> None:
    numbers = [*"一二三四五六七八九十", "十一", "十二"]
    parts = split_numbered("".join(f"{number}、做事；" for number in numbers))
    assert parts == [Part(n, "做事") for n in range(1, 13)]
