"""The object store: one bucket under object lock, and one identity per service that uses it."""

import json
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

ADMIN = "admin"
REGION = "us-east-1"
CORS_SECONDS = 3600  # how long a browser may keep the answer of a preflight
TAKEN = ("BucketAlreadyOwnedByYou", "BucketAlreadyExists")

# Headers that a browser sends with a presigned PUT, and those that it may read of the answer.
SENT = ["content-type", "if-none-match", "x-amz-checksum-sha256", "x-amz-sdk-checksum-algorithm"]
READ = ["etag", "x-amz-version-id", "x-amz-checksum-sha256"]

# What evidence does with its objects. No right on the bucket's rules (lock, lifecycle, CORS,
# policy) and none to pass by a retention.
EVIDENCE_ACTIONS = [
    *("s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectAttributes"),
    *("s3:DeleteObject", "s3:DeleteObjectVersion"),
    *("s3:GetObjectRetention", "s3:PutObjectRetention"),
    *("s3:GetObjectLegalHold", "s3:PutObjectLegalHold"),
    *("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"),
]
EVIDENCE_BUCKET_ACTIONS = [
    *("s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
    *("s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:GetBucketObjectLockConfiguration"),
]
POLICIES = {"evidence": (EVIDENCE_ACTIONS, EVIDENCE_BUCKET_ACTIONS)}


def client(address: str, access_key: str, secret_key: str, *, timeout: float = 10) -> Any:
    """A botocore S3 client that speaks to one server by path, and sends no checksum unasked."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=timeout,
        read_timeout=timeout * 3,
        retries={"max_attempts": 2},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return botocore.session.get_session().create_client(
        "s3",
        region_name=REGION,
        endpoint_url=address,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        use_ssl=urlsplit(address).scheme == "https",
        config=config,
    )


def make_bucket(s3: Any, bucket: str, origins: list[str]) -> None:
    """The bucket with versions, object lock and the browser's right to PUT; twice is as once.

    Args:
        s3: an administrator's `client`.
        origins: web addresses whose pages may send presigned PUTs; "*" for any.

    Raises: ClientError.
    """
    try:
        s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    except ClientError as error:
        if error.response["Error"]["Code"] not in TAKEN:
            raise
        s3.get_object_lock_configuration(Bucket=bucket)  # refuses a bucket made without the lock
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    rule = {
        "AllowedOrigins": origins,
        "AllowedMethods": ["PUT", "GET", "HEAD"],
        "AllowedHeaders": SENT,
        "ExposeHeaders": READ,
        "MaxAgeSeconds": CORS_SECONDS,
    }
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})


def empty_bucket(s3: Any, bucket: str) -> int:
    """Delete every version that no lock protects, and the bucket if it is empty then.

    Returns: how many versions stay, because they are locked.
    """
    kept = 0
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        for version in page.get("Versions", []) + page.get("DeleteMarkers", []):
            where = {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
            try:
                s3.delete_object(**where, BypassGovernanceRetention=True)
            except ClientError:
                kept += 1
    if not kept:
        s3.delete_bucket(Bucket=bucket)
    return kept


def policy(service: str, bucket: str = "*") -> dict[str, Any]:
    """The IAM policy document with a service's least rights on a bucket (a pattern)."""
    on_objects, on_bucket = POLICIES[service]
    return {
        "Version": "2012-10-17",
        "Statement": [
            _allow(on_objects, f"arn:aws:s3:::{bucket}/*"),
            _allow(on_bucket, f"arn:aws:s3:::{bucket}"),
        ],
    }


def _allow(actions: list[str], resource: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": [resource]}


def identities(keys: dict[str, tuple[str, str]], bucket: str = "*") -> dict[str, Any]:
    """SeaweedFS's static identities file (s3.json).

    Args:
        keys: access key and secret key of `ADMIN` and of each service in `POLICIES`.
        bucket: the buckets that the services may use (a pattern).
    """
    services = [name for name in keys if name != ADMIN]
    return {
        "identities": [
            {
                "name": name,
                "credentials": [{"accessKey": access, "secretKey": secret}],
                # The short actions would also open the bucket's rules: services get policies.
                "actions": ["Admin"] if name == ADMIN else [],
                "policyNames": [] if name == ADMIN else [name],
            }
            for name, (access, secret) in keys.items()
        ],
        "policies": [
            {"name": name, "content": json.dumps(policy(name, bucket))} for name in services
        ],
    }
