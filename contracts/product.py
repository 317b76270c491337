"""What the kit is told of the product that stands on it: names, what texts may hold, sentences.

The names are in settings, metrics, queues and documents of running systems: they stay as they are.
"""

from typing import Any

from msgspec.structs import replace

from contracts import discreet, secrecy, texts, words
from contracts.sheets import Workbook

VERSION = "0.1.0"
NAME = "tongxin"
"""Of metrics, connections, and the sources of events."""
VERSION = "0.1.0"
"""Of the whole, as pyproject.toml says it."""
ENV = "TONGXIN_"
"""Every setting's name begins so."""
PUBLISHERS = ("tasks", "evidence", "scoring", "notify")
"""Those that publish facts, deployed or not."""

TENANT = "district"
"""The field of a state, an order, a caller, an event and a document that says whose it is."""
EVERY_TENANT = words.CITY_WIDE
"""There: it is everybody's, or sees everybody's."""

label = discreet.method_label
"""What a door is called in metrics and logs."""

composed = texts.composed
must_be_lawful = secrecy.must_be_lawful
Unlawful = secrecy.ClassifiedMatter
"""What is counted, and logged without a word of it."""


def light(value: Any) -> Any:
    """A field of an order without what only its decision reads."""
    return replace(value, sheets=()) if isinstance(value, Workbook) else value


# What the kit says to the person who asked.

TOO_COSTLY = "内容过于复杂，无法在限定的时间和内存内处理完，请拆分或简化后再提交"
INTERRUPTED = "处理中断，请稍后重试"
BUSY = "同时处理的表格和规则较多，请稍后再试"
AWAY = "后台存储暂时不可用，请稍后重试"
TIMED_OUT = "处理超时；请用同一 Idempotency-Key 重试以取得结果"
TOO_LATE = "请求到达时已过期限，未执行"
TOO_LARGE = "请求超过 {size} 字节"
ANSWER_TOO_LARGE = "答复过大，请缩小查询范围"
INTERNAL = "系统内部错误，已记录"
NO_METHOD = "没有这个方法：{method}"
NO_KEY = "每个命令都要带 1 至 120 字符的 Idempotency-Key"
KEY_REUSED = "这个 Idempotency-Key 已用于另一个请求"
NO_CURSOR = "翻页游标无法识别，请从第一页重新开始"
NOT_THERE = "没有这个对象"
NO_TENANT = "没有这个县区"
NO_RIGHT = "您的角色不能办理此事"
THERE_ALREADY = "同样的内容已经登记过"
MANY_WRITERS = "多人同时修改同一对象，请刷新后重试"
CHANGED_SINCE = "您打开之后已有他人改动，请先查看改动再办理"
