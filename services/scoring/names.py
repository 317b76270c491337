"""Chinese names of the inputs and occurrence kinds that the short forms use."""

DONE, COUNT, RATIO, FAULTS, CLAIMS, MARK, INCIDENTS = (
    "done",
    "count",
    "ratio",
    "faults",
    "claims",
    "mark",
    "incidents",
)
AMOUNT = "amount"
"""Of a number that the words do not name."""
TOWNSHIPS, UNITS = "townships", "units"
PLACE, OF = "place", "of"
"""A place that somebody published, and among how many."""
CASE, CLAIM = "case", "claim"
FOUND, LATE, TWICE = "found", "late", "twice"
"""The steps of an escalation: found, not fixed in time, named in two bulletins."""
NATIONAL, PROVINCIAL, MUNICIPAL = "national", "provincial", "municipal"

_INPUTS = {
    DONE: "是否落实",
    COUNT: "完成数量",
    RATIO: "完成数与应有数",
    FAULTS: "扣分情形",
    CLAIMS: "加分申报",
    MARK: "评定分值",
    INCIDENTS: "一票否决情形",
    AMOUNT: "登记的数值",
    TOWNSHIPS: "乡镇（街道）数",
    UNITS: "驻军单位数",
    PLACE: "公布的名次",
    OF: "参评总数",
}
_KINDS = {
    CASE: "发生一次",
    CLAIM: "申报一项",
    FOUND: "发现问题",
    LATE: "逾期未整改",
    TWICE: "两次通报",
    NATIONAL: "国家级",
    PROVINCIAL: "省级",
    MUNICIPAL: "市级",
}


def of_input(name: str) -> str:
    """``claims_2`` is another of the claims."""
    base, _, number = name.rpartition("_")
    return _INPUTS.get(base if number.isdecimal() else name, name)


def of_kind(kind: str) -> str:
    return _KINDS.get(kind, kind)
