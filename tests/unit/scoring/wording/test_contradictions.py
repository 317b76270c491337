"""Where an item's text and its rule contradict each other, both are shown."""

import pytest

from services.scoring.wording import contradictions


def asked(title: str, rule: str, points: str = "2") -> dict[str, str]:
    found: dict[str, str] = {}

    def ask(topic: str, text: str, _options: tuple[str, ...], default: str) -> str:
        found[topic] = text
        return default

    contradictions.ask_about(title, rule, points, ask)
    return found


@pytest.mark.parametrize(
    ("title", "rule", "topic", "shown"),
    [
        ("有方案且有记录", "有方案或有记录得2分", "joined", ("且有记录", "或有记录")),
        ("建立制度并落实责任", "建立制度或落实责任得2分", "joined", ("并落实", "或落实")),
        ("有方案或有总结", "有方案且有总结得2分", "joined", ("或有总结", "且有总结")),
        ("建立制度（计3分）", "建立制度得2分", "title_points", ("3 分", "2 分")),
        ("满分5分，制度健全", "制度健全得2分", "title_points", ("5 分", "2 分")),
        (
            "每年开展2次活动",
            "每年不少于4次，每少一次扣0.5分",
            "title_times",
            ("每年开展2次活动", "每年不少于4次"),
        ),
        (
            "每季度开展一次培训",
            "每年不少于2次，每少一次扣1分",
            "title_times",
            ("每季度开展一次培训", "每年不少于2次"),
        ),
        (
            "覆盖率达到90%以上",
            "达到95%得满分，每低1个百分点扣0.5分",
            "title_percent",
            ("90%", "95%"),
        ),
    ],
)
def test_both_are_shown(title: str, rule: str, topic: str, shown: tuple[str, str]) -> None:
    found = asked(title, rule)
    assert set(found) == {topic}
    assert all(words in found[topic] for words in shown)


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("有方案且有记录", "有方案、有记录得2分"),
        ("有方案且有记录，或有总结", "有方案或有记录得2分"),
        ("合并村组织健全并网格化", "组织健全得2分"),
        ("建立制度（2分）", "建立制度得2分"),
        ("制度1分，责任1分", "制度得1分，责任得1分"),
        ("每季度一次会议", "每年不少于4次，每少一次扣0.5分"),
        ("每年2次会议", "完成2场培训得2分"),
        ("覆盖率达到95%", "达到95.0%得满分，每低1个百分点扣0.5分"),
        ("培训30分钟以上", "培训得2分"),
    ],
)
def test_what_agrees_is_not_asked_about(title: str, rule: str) -> None:
    assert asked(title, rule) == {}
