"""A bad setting stops the start with its name, its fault and an example; all faults at once."""

import subprocess
import sys

import pytest

from infra.local.programs import ROOT
from kit import config
from kit.settings import (
    BadSetting,
    Setting,
    address,
    check_all,
    choice,
    integer,
    seconds,
    text,
    url,
    whole_numbers,
)


@pytest.mark.parametrize(
    ("parse", "raw", "value"),
    [
        (text, "a", "a"),
        (integer(1, 10), "10", 10),
        (integer(-5, 5), "-5", -5),
        (seconds(0.1, 60), "0.5", 0.5),
        (choice("red", "blue"), "red", "red"),
        (url("amqp"), "amqp://u:p@host:5672/v", "amqp://u:p@host:5672/v"),
        (address, "127.0.0.1:9100", ("127.0.0.1", 9100)),
        (whole_numbers, "1,10, 60", (1, 10, 60)),
        (config.delays, "1,10,60", (1, 10, 60)),
        (config.delay, "3", 3),
    ],
)
def test_a_good_value_is_read(parse, raw, value):
    assert parse(raw) == value


@pytest.mark.parametrize(
    ("parse", "raw", "fault"),
    [
        (text, "  ", "is empty"),
        (integer(1, 10), "11", "is not between 1 and 10"),
        (integer(1, 10), "1.5", "is not a whole number"),
        (integer(1, 10), "", "is not a whole number"),
        (integer(1, 10), "1_0", "is not a whole number"),
        (seconds(0.1, 60), "nan", "is not a number of seconds"),
        (seconds(0.1, 60), "-1", "is not a number of seconds"),
        (seconds(0.1, 60), "0", "is not between 0.1 and 60 s"),
        (choice("red", "blue"), "green", "is none of red, blue"),
        (url("amqp", "amqps"), "http://host", "does not begin with amqp:// or amqps://"),
        (url("amqp"), "amqp:///v", "names no host"),
        (url("amqp"), "amqp://host:port/v", "Port"),
        (url("amqp"), "amqp://[host/v", "Invalid IPv6"),
        (address, "9100", "is not host:port"),
        (address, "host:0", "is not host:port"),
        (address, "host:65536", "is not host:port"),
        (whole_numbers, "1,,2", "is not a list of whole numbers"),
        (whole_numbers, "1,0", "is not a list of whole numbers"),
        (config.delays, "1,7", "none of 1, 3, 10, 60, 300"),
        (config.delay, "1,3", "is not one delay"),
    ],
)
def test_a_bad_value_is_named_in_words(parse, raw, fault):
    with pytest.raises(ValueError, match=fault):
        parse(raw)


@pytest.fixture
def declared(monkeypatch):
    """No settings but those that the test declares."""
    monkeypatch.setattr(Setting, "declared", {})
    return monkeypatch


def test_a_fault_names_the_setting_its_unit_its_value_and_an_example(declared):
    limit = Setting("TONGXIN_X", integer(1, 10), default="3", unit="rows", example="5")
    assert limit() == 3
    declared.setenv("TONGXIN_X", "many")
    with pytest.raises(BadSetting) as caught:
        limit()
    assert (
        str(caught.value) == "TONGXIN_X [rows]: 'many' is not a whole number; example: TONGXIN_X=5"
    )


def test_a_missing_setting_is_said_to_be_missing(declared):
    with pytest.raises(BadSetting, match="TONGXIN_Y: missing; example: TONGXIN_Y=a"):
        Setting("TONGXIN_Y", text, example="a")()


def test_an_empty_value_is_not_the_default(declared):
    limit = Setting("TONGXIN_X", integer(1, 10), default="3", example="5")
    declared.setenv("TONGXIN_X", "")
    with pytest.raises(BadSetting):
        limit()


def test_a_secret_is_never_shown(declared):
    secret = Setting("TONGXIN_Z", url("amqp"), example="amqp://u:p@h/v", secret=True)
    declared.setenv("TONGXIN_Z", "http://user:hunter2@host")
    with pytest.raises(BadSetting) as caught:
        secret()
    assert "hunter2" not in str(caught.value)
    assert "(hidden)" in str(caught.value)


def test_all_faults_are_told_at_once(declared):
    for name in ("TONGXIN_A", "TONGXIN_B"):
        Setting(name, integer(1, 10), default="3", example="5")
        declared.setenv(name, "x")
    Setting("TONGXIN_C", integer(1, 10), default="3", example="5")
    with pytest.raises(BadSetting) as caught:
        check_all()
    assert [line.partition(" ")[0] for line in str(caught.value).splitlines()] == [
        "TONGXIN_A:",
        "TONGXIN_B:",
    ]


def test_every_setting_of_the_kit_has_a_good_default_and_a_good_example():
    for setting in vars(config).values():
        if isinstance(setting, Setting):
            setting.parse(setting.example)
            if setting.default is not None:
                setting.parse(setting.default)


def test_a_process_with_bad_settings_ends_at_once_and_names_them_all():
    env = {
        "PATH": "/usr/bin:/bin",
        "TONGXIN_AMQP_URL": "http://user:hunter2@host/",
        "TONGXIN_PREFETCH": "lots",
        "TONGXIN_RETRY_DELAYS": "1,2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "kit.run", "tests.probe.service:Probe"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 78
    lines = [line for line in done.stderr.splitlines() if line.startswith("TONGXIN_")]
    assert {line.partition(":")[0] for line in lines} == {
        "TONGXIN_AMQP_URL",
        "TONGXIN_MONGO_URL",
        "TONGXIN_RETRY_DELAYS [s]",
        "TONGXIN_PREFETCH [messages]",
        "TONGXIN_SIGNING_KEY",
        "TONGXIN_TRUSTED_KEYS",
    }
    assert all("example: TONGXIN_" in line for line in lines)
    assert "hunter2" not in done.stderr
    assert "Traceback" not in done.stderr
