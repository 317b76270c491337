"""Numbers of persons and of troops are found however they are written; codes and sums are none."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from contracts.numbers import SIGNS, WEIGHTS, names_troop, personal, unkept
from contracts.orders.base import Order
from contracts.orders.catalogue import SHAPES
from contracts.secrecy import must_be_lawful
from contracts.texts import Unfit
from tests.support.minimal import minimal, plain

HAN = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
SPOKEN = HAN | {"0": "零", "1": "幺"}
BOOKED = dict(zip("0123456789", "零壹贰叁肆伍陆柒捌玖", strict=True))
WIDE = {sign: chr(ord(sign) + 0xFEE0) for sign in "0123456789X"}


def respelled(digits: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(sign, sign) for sign in digits)


def telephone(rng: random.Random) -> str:
    return f"1{rng.randint(3, 9)}{rng.randrange(10**9):09d}"


def identity(rng: random.Random) -> str:
    place = rng.choice(("110105", "310115", "440305", "620702", "650104", "820000"))
    born = f"{rng.randint(1930, 2025)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = f"{place}{born}{rng.randrange(1000):03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def credit_code(rng: random.Random) -> str:
    kind = rng.choice(("11", "12", "13", "51", "52", "53", "54", "91", "92", "93", "N1"))
    place = rng.choice(("110119", "370119", "440120", "620702", "310120"))
    body = kind + place + "".join(rng.choice(SIGNS[: rng.choice((10, 31))]) for _ in range(9))
    total = sum(SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + SIGNS[-total % 31]


SPELLINGS = (
    lambda n: n,
    lambda n: f"联系人{n}（本人）",
    lambda n: respelled(n, WIDE),
    lambda n: respelled(n, HAN),
    lambda n: respelled(n, BOOKED),
    lambda n: respelled(n[:7], HAN) + n[7:],
    " ".join,
    lambda n: "-".join((n[:3], n[3:7], n[7:])),
    lambda n: "　".join((n[:6], n[6:])),
    lambda n: " ".join((n[:3], n[3:7], n[7:])),
    lambda n: n[:4] + "\u200b" + n[4:],
    lambda n: "附件一" + n,
)


@pytest.mark.parametrize("spelled", range(len(SPELLINGS)))
def test_a_persons_number_is_found_in_every_spelling(spelled: int) -> None:
    rng = random.Random(spelled)
    for _ in range(60):
        one, other = telephone(rng), identity(rng)
        assert personal(SPELLINGS[spelled](one)) == "telephone", SPELLINGS[spelled](one)
        assert personal(SPELLINGS[spelled](other)) == "identity", SPELLINGS[spelled](other)


@pytest.mark.parametrize(
    "text",
    [
        respelled("13800138000", SPOKEN),
        "008613800138000",
        "+86-138-0013-8000",
        "(86)13800138000",
        "138.0013.8000",
        "13800138000@139.com",
        "电话:138 0013 8000元旦前有效",
        "19912345678",
        *("13812345678米先生", "13812345678 平方米", "面积90平方米13812345678", "13812345678元旦"),
        "一三八　零零一三　八零零零",
    ],
)
def test_a_telephone_is_found_as_people_write_it(text: str) -> None:
    assert personal(text) == "telephone"


def test_the_code_of_an_organisation_is_no_number_of_a_person() -> None:
    rng = random.Random(7)
    for _ in range(3000):
        code = credit_code(rng)
        found = personal(f"统一社会信用代码：{code}")
        assert found == "" or (found == "identity" and personal(code) == "identity")
        # One in some ten thousand is right as both: it may be the number of a person.
        if found:
            body = code[:17]
            last = sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11
            assert code[17] == "10X98765432"[last]


NONE = (
    *("国发〔2024〕1号", "民发〔2023〕1234号", "甘政办发〔2026〕12号", "(2026)甘0702民初1380号"),
    *("GB/T 9704-2012", "GB 11643-1999", "GB32100-2015", "ISO 3166-1:2020", "DB62/T 4138-2020"),
    *("13800138000元", "13800138000.00", "￥13800138000", "13,800,138,000.00元", "13800138000 元"),
    *("13800138000万元", "金额：15000000000元整", "1380013800.5"),
    *(
        "面积13812345678平方米",
        "13812345678亩",
        "长13812345678米",
        "13812345678.5吨",
        "13812345678m²",
    ),
    *("13812345678美元", "建筑面积：13812345678㎡"),
    *("凭证号2024010512345678901", "回单编号 20240105123456789012", "流水号 202401051234567"),
    *("凭证号 202705101234567", "622848040256489001", "6228480402564890018", "20240105011200123"),
    *("P-2026-GQ-ZX-0001-0002-0003", "A01-B02-C03-2026-05-06-01", "SN:AB13-2026-0506-0001"),
    *("2026-07-01 14:00—2026-12-31 18:00", "项目13 2024-05-01 3人", "2026.07.01—2026.12.31"),
    *("0931-8412345", "400-810-8888", "12345", "138****1234", "13800138", "1380013800012"),
    *(
        "东经103.834303，北纬36.061089",
        "二〇二六年七月三十日",
        "一二三四五六七八九十",
        "第一三五七期",
    ),
    *("得分 13, 14, 15, 16, 17, 18", "1/3/5/7/9/11", "批次 20260506-001", "6907992512349"),
)


@pytest.mark.parametrize("text", NONE)
def test_papers_standards_sums_slips_and_codes_are_none(text: str) -> None:
    assert unkept(text) == ""


def words(heading: str) -> list[str]:
    """Those under a heading of the list beside."""
    text = (Path(__file__).parent / "troops.txt").read_text()
    part = text.split(f"# {heading}\n")[1].partition("\n\n")[0]
    found = [word.strip() for line in part.splitlines() for word in line.split("|")]
    return [word.replace("\\u200b", "\u200b") for word in found]


TROOPS, CIVIL = words("Numbers of military units"), words("What only looks like one")


def test_there_are_enough_of_each() -> None:
    assert len(TROOPS) >= 60 and len(CIVIL) >= 60


@pytest.mark.parametrize("text", TROOPS)
def test_the_number_of_a_troop_is_found(text: str) -> None:
    assert names_troop(text)


@pytest.mark.parametrize("text", CIVIL)
def test_what_only_looks_like_the_number_of_a_troop_is_none(text: str) -> None:
    assert not names_troop(text)


# -- every text of every order -------------------------------------------------------------------

TABLES = {"Sheet", "Workbook"}
"""Looked through where their file is read, and asked about (tests/unit/gateway)."""
DRAWN = {("DrawSpotCheck", "seed")}
"""Digits drawn by lot."""
SHORTEST = 11


def structs() -> list[type[msgspec.Struct]]:
    """Of all orders, with the structs inside them."""
    found: dict[type, None] = {}
    orders = [one for shapes in SHAPES.values() for one in shapes if issubclass(one, Order)]
    _gather(inspect.multi_type_info(orders), found)
    return list(found)


def _gather(infos: Any, found: dict[type, None]) -> None:
    for info in infos:
        if isinstance(info, inspect.StructType):
            if info.cls not in found:
                found[info.cls] = None
                _gather([field.type for field in info.fields], found)
        else:
            _gather(_inner(info), found)


def _inner(info: Any) -> list[Any]:
    names = ("type", "types", "item_type", "item_types", "key_type", "value_type")
    parts = [getattr(info, name) for name in names if hasattr(info, name)]
    return [one for part in parts for one in (part if isinstance(part, tuple) else (part,))]


def filled(info: Any, text: str) -> Iterator[Any]:
    """Values with the text in one place where any text may stand."""
    match info:
        case inspect.Metadata():
            yield from filled(info.type, text)
        case inspect.StrType():
            if info.pattern is None and (info.max_length or 99) >= len(text):
                yield text.ljust(info.min_length or 0)
        case inspect.UnionType():
            for one in info.types:
                yield from filled(one, text)
        case inspect.VarTupleType() | inspect.ListType():
            yield from (
                [one] * max(info.min_length or 1, 1) for one in filled(info.item_type, text)
            )
        case inspect.DictType():
            other = plain(info.value_type, {})
            yield from ({one: other} for one in filled(info.key_type, text))
            key = plain(info.key_type, {})
            yield from ({key: one} for one in filled(info.value_type, text))


def holders(text: str) -> Iterator[tuple[str, Any]]:
    """Every struct of every order with the text in one of its own fields."""
    for kind in structs():
        info: Any = inspect.type_info(kind)
        for field in info.fields:
            if kind.__name__ in TABLES or (kind.__name__, field.name) in DRAWN:
                continue
            for value in filled(field.type, text):
                yield f"{kind.__name__}.{field.name}", minimal(kind, **{field.name: value})


UNLAWFUL = (
    *("13800138000", "138 0013 8000", "１３８００１３８０００", "一三八零零一三八零零零"),
    *("11010519491231002X", "110105-19491231-002x", "360部队", "48军战士", "412团"),
)
LAWFUL = (
    *("91620700MA72Y1234X", "凭证号202705101234567", "13800138000.00元", "国发〔2024〕1号"),
    *("GB 9704-2012", "A01-B02-C03-2026", "48军民共建", "412团员", "2026部队走访"),
)


@pytest.mark.parametrize("text", UNLAWFUL)
def test_no_text_of_any_order_takes_the_number_of_a_person_or_a_troop(text: str) -> None:
    taken, places = [], 0
    for place, order in holders(text):
        places += 1
        try:
            must_be_lawful(order)
        except Unfit as no:
            assert no.field.startswith("$.") and text not in no.detail
        else:
            taken.append(place)
    assert not taken
    assert places > 60


@pytest.mark.parametrize("text", LAWFUL)
def test_every_text_of_every_order_takes_codes_papers_and_sums(text: str) -> None:
    for _, order in holders(text):
        must_be_lawful(order)


def test_titles_captions_and_names_of_files_are_among_them() -> None:
    places = {place for place, _ in holders("13800138000")}
    assert {"Assign.title", "Declare.filename", "Caption.people", "RaiseFinding.fault"} <= places
