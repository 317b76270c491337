"""The kit knows nothing of what it serves: no name, no sentence, no language of the trade."""

import re
from pathlib import Path

import pytest

import kit.config
from contracts import product
from kit.settings import Setting

FILES = sorted(Path(kit.__path__[0]).rglob("*.py"))
WORDS = re.compile(
    rf"[\u3400-\u9fff]|{product.NAME}|\b({'|'.join([product.TENANT, *product.PUBLISHERS])})",
    re.IGNORECASE,
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_file_of_the_kit_has_a_word_of_the_trade(file: Path) -> None:
    lines = enumerate(file.read_text().splitlines(), start=1)
    assert [f"{number}: {line}" for number, line in lines if WORDS.search(line)] == []


def test_the_kits_settings_are_named_after_the_product() -> None:
    own = {each.name for each in vars(kit.config).values() if isinstance(each, Setting)}
    assert {"TONGXIN_AMQP_URL", "TONGXIN_DUE_SECONDS"} <= own
    assert all(name.startswith(product.ENV) for name in own)
