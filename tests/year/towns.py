"""The four districts of the demo year, and how many units of which kind they have."""

from typing import Any, NamedTuple

YEARS = (2023, 2024, 2025, 2026)
CLAIMED_YEAR = 2026
"""Its bonuses are claimed through the public API; those of the other years are told."""
STANDARD = "sample-74"
OTHERS = (("shuangyongban", "双拥办", "office"), ("tuiyi", "退役军人事务局", "department"))


class Town(NamedTuple):
    id: str
    name: str
    townships: int
    garrisons: int

    def units(self) -> list[dict[str, Any]]:
        counted = [
            *((f"zhen-{n}", f"第{n}镇", "township") for n in range(1, self.townships + 1)),
            *((f"zhujun-{n}", f"驻军{n}", "garrison") for n in range(1, self.garrisons + 1)),
        ]
        return [
            {"district": self.id, "unit": unit, "name": f"{self.name}{name}", "kind": kind}
            for unit, name, kind in (*OTHERS, *counted)
        ]


TOWNS = (
    Town("ganquan", "甘泉区", 6, 2),
    Town("linhe", "临河区", 4, 1),
    Town("shanyin", "山阴县", 5, 3),
    Town("dingbian", "定边县", 3, 2),
)
