"""Each message as its readers see it, in every form, from a sample of its fact. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from contracts.envelope import Envelope, Fact
from contracts.words import Severity
from services.notify import personal, robots
from services.notify.delivery import Delivery
from services.notify.digest import Entry, Letter, gathered
from services.notify.letter import compose
from services.notify.render import Names, render, version

SENDER = "tongxin@example.gov.cn"
PERSON, PLACE = "张敏", "甘泉区"
UNITS = ("区教育局", "区文旅局", "区委宣传部")
"""What the ids of samples are called."""
BASE = "https://tongxin.example.gov.cn"
"""Where the console is, in a preview, while it has no address."""
MOST_IN_A_DIGEST = 5


class Sample(NamedTuple):
    envelope: Envelope
    fact: Fact
    source: str
    """Its template."""
    severity: Severity
    path: str
    units: Sequence[str]
    persons: Sequence[str]
    """The ids in it, by their place key and account."""
    brief: str = ""
    """The template that stands in the subject's place where there is room for little."""


def named(sample: Sample) -> Names:
    district = sample.envelope.district
    units = {key: UNITS[n % len(UNITS)] for n, key in enumerate(sorted(sample.units))}
    persons = dict.fromkeys(sample.persons, PERSON)
    return Names(places={**units, district: PLACE}, persons=persons)


def message(sample: Sample, *, brief: bool = False) -> Delivery:
    """``brief``: as it goes where there is room for little."""
    short = sample.brief if brief else ""
    text = render(sample.source, sample.fact, sample.envelope.district, named(sample), short)
    return Delivery(
        district=sample.envelope.district,
        recipient="zhang-min",
        channel="inbox",
        fact=sample.fact.type,
        about=sample.envelope.subject,
        about_district=sample.envelope.district,
        subject=text.subject,
        body=text.body,
        created_at=sample.envelope.time,
        status="delivered",
        severity=sample.severity,
        path=sample.path,
        text=version(sample.source, sample.brief),
    )


def shown(sample: Sample, base: str, templates: Mapping[str, str], names: Sequence[str]) -> Any:
    """``templates``, ``names``: of text messages, as they are set here; without a template for it a
    message has none."""
    said, short = message(sample), message(sample, brief=True)
    link = f"{base}{said.path}" if base else ""
    template = personal.template_for(templates, said)
    return {
        "kind": said.fact,
        "severity": said.severity,
        "version": said.text,
        "subject": said.subject,
        "body": said.body,
        "path": said.path,
        "mail": _mail(said, link),
        "group": json.loads(robots.wecom(short, link))["markdown"]["content"],
        "card": _card(short, link),
        "sms": {"template": template, "params": personal.parameters(names, short, link)}
        if template
        else None,
    }


def _mail(said: Delivery, link: str) -> str:
    letter = compose(
        key="x:y:mail",
        name=PERSON,
        address=SENDER,
        sender=SENDER,
        subject=said.subject,
        body=said.body,
        link=link,
        written_at=said.created_at,
    )
    return str(letter.get_content())


def _card(said: Delivery, link: str) -> str:
    found = json.loads(personal.card(said, "zhang.min", 1, link))
    card = found.get("textcard")
    return f"{card['title']}\n{card['description']}" if card else str(found["text"]["content"])


def digest(samples: Iterable[Sample], base: str) -> Letter:
    """What is routine, together. Raises: IndexError where nothing is."""
    said = [message(one) for one in samples if one.severity == "routine"][:MOST_IN_A_DIGEST]
    entries = [Entry(m.fact, m.severity, m.subject, m.body, m.path) for m in said]
    return gathered(entries, base)
