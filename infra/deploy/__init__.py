"""Prepares the backing services for the system: users, rights, topology, databases, bucket.

It runs before any service starts, so that an event published while its consumer is not yet there
waits for it. Everything in it may be repeated.
"""

from typing import Any

from contracts.product import PUBLISHERS
from infra.deploy import broker, documents, objects
from infra.deploy.admin import Admin, derive
from infra.rabbitmq.management import Management
from kit.signing import Signer

KEEPS_OBJECTS = ("evidence",)
SENDS_PHONES_TO_OBJECTS = ("evidence", "gateway")

Environment = dict[str, str]


def deploy(
    admin: Admin,
    *,
    vhost: str,
    database_prefix: str,
    bucket: str,
    definitions: dict[str, Any],
    origins: list[str] | None = None,
) -> dict[str, Environment]:
    """Prepare one virtual host, one database per service and one bucket.

    Args:
        vhost: name of the virtual host.
        database_prefix: a service's database is `<prefix>_<service>`.
        definitions: what kit.definitions.definitions gives; its permissions name the services.
        origins: web addresses whose pages may upload to the bucket (any, if not given).

    Returns: for each service the environment of its process, as far as it concerns these servers.

    Raises: OtherTopology, ManagementError, PyMongoError, ClientError, OSError.
    """
    services = [right["user"] for right in definitions["permissions"]]
    passwords = {service: admin.password(service) for service in services}
    broker.deploy_broker(Management(admin.rabbitmq_api), vhost, definitions, passwords)
    with documents.client(admin.mongo) as mongo:
        for service in services:
            database = f"{database_prefix}_{service}"
            documents.make_user(mongo, database, service, admin.document_password(service))
    s3 = objects.client(admin.s3, admin.s3_access_key, admin.s3_secret_key)
    objects.make_bucket(s3, bucket, origins or ["*"])
    s3.close()
    keys = trusted_keys(admin, services)
    return {
        service: {
            **_environment(admin, service, vhost, f"{database_prefix}_{service}", bucket),
            "TONGXIN_SIGNING_KEY": admin.signing_secret(service),
            "TONGXIN_TRUSTED_KEYS": keys,
        }
        for service in services
    }


def trusted_keys(admin: Admin, services: list[str]) -> str:
    """Every signer's public key, as TONGXIN_TRUSTED_KEYS wants them."""
    signers = sorted({*services, *PUBLISHERS})
    return " ".join(f"{name}={Signer(admin.signing_secret(name)).public}" for name in signers)


def _environment(admin: Admin, service: str, vhost: str, database: str, bucket: str) -> Environment:
    at_broker, at_documents = admin.password(service), admin.document_password(service)
    found = {
        "TONGXIN_AMQP_URL": broker.address_of(admin.amqp, vhost, service, at_broker),
        "TONGXIN_MONGO_URL": documents.address_of(admin.mongo, database, service, at_documents),
    }
    if service in SENDS_PHONES_TO_OBJECTS:
        found["TONGXIN_S3_PUBLIC_URL"] = admin.s3_public
    if service in KEEPS_OBJECTS:
        access, secret = admin.s3_keys.get(service, (admin.s3_access_key, admin.s3_secret_key))
        found |= {
            "TONGXIN_S3_URL": admin.s3,
            "TONGXIN_S3_BUCKET": bucket,
            "TONGXIN_S3_ACCESS_KEY": access,
            "TONGXIN_S3_SECRET_KEY": secret,
            "TONGXIN_EVIDENCE_PROOF_KEY": derive(admin.secret, "proof key"),
        }
    return found
