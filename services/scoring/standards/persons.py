"""What a standard may not contain: it scores districts and units, never persons or their phones.

Ground: State Council office letter 2026-12 on government apps (no check-in, no ranking by points,
no time online, no tracks), and the rule that the software never proposes a sanction on a person.
"""

import re
from typing import NamedTuple


class Refused(NamedTuple):
    code: str
    reason: str
    words: str


_PERSON = r"(?:个人|人员|干部|职工|工作人员|士官|士兵|网格员|联络员|责任人|信息员)"
_GROUNDS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "person-ranking",
        "不得对个人评分、排名：本系统只对区县和单位计分",
        re.compile(_PERSON + r".{0,6}(?:排名|排队|排序|名次|评分|积分|打分|末位)"),
    ),
    (
        "person-penalty",
        "不得对个人给予经济或组织处理：扣分只及于单位",
        re.compile(
            r"(?:扣发|扣减|扣除|扣罚|罚没).{0,8}(?:工资|奖金|绩效|津贴|补贴)"
            r"|诫勉|免职|撤职|调离|停职|记过|降级|末位淘汰|书面检查"
        ),
    ),
    (
        "app-use",
        "不得按打卡、在线时长、登录次数、安装率、轨迹计分（国办函〔2026〕12号）",
        re.compile(r"打卡|在线时长|登录次数|登录率|安装率|下载量|活跃度|行动轨迹|步数"),
    ),
)


def refusal(text: str) -> Refused | None:
    """The first ground on which a rule's words are refused; None if there is none."""
    for code, reason, pattern in _GROUNDS:
        found = pattern.search(text)
        if found:
            return Refused(code, reason, found.group())
    return None
