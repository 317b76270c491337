"""What clamd says is told as what it is: clean, infected, or not read, with the reason."""

import io
import os
import socket

import pytest

from services.evidence.checks.protocol import Reject, Scanner
from services.evidence.checks.scanning import Scan, scanned
from services.evidence.settings import clamd_address
from tests.support.clamd import Clamd

MIB = 1024 * 1024
BYTES = os.urandom(700_000)


def ask(server, *, data=BYTES, most=MIB, seconds=5):
    scanner = Scanner(address=server.address, most=most, seconds=seconds)
    try:
        return scanned(io.BytesIO(data), len(data), scanner)
    finally:
        server.close()


def test_what_it_read_and_found_good_is_clean_with_the_version_that_looked():
    server = Clamd()
    assert ask(server) == ("clean", "ClamAV 1.4.6/27000")
    assert server.streams == [BYTES]


def test_an_archive_that_unpacks_to_more_than_its_limit_is_not_called_clean():
    scanner = Scanner(address="clamd:3310", most=MIB, seconds=5)
    assert Scan("clean").whole(MIB, scanner) == "clean"
    assert Scan("clean").whole(MIB + 1, scanner) == "not-scanned: 展开后超过 1 MiB"


def test_what_is_infected_is_refused_with_its_name():
    with pytest.raises(Reject) as refused:
        ask(Clamd(lambda _: b"stream: Win.Test.EICAR_HDB-1 FOUND\0"))
    assert (refused.value.code, refused.value.where) == ("infected", "Win.Test.EICAR_HDB-1")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", "超出查毒的限度"),
        (b"stream: Heuristics.Encrypted.Zip FOUND\0", "内容已加密"),
        (b"stream: Can't allocate memory ERROR\0", "Can't allocate memory ERROR"),
        (b"UNKNOWN COMMAND\0", "UNKNOWN COMMAND"),
        (b"\0", "没有回答"),
        (b"", "ConnectionError"),
        (b"x" * 9000, "ValueError"),
    ],
)
def test_what_it_did_not_read_is_not_called_clean(answer, why):
    told, _ = ask(Clamd(lambda _: answer))
    assert told.startswith("not-scanned: ") and why in told


@pytest.mark.parametrize("name", ["Heuristics.Broken.Media.JPEG", "Heuristics.Phishing.Email"])
def test_a_guess_about_its_form_is_no_infection(name):
    assert ask(Clamd(lambda _: f"stream: {name} FOUND\0".encode()))[0] == "clean"


def test_a_file_above_its_limit_is_not_sent_and_told_with_the_limit():
    server = Clamd()
    assert ask(server, data=bytes(MIB + 1)) == ("not-scanned: 文件超过 1 MiB", "")
    assert server.streams == []


def test_a_server_whose_own_limit_is_lower_is_heard_out():
    told, _ = ask(Clamd(most=1000), data=bytes(8 * MIB), most=8 * MIB)
    assert told.startswith("not-scanned: ")


def test_one_that_hangs_costs_its_time_and_says_nothing_of_the_file():
    told, _ = ask(Clamd(lambda _: None), seconds=1)
    assert told == "not-scanned: 查毒服务没有应答：TimeoutError"


def test_one_that_hangs_up_or_is_away_says_nothing_of_the_file():
    assert ask(Clamd(cut=True))[0].startswith("not-scanned: 查毒服务没有应答")
    server = Clamd()
    server.close()
    assert ask(server)[0].startswith("not-scanned: 查毒服务没有应答")
    for address in ("/nowhere/clamd.sock", "nobody.invalid:3310"):
        told, _ = scanned(io.BytesIO(b"a"), 1, Scanner(address=address, most=9, seconds=2))
        assert told.startswith("not-scanned: 查毒服务没有应答")


def test_where_none_is_configured_that_is_the_reason():
    assert scanned(io.BytesIO(b"a"), 1, Scanner()) == ("not-scanned: no scanner is configured", "")


def test_it_is_reached_by_a_socket_of_the_file_system_too(tmp_path):
    listener = socket.socket(socket.AF_UNIX)
    with listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        listener.settimeout(5)
        scanner = Scanner(address=str(tmp_path / "s"), most=9, seconds=1)
        assert "TimeoutError" in scanned(io.BytesIO(b"a"), 1, scanner)[0]


@pytest.mark.parametrize("good", ["", "/run/clamav/clamd.ctl", "clamd:3310", "[::1]:3310"])
def test_an_address_is_a_path_or_a_host_with_its_port(good):
    assert clamd_address(good) == good
    for bad in ("clamd", "clamd:", ":3310", "clamd:http"):
        with pytest.raises(ValueError, match="neither"):
            clamd_address(bad)
