"""Chinese, unless a client prefers English."""

import pytest

from gateway.languages import MOST, preferred


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.8,zh-Hans-CN;q=0.7", "en"),
        ("en;q=0", "zh"),
        ("de, en;q=0.3", "en"),
        ("*", "zh"),
        ("en;q=1;zh", "zh"),
        ("EN ; q=0.5", "en"),
        ("x" * MOST + ",en", "zh"),
    ],
)
def test_english_is_spoken_to_who_prefers_it(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
