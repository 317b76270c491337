"""The mail channel against real SMTP servers: what is handed over, what is refused for good."""

import os
import socket
import ssl
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from infra.local import ports
from services.notify.channels import Undelivered, mail
from services.notify.letter import compose

ADDRESS = "zhang@example.gov.cn"
LETTER: dict[str, Any] = {
    "key": "0197c0de:zhang-min:mail",
    "name": "张敏",
    "address": ADDRESS,
    "sender": "tongxin@example.gov.cn",
    "subject": "任务被退回：校园国防教育",
    "body": "退回理由：缺少照片\n",
    "link": "",
    "written_at": datetime(2026, 7, 1, 2, 0, tzinfo=UTC),
}


class Server:
    """Accepts mail, unless told what to answer at a step (``RCPT``, ``DATA``)."""

    def __init__(self, **answers):
        self.answers = answers
        self.sessions = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" not in self.answers:
            self.sessions.append(session)
        return self.answers.get("DATA", "250 kept")

    async def handle_QUIT(self, server, session, envelope):
        if self.answers.get("QUIT") == "vanish":
            server.transport.abort()
        return "221 bye"


@contextmanager
def serving(handler, **options):
    controller = Controller(handler, hostname="127.0.0.1", port=ports.choose(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    monkeypatch.setenv("TONGXIN_MAIL_FROM", LETTER["sender"])
    monkeypatch.setenv("TONGXIN_SMTP_SECONDS", "5")


@pytest.fixture
def through(monkeypatch):
    """Send one letter through the server at this address."""

    def send(url, **changes):
        monkeypatch.setenv("TONGXIN_SMTP_URL", url)
        whole = LETTER | changes
        mail.send(compose(**whole), whole["address"])

    return send


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody has signed, as one PEM file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def tls(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def authenticator(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"tongxin", b"s3cret")
    return AuthResult(success=known, handled=False)


def failure_of(send, *arguments, **options):
    with pytest.raises(Undelivered) as caught:
        send(*arguments, **options)
    return caught.value


def test_a_letter_is_handed_over_without_tls_where_none_is_offered(through):
    server = Server()
    with serving(server) as port:
        through(f"smtp://127.0.0.1:{port}")
    assert [session.ssl for session in server.sessions] == [None]


def test_tls_is_used_where_it_is_offered_even_with_an_unknown_certificate(through, tls):
    server = Server()
    with serving(server, tls_context=tls) as port:
        through(f"smtp://127.0.0.1:{port}")
    assert [bool(session.ssl) for session in server.sessions] == [True]


def test_the_services_green_threads_speak_tls_too(tls):
    """The kit runs services with eventlet's patches, which reach into sockets and TLS."""
    script = (
        "import eventlet; eventlet.monkey_patch()\n"
        "import sys; from email import message_from_binary_file, policy\n"
        "from services.notify.channels import mail\n"
        "letter = message_from_binary_file(sys.stdin.buffer, policy=policy.SMTP)\n"
        f"mail.send(letter, {ADDRESS!r})\n"
    )
    server = Server()
    with serving(server, tls_context=tls) as port:
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            input=bytes(compose(**LETTER)),
            env=os.environ | {"TONGXIN_SMTP_URL": f"smtp://127.0.0.1:{port}"},
            check=True,
            timeout=60,
        )
    assert [bool(session.ssl) for session in server.sessions] == [True]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_password_is_given_to_a_server_whose_certificate_is_trusted(
    through, tls, certificate, monkeypatch, scheme
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    options = {"tls_context": tls} if scheme == "smtp" else {"ssl_context": tls}
    if scheme == "smtps":
        options["auth_require_tls"] = False  # the test server does not count TLS from the start
    server = Server()
    with serving(server, authenticator=authenticator, auth_required=True, **options) as port:
        through(f"{scheme}://tongxin:s3cret@localhost:{port}")
    assert [session.authenticated for session in server.sessions] == [True]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_password_is_kept_from_a_server_with_an_unknown_certificate(through, tls, scheme):
    options = {"tls_context": tls} if scheme == "smtp" else {"ssl_context": tls}
    tried = []

    def note(*arguments):
        tried.append(arguments)
        return AuthResult(success=True)

    with serving(Server(), authenticator=note, auth_require_tls=False, **options) as port:
        fault = failure_of(through, f"{scheme}://tongxin:s3cret@localhost:{port}")
    assert not fault.permanent
    assert tried == []


def test_the_password_is_never_sent_in_clear(through):
    tried = []

    def note(*arguments):
        tried.append(arguments)
        return AuthResult(success=True)

    with serving(Server(), authenticator=note, auth_require_tls=False) as port:
        fault = failure_of(through, f"smtp://tongxin:s3cret@127.0.0.1:{port}")
    assert "no TLS" in str(fault)
    assert not fault.permanent
    assert tried == []


def test_a_wrong_password_is_our_fault_and_may_be_mended(through, tls, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(Server(), authenticator=authenticator, tls_context=tls) as port:
        fault = failure_of(through, f"smtp://tongxin:wrong@localhost:{port}")
    assert "535" in str(fault)
    assert not fault.permanent


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 5.1.1 no such user", True), ("451 try later", False)]
)
def test_a_refused_letter_says_whether_another_try_makes_sense(through, step, answer, permanent):
    with serving(Server(**{step: answer})) as port:
        fault = failure_of(through, f"smtp://127.0.0.1:{port}")
    assert fault.permanent is permanent
    assert str(fault).startswith(answer[:3])


def test_a_server_that_is_down_is_worth_another_try(through):
    fault = failure_of(through, f"smtp://127.0.0.1:{ports.choose()}")
    assert not fault.permanent


def test_a_server_that_never_speaks_is_left_after_the_time_limit(through, monkeypatch):
    monkeypatch.setenv("TONGXIN_SMTP_SECONDS", "0.5")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        fault = failure_of(through, f"smtp://127.0.0.1:{silent.getsockname()[1]}")
    assert "timed out" in str(fault)
    assert not fault.permanent


def test_a_lost_farewell_does_not_undo_a_letter_that_was_accepted(through):
    server = Server(QUIT="vanish")
    with serving(server) as port:
        through(f"smtp://127.0.0.1:{port}")
    assert len(server.sessions) == 1


def test_a_chinese_address_needs_a_server_that_knows_them(through):
    server = Server()
    with serving(server) as port:
        through(f"smtp://127.0.0.1:{port}", address="张敏@example.gov.cn")
    assert len(server.sessions) == 1
    with serving(Server(), enable_SMTPUTF8=False) as port:
        fault = failure_of(through, f"smtp://127.0.0.1:{port}", address="张敏@example.gov.cn")
    assert fault.permanent
