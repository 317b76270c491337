"""A channel says for itself whom it reaches."""

import pytest
from msgspec.structs import replace

from contracts.words import SEVERITY_NAMES
from services.notify.channels import CHANNELS, channels_to
from tests.unit.notify.cast import ZHANG


@pytest.fixture
def mail_server(monkeypatch):
    monkeypatch.setenv("TONGXIN_SMTP_URL", "smtp://127.0.0.1:2525")


def test_who_has_an_address_is_told_by_mail_as_well(mail_server):
    assert channels_to(ZHANG) == {"mail": CHANNELS["mail"].MANNER}


def test_who_has_no_address_is_told_in_the_inbox_only(mail_server):
    assert channels_to(replace(ZHANG, email="")) == {}


def test_without_a_mail_server_everybody_is_told_in_the_inbox_only(monkeypatch):
    monkeypatch.delenv("TONGXIN_SMTP_URL", raising=False)
    assert channels_to(ZHANG) == {}


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_has_a_name_that_a_key_can_hold_and_says_all_that_is_asked_of_it(name):
    assert ":" not in name
    channel = CHANNELS[name]
    asked = ("delays", "reaches", "groups", "deliver")
    assert all(callable(getattr(channel, said)) for said in asked)
    assert set(channel.MANNER.carries) <= set(SEVERITY_NAMES)
    assert channel.TRIES.labels("failed")._value.get() >= 0
