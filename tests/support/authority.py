"""A time-stamp authority of the tests: real answers of OpenSSL over HTTP, right or wrong."""

import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

Manner = Literal["right", "failing", "other nonce", "other text", "slow", "nonsense"]

CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = time stamps of the tests
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[leaf]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = own
[own]
serial = {home}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """``manner``: how it answers from now on. ``roots``: the path of its root's certificate."""

    def __init__(self) -> None:
        self.manner: Manner = "right"
        self.asked = 0
        self._home = Path(tempfile.mkdtemp())
        self._go_on = threading.Event()
        self._made()
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                authority.asked += 1
                status, answer = authority._answer(body)
                self.send_response(status)
                self.send_header("content-type", "application/timestamp-reply")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/tsr"

    def __enter__(self) -> "Authority":
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def roots(self) -> str:
        return str(self._home / "root.pem")

    def _made(self) -> None:
        (self._home / "conf").write_text(CONFIG.format(home=self._home))
        (self._home / "serial").write_text("01\n")
        new = ("req", "-new", "-newkey", "rsa:2048", "-nodes", "-config", "conf")
        self._run(*new, "-x509", "-days", "2", "-extensions", "root", "-subj", "/CN=root")
        self._run(*new, "-out", "leaf.csr", "-keyout", "leaf.key")
        signed = ("x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key")
        more = ("-set_serial", "7", "-days", "2", "-extfile", "conf", "-extensions", "leaf")
        self._run(*signed, *more, "-out", "leaf.pem")

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        if self.manner == "failing":
            return 500, b""
        if self.manner == "nonsense":
            return 200, b"\x30\x03\x02\x01"
        if self.manner == "slow":
            self._go_on.wait(60)
        query = self._home / f"query-{self.asked}"
        query.write_bytes(body)
        if self.manner == "other nonce":
            told = self._run("ts", "-query", "-in", query.name, "-text").decode()
            lines = told.partition("Message data:")[2].partition("Policy")[0].splitlines()
            dumped = [line.split(" - ")[1][:47] for line in lines if " - " in line]
            digest = "".join(dumped).replace("-", " ").replace(" ", "")
            self._asked(query, "-digest", digest)
        if self.manner == "other text":
            self._asked(query, "-digest", "00" * 32)
        return 200, self._reply(query)

    def _asked(self, query: Path, *what: str) -> None:
        self._run("ts", "-query", *what, "-sha256", "-cert", "-out", query.name)

    def _reply(self, query: Path) -> bytes:
        signer = ("-signer", "leaf.pem", "-inkey", "leaf.key")
        asked = ("ts", "-reply", "-config", "conf", "-section", "own", "-queryfile", query.name)
        self._run(*asked, *signer, "-out", "reply")
        return (self._home / "reply").read_bytes()

    def _run(self, *arguments: str) -> bytes:
        if "-x509" in arguments:
            arguments = (*arguments, "-out", "root.pem", "-keyout", "root.key")
        done = subprocess.run(
            ["openssl", *arguments], cwd=self._home, capture_output=True, timeout=30, check=True
        )
        return done.stdout
