"""What the gallery shows: each component with short, long and faulty content. Pure."""

from datetime import date
from typing import Any

from contracts.words import Lang
from gateway.console.frame.acts import Field, Form
from gateway.console.frame.bars import Bar
from gateway.console.frame.forms import Wrong
from gateway.console.frame.terms import Term
from gateway.console.frame.words import stamp, word

LONG = "双拥宣传橱窗内容多年没有更新，" * 13 + "请更新"
GIVEN = {"short": "张三", "long": LONG, "bad": "许多", "day": "2026-07-31", "picked": "b"}
STEPS = ("done", "done", "now", "next")
ENTRIES = (
    ("2026-07-31T10:05:00+08:00", LONG, ("照片 3 张",)),
    ("2026-07-29T09:30:00+08:00", "交办任务", ()),
)
CHOICES = (("a", "甘州区委宣传部"), ("b", LONG))
TERMS = (
    Term(str(date(2026, 8, 14)), "8月14日前，还有 10 个工作日", late=False),
    Term(str(date(2026, 7, 1)), "7月1日到期，已逾期 22 个工作日", late=True),
)
BARS = (
    ("whole", Bar(0, 260)),
    ("loss", Bar(180, 80)),
    ("gain", Bar(120, 60)),
    ("nil", Bar(120, 0)),
)
ACTED = Form(
    title="components",
    send="components.act",
    back="/console/components",
    fields=(
        Field("text", "text", "components.text", required=True, hint="components.hint"),
        Field("area", "area", "components.text"),
        Field("on", "day", "components.text"),
        Field("one", "pick", "components.text", of="choices"),
        Field("way", "radio", "components.text", choices=(("y", "yes"), ("n", "no"))),
        Field("sure", "tick", "components.text"),
        Field("some", "ticks", "components.text", of="choices"),
        Field("none", "ticks", "components.text", of="nothing"),
    ),
    options={"choices": CHOICES},
)


def shown(lang: Lang) -> dict[str, Any]:
    faults = {"bad": word(lang, "form.number"), "picked": word(lang, "form.choice")}
    return {
        "given": GIVEN,
        "wrong": Wrong(faults, "", 422),
        "told": Wrong({}, word(lang, "form.wrong"), 409),
        "steps": [(word(lang, "components.act"), state) for state in STEPS],
        "entries": [
            {"at": stamp(iso, lang), "iso": iso, "text": text, "notes": notes}
            for iso, text, notes in ENTRIES
        ],
        "choices": CHOICES,
        "terms": TERMS,
        "bars": BARS,
        "form": ACTED,
    }
