"""What is asked about the words of messages."""

from collections.abc import Sequence
from typing import Any

from contracts.orders.notify import MessageTextOf, MessageTexts, PreviewWording
from contracts.refusals import NotFound
from kit.reader import Reader
from services.notify import previews, settings
from services.notify.channels import sms
from services.notify.previews import Sample
from services.notify.render import render, version
from services.notify.samples import sample_of, samples
from services.notify.wording.checking import Fault, Parts, faults, terms, written
from services.notify.wording.fields import FIELDS
from services.notify.wording.store import WORDINGS
from services.notify.wording.wording import Version, Wording, told, typed

Answer = dict[str, Any]


def message_texts(reader: Reader, _: MessageTexts) -> Answer:
    """Each kind of message in every form, in the order of the audiences; a digest of what is
    routine."""
    held = reader.everywhere().many(WORDINGS, {one.fact.type for one in samples()})
    found = [_worded(one, held.get(one.fact.type)) for one in samples()]
    letter = previews.digest(found, settings.PUBLIC_URL() or previews.BASE)
    return {
        "items": [_shown(one) for one in found],
        "digest": {"subject": letter.subject, "body": letter.body},
    }


def message_text_of(reader: Reader, ask: MessageTextOf) -> Answer:
    """Raises: NotFound."""
    sample = sample_of(ask.kind)
    state, at = _held(reader, ask.kind)
    usual = Parts.of(sample.source)
    worded = state.parts if state else None
    current = worded or usual
    wrong = faults(worded, sample) if worded else []
    return {
        "id": ask.kind,
        "version": at,
        "severity": sample.severity,
        "current": _parts(current),
        "usual": _parts(usual),
        "fields": _fields(sample),
        "versions": [_version(one, usual) for one in reversed(state.versions if state else ())],
        **_preview(current, sample, wrong),
    }


def preview_wording(_: Reader, ask: PreviewWording) -> Answer:
    """Raises: NotFound."""
    sample = sample_of(ask.kind)
    parts = typed(ask.subject, ask.body, ask.brief)
    return _preview(parts, sample, faults(parts, sample))


def _preview(parts: Parts, sample: Sample, wrong: Sequence[Fault]) -> Answer:
    shown = None if wrong else _shown(_with(sample, parts))
    return {"shown": shown, "faults": [told(one) for one in wrong]}


def _held(reader: Reader, kind: str) -> tuple[Wording | None, int]:
    try:
        found = reader.show(WORDINGS, kind)
    except NotFound:
        return None, 0
    state = {name: found[name] for name in Wording.__struct_fields__}
    return WORDINGS.load(state), found["version"]


def _worded(sample: Sample, held: Wording | None) -> Sample:
    """As it is said here, or as it came where that cannot be said any more."""
    parts = held.parts if held else None
    return sample if parts is None or faults(parts, sample) else _with(sample, parts)


def _with(sample: Sample, parts: Parts) -> Sample:
    return sample._replace(source=parts.source, brief=parts.brief)


def _shown(sample: Sample) -> Answer:
    base = settings.PUBLIC_URL() or previews.BASE
    shown: Answer = previews.shown(sample, base, sms.TEMPLATES(), sms.PARAMETERS())
    return shown


def _parts(parts: Parts) -> Answer:
    return {**parts._asdict(), "text": version(parts.source, parts.brief)}


def _version(one: Version, usual: Parts) -> Answer:
    return {
        **_parts(one.parts or usual),
        "number": one.number,
        "usual": one.usual,
        "by": one.by,
        "at": one.at,
        "reason": one.why,
    }


def _fields(sample: Sample) -> list[Answer]:
    allowed = terms(sample)
    return [
        {
            "name": name,
            "written": written(sample, name),
            "about": FIELDS[name].zh,
            "about_en": FIELDS[name].en,
            "example": _example(sample, written(sample, name)),
            "kept": name in allowed.kept,
        }
        for name in allowed.forms
    ]


def _example(sample: Sample, form: str) -> str:
    names = previews.named(sample)
    return render(f"x\n{form}", sample.fact, sample.envelope.district, names).body.strip()
