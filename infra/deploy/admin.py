"""The administrator's addresses of the backing services, and the passwords made from a secret."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PREFIX = "TONGXIN_BACKING_"
PASSWORD = "TONGXIN_PASSWORD_"
DOCUMENTS_PASSWORD = "TONGXIN_DOCUMENTS_PASSWORD_"
SIGNING_KEY = "TONGXIN_SIGNING_KEY_"
EXAMPLES = {
    "AMQP": "amqp://admin:password@127.0.0.1:5672",
    "RABBITMQ_API": "http://admin:password@127.0.0.1:15672",
    "MONGO": "mongodb://admin:password@127.0.0.1:27017/?directConnection=true&authSource=admin",
    "S3": "http://127.0.0.1:8333",
}
SCHEMES = {
    "AMQP": ("amqp", "amqps"),
    "RABBITMQ_API": ("http", "https"),
    "MONGO": ("mongodb", "mongodb+srv"),
    "S3": ("http", "https"),
}


class BadSetting(Exception):
    """A setting is missing or wrong; the message names it, its fault and an example."""


@dataclass(frozen=True)
class Admin:
    """Where the backing services are, with an administrator's rights.

    Args:
        amqp: amqp://user:password@host:port, no virtual host.
        rabbitmq_api: management API, http://user:password@host:port.
        mongo: mongodb://… of a user who may create users.
        s3: address of the object store for services; `s3_public` the one for phones and browsers.
        s3_keys: service → (access key, secret key) where the server has one identity for each;
            who is not named uses the administrator's.
        secret: what the services' passwords are made from.
        passwords: service → password at the broker, where the operator chose it himself.
        document_passwords: the same at the document server.
        signing: service → the secret of its signing key, where the operator chose it.
    """

    amqp: str
    rabbitmq_api: str
    mongo: str
    s3: str
    s3_access_key: str
    s3_secret_key: str
    s3_public: str
    secret: str = field(repr=False)
    s3_keys: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    document_passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    signing: Mapping[str, str] = field(default_factory=dict, repr=False)

    def password(self, service: str) -> str:
        """The password of a service at the broker: always the same one."""
        return self.passwords.get(service) or derive(self.secret, f"service {service}")

    def document_password(self, service: str) -> str:
        """Its password at the document server: who has the one has not the other."""
        return self.document_passwords.get(service) or derive(self.secret, f"documents {service}")

    def signing_secret(self, service: str) -> str:
        """What a service's signing key is made from: always the same, and none of its passwords."""
        return self.signing.get(service) or derive(self.secret, f"signing key {service}")

    def environment(self) -> dict[str, str]:
        """What ``from_environment`` would make this of."""
        by_service = {
            PASSWORD: self.passwords,
            DOCUMENTS_PASSWORD: self.document_passwords,
            SIGNING_KEY: self.signing,
        }
        return {
            f"{PREFIX}AMQP": self.amqp,
            f"{PREFIX}RABBITMQ_API": self.rabbitmq_api,
            f"{PREFIX}MONGO": self.mongo,
            f"{PREFIX}S3": self.s3,
            f"{PREFIX}S3_PUBLIC": self.s3_public,
            f"{PREFIX}S3_ACCESS_KEY": self.s3_access_key,
            f"{PREFIX}S3_SECRET_KEY": self.s3_secret_key,
            f"{PREFIX}SECRET": self.secret,
            **{
                f"{PREFIX}S3_{service.upper()}_{part}_KEY": value
                for service, keys in self.s3_keys.items()
                for part, value in zip(("ACCESS", "SECRET"), keys, strict=True)
            },
            **{
                f"{prefix}{service.upper()}": value
                for prefix, values in by_service.items()
                for service, value in values.items()
            },
        }


def derive(secret: str, purpose: str) -> str:
    """A password of 32 hex digits that only who knows the secret can make."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()[:32]


def in_environment(environ: Mapping[str, str]) -> bool:
    """Addresses are given in the environment."""
    return any(f"{PREFIX}{name}" in environ for name in EXAMPLES)


def from_environment(environ: Mapping[str, str], secret: str | None = None) -> Admin:
    """The addresses in `TONGXIN_BACKING_*`.

    `TONGXIN_BACKING_SECRET` goes before `secret`; `TONGXIN_PASSWORD_<SERVICE>` sets one password
    at the broker, `TONGXIN_DOCUMENTS_PASSWORD_<SERVICE>` one at the document server, and
    `TONGXIN_SIGNING_KEY_<SERVICE>` the secret of one signing key;
    `TONGXIN_BACKING_S3_<SERVICE>_ACCESS_KEY` and `…_SECRET_KEY` one identity; without them a
    service uses the administrator's key. Raises: BadSetting.
    """
    urls = {name: _url(environ, name) for name in EXAMPLES}
    return Admin(
        amqp=urls["AMQP"].rstrip("/"),
        rabbitmq_api=urls["RABBITMQ_API"].rstrip("/"),
        mongo=urls["MONGO"],
        s3=urls["S3"].rstrip("/"),
        s3_public=environ.get(f"{PREFIX}S3_PUBLIC", urls["S3"]).rstrip("/"),
        s3_access_key=_required(environ, "S3_ACCESS_KEY", "an access key"),
        s3_secret_key=_required(environ, "S3_SECRET_KEY", "its secret key"),
        s3_keys=_service_keys(environ),
        secret=environ.get(f"{PREFIX}SECRET") or secret or _required(environ, "SECRET", "32 hex"),
        passwords=_by_service(environ, PASSWORD),
        document_passwords=_by_service(environ, DOCUMENTS_PASSWORD),
        signing=_by_service(environ, SIGNING_KEY),
    )


def _by_service(environ: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix).lower(): value
        for name, value in environ.items()
        if name.startswith(prefix)
    }


def _required(environ: Mapping[str, str], name: str, example: str) -> str:
    value = environ.get(f"{PREFIX}{name}", "")
    if not value:
        raise BadSetting(f"{PREFIX}{name} is not set; example: {example}")
    return value


def _url(environ: Mapping[str, str], name: str) -> str:
    value = _required(environ, name, EXAMPLES[name])
    parts = urlsplit(value)
    if parts.scheme not in SCHEMES[name] or not parts.hostname:
        raise BadSetting(
            f"{PREFIX}{name} is not an address with scheme {' or '.join(SCHEMES[name])} "
            f"and a host; example: {EXAMPLES[name]}"
        )
    return value


def _service_keys(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    start, end = f"{PREFIX}S3_", "_ACCESS_KEY"
    found = {}
    for name, access in environ.items():
        service = name.removeprefix(start).removesuffix(end)
        if name == f"{start}{service}{end}" and service:
            secret = _required(environ, f"S3_{service}_SECRET_KEY", "its secret key")
            found[service.lower()] = (access, secret)
    return found
