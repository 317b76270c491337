"""How the store is reached, and the two clients for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import botocore.session
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from minio import Minio
from minio.error import S3Error, ServerError

from kit.errors import Unavailable

REGION = "us-east-1"
"""Named, because else the SDK asks the store for it before its first call."""

ATTEMPTS = 2
"""Tries of one request; whoever waits longer retries the whole change."""

CONNECTIONS = 16
GONE = ("NoSuchKey", "NoSuchVersion", "NoSuchObject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """``url``, ``public_url``: the store as this service reaches it, and as phones and browsers do.
    Both times in seconds.
    """

    url: str
    public_url: str
    access_key: str
    secret_key: str
    bucket: str
    connect_seconds: float = 3
    read_seconds: float = 15


def reading(access: Access) -> Minio:
    """For what is there."""
    parts = urlsplit(access.url)
    return Minio(
        parts.netloc,
        access_key=access.access_key,
        secret_key=access.secret_key,
        secure=parts.scheme == "https",
        region=REGION,
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=access.connect_seconds, read=access.read_seconds),
            maxsize=CONNECTIONS,
            retries=urllib3.Retry(total=ATTEMPTS - 1, backoff_factor=0.2),
        ),
    )


def sending(access: Access, address: str) -> Any:
    """For uploads and signatures."""
    return botocore.session.Session().create_client(
        "s3",
        region_name=REGION,
        endpoint_url=address,
        aws_access_key_id=access.access_key,
        aws_secret_access_key=access.secret_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=access.connect_seconds,
            read_timeout=access.read_seconds,
            retries={"total_max_attempts": ATTEMPTS},
            max_pool_connections=CONNECTIONS,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextmanager
def away_is_named() -> Iterator[None]:
    """Raises: Unavailable where the store does not answer, or answers that it cannot."""
    try:
        yield
    except (BotoCoreError, urllib3.exceptions.HTTPError, ServerError, OSError) as fault:
        raise Unavailable(f"object store: {type(fault).__name__}: {fault}"[:500]) from fault
    except ClientError as fault:
        if fault.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise Unavailable(f"object store: {fault}"[:500]) from fault
        raise
    except S3Error as fault:
        if fault.response.status >= 500:
            raise Unavailable(f"object store: {fault.code}"[:500]) from fault
        raise
