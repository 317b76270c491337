"""The sample city: three districts with six units each, their people, and who leads which item."""

from dataclasses import dataclass
from typing import Any

from infra.demo.api import Api, unless

PASSWORD = "tongxin-demo-2026"

DISTRICTS = {"ganquan": "甘泉区", "linhe": "临河区", "shanyin": "山阴县"}
SHORT = {"ganquan": "gq", "linhe": "lh", "shanyin": "sy"}


@dataclass(frozen=True)
class Unit:
    """``serves``: the standard's lead roles that this unit answers for."""

    id: str
    name: str
    kind: str
    serves: tuple[str, ...]


UNITS = (
    Unit(
        "shuangyongban",
        "双拥办",
        "office",
        ("双拥办", "区委办", "编办", "区督考办", "组织部", "政法委", "信访局", "文明办"),
    ),
    Unit(
        "tuiyi",
        "退役军人事务局",
        "department",
        ("退役军人局", "财政局", "民政局", "人社局", "司法局"),
    ),
    Unit(
        "xuanchuan",
        "宣传部",
        "department",
        ("宣传部", "融媒体中心", "教育局", "文旅局", "科技局", "总工会"),
    ),
    Unit(
        "fagai",
        "发展和改革局",
        "department",
        ("发改局", "工信局", "交通局", "市场监管局", "人防办"),
    ),
    Unit("renwubu", "人武部", "garrison", ("人武部", "驻军单位")),
    Unit("chengguan", "城关镇", "township", ("各乡镇",)),
)

LEADS = {role: unit.id for unit in UNITS for role in unit.serves}


def account(district: str, who: str) -> str:
    return f"{SHORT[district]}-{who}"


def people(district: str) -> list[dict[str, Any]]:
    """The accounts of a district, ready for POST /people."""
    name = DISTRICTS[district]
    contacts = [
        _person(district, unit.id, f"{name}{unit.name}联络员", ["unit"], unit.id) for unit in UNITS
    ]
    return [
        _person(district, "office", f"{name}双拥办主任", ["district_office"]),
        _person(district, "reviewer", f"{name}复核员", ["reviewer"]),
        _person(district, "inspector", f"{name}督查员", ["inspector"]),
        _person(district, "leader", f"{name}分管领导", ["leader"]),
        *contacts,
        _person(district, "field", f"{name}采集员", ["field"], "xuanchuan"),
    ]


def city_people() -> list[dict[str, Any]]:
    return [
        _city("city-reviewer", "市级复核员", ["reviewer"]),
        _city("city-leader", "市领导", ["leader"]),
    ]


def city_office(admin: Api) -> Api:
    """The city's office, appointed by the administrator, who does none of its business."""
    person = _city("city-office", "市双拥办主任", ["city_office"])
    unless(("account-exists",), lambda: admin.post("person city-office", "/people", **person))
    return admin.sign_in("city-office", PASSWORD)


def _person(
    district: str, who: str, name: str, roles: list[str], unit: str | None = None
) -> dict[str, Any]:
    person = {
        "account": account(district, who),
        "name": name,
        "roles": roles,
        "district": district,
        "email": f"{account(district, who)}@example.org",
        "password": PASSWORD,
    }
    return person | ({"unit": unit} if unit else {})


def _city(account: str, name: str, roles: list[str]) -> dict[str, Any]:
    return {
        "account": account,
        "name": name,
        "roles": roles,
        "district": "*",
        "email": f"{account}@example.org",
        "password": PASSWORD,
    }


def duties(items: list[dict[str, Any]], district: str) -> list[dict[str, Any]]:
    """The decomposition table (任务分解表): each item's lead, cooperating units, named person."""
    rows = []
    for item in items:
        lead = LEADS[item["lead"]]
        others = {LEADS[role] for role in item["cooperating"] if role in LEADS} - {lead}
        rows.append(
            {
                "item": item["code"],
                "lead": lead,
                "person": account(district, lead),
                "cooperating": sorted(others),
            }
        )
    return rows
