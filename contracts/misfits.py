"""What does not fit a type, said in Chinese: the decoder itself speaks English."""

import re

SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Object missing required field `([^`]+)`"), "缺少必填字段 {0}"),
    (re.compile(r"Object contains unknown field `([^`]+)`"), "不认识的字段 {0}"),
    (re.compile(r"Expected `([^`]+)` matching regex '([^']+)'"), "格式须符合 {1}"),
    (re.compile(r"Expected `(?:str|bytes)` of length (\S+) (\d+)"), "长度须 {0} {1}"),
    (re.compile(r"Expected `(?:object|array|dict)` of length (\S+) (\d+)"), "项数须 {0} {1}"),
    (re.compile(r"Expected `\w+` (<=|>=|<|>) (\S+)"), "数值须 {0} {1}"),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), "类型须为 {0}，实为 {1}"),
    (re.compile(r"Invalid enum value (.+)"), "取值 {0} 不在允许的范围内"),
    (re.compile(r"Invalid value (.+)"), "取值 {0} 不在允许的范围内"),
    (re.compile(r"JSON is malformed"), "不是合法的 JSON"),
    (re.compile(r"Invalid RFC3339 encoded (date|datetime)"), "须为 RFC 3339 格式的 {0}"),
)


def in_chinese(error: str, *, place: bool = False) -> str:
    """A validation error's sentence; with ``place`` also the path of the field at fault."""
    fault, _, path = error.partition(" - at ")
    fault = fault.replace(r"\Z", "$")
    told = next((s.format(*m.groups()) for p, s in SENTENCES if (m := p.match(fault))), fault)
    return f"{told}（{path.strip('`')}）" if place and path else told
