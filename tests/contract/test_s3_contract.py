"""What we rely on of an object store, on whichever one is configured.

The rights are those of the service that keeps evidence, where the store has an identity for it.
"""

import base64
import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from minio import Minio
from minio.commonconfig import COMPLIANCE, GOVERNANCE
from minio.error import S3Error
from minio.retention import Retention

from infra.deploy import objects
from tests.support.waiting import eventually

PICTURE = b"\xff\xd8\xff\xe0" + b"picture" * 1000
TYPE = "image/jpeg"
PART = 5 * 1024 * 1024
PAGE = "https://tongxin.example"  # a page of the console or the phone
LOCK = timedelta(seconds=40)  # longer than the test that needs it


def sha256(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


@pytest.fixture(scope="module")
def bucket(backing):
    admin = objects.client(backing.s3, backing.s3_access_key, backing.s3_secret_key)
    name = f"t-contract-{uuid.uuid4().hex[:8]}"
    objects.make_bucket(admin, name, [PAGE])
    yield name
    objects.empty_bucket(admin, name)
    admin.close()


@pytest.fixture(scope="module")
def keys(backing):
    """Access key and secret key of the service that keeps evidence."""
    return backing.s3_keys.get("evidence", (backing.s3_access_key, backing.s3_secret_key))


@pytest.fixture(scope="module")
def s3(backing, keys):
    client = objects.client(backing.s3, *keys)
    yield client
    client.close()


@pytest.fixture(scope="module")
def minio(backing, keys):
    parts = urlsplit(backing.s3)
    access, secret = keys
    return Minio(parts.netloc, access_key=access, secret_key=secret, secure=parts.scheme == "https")


@pytest.fixture(scope="module")
def web():
    with httpx.Client(timeout=30) as client:
        yield client


@pytest.fixture
def key():
    return f"east/20260501/{uuid.uuid4()}"


@pytest.fixture
def put(s3, bucket, key):
    """Store bytes under this test's key; gives the version id."""

    def store(data: bytes = PICTURE, **more) -> str:
        answer = s3.put_object(
            Bucket=bucket, Key=key, Body=data, ChecksumSHA256=sha256(data), **more
        )
        return answer["VersionId"]

    return store


def put_headers(data: bytes) -> dict[str, str]:
    return {
        "content-length": str(len(data)),
        "content-type": TYPE,
        "if-none-match": "*",
        "x-amz-checksum-sha256": sha256(data),
    }


@pytest.fixture
def presign(backing, keys, bucket, key):
    """A presigned address for a PUT that must have exactly the given headers."""

    def sign(headers: dict[str, str], expires: int = 900, method: str = "PUT") -> str:
        request = AWSRequest(method, f"{backing.s3}/{bucket}/{key}", headers=headers)
        S3SigV4QueryAuth(Credentials(*keys), "s3", objects.REGION, expires).add_auth(request)
        return request.url

    return sign


class TestPresignedPut:
    def test_the_declared_bytes_are_stored_with_their_checksum(self, presign, web, s3, bucket, key):
        answer = web.put(
            presign(put_headers(PICTURE)), content=PICTURE, headers=put_headers(PICTURE)
        )
        assert answer.status_code == 200
        assert answer.headers["x-amz-version-id"]
        found = s3.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        assert found["ContentLength"] == len(PICTURE)
        assert found["ContentType"] == TYPE
        assert found["ChecksumSHA256"] == sha256(PICTURE)
        assert found["VersionId"] == answer.headers["x-amz-version-id"]

    def test_other_bytes_of_the_same_length_are_refused_and_nothing_is_stored(
        self, presign, web, s3, bucket, key
    ):
        headers, other = put_headers(PICTURE), PICTURE[:-1] + b"!"
        answer = web.put(presign(headers), content=other, headers=headers)
        assert answer.status_code == 400
        absent(s3, bucket, key)

    @pytest.mark.parametrize(
        ("header", "value"),
        [
            ("content-type", "text/html"),
            ("x-amz-checksum-sha256", sha256(b"another")),
            ("if-none-match", None),
            ("x-amz-checksum-sha256", None),
            ("content-type", None),
        ],
    )
    def test_another_or_a_missing_header_is_refused(
        self, presign, web, s3, bucket, key, header, value
    ):
        signed = put_headers(PICTURE)
        sent = {k: v for k, v in signed.items() if k != header}
        sent |= {header: value} if value else {}
        answer = web.put(presign(signed), content=PICTURE, headers=sent)
        assert answer.status_code in (400, 403)
        absent(s3, bucket, key)

    def test_another_length_is_refused(self, presign, web, s3, bucket, key):
        signed, longer = put_headers(PICTURE), PICTURE + b"more"
        sent = signed | {"content-length": str(len(longer))}
        answer = web.put(presign(signed), content=longer, headers=sent)
        assert answer.status_code in (400, 403)
        absent(s3, bucket, key)

    def test_a_second_put_does_not_replace_the_first(self, presign, web, s3, bucket, key):
        url, headers = presign(put_headers(PICTURE)), put_headers(PICTURE)
        assert web.put(url, content=PICTURE, headers=headers).status_code == 200
        first = s3.head_object(Bucket=bucket, Key=key)["VersionId"]
        assert web.put(url, content=PICTURE, headers=headers).status_code == 412
        assert s3.head_object(Bucket=bucket, Key=key)["VersionId"] == first

    def test_an_address_serves_for_its_time_only(self, presign, web, s3, bucket, key):
        headers = put_headers(PICTURE)
        url = presign(headers, expires=1)

        def refused() -> bool:
            # A body that would be refused anyway: while the address is good nothing is stored.
            return web.put(url, content=PICTURE[:-1] + b"!", headers=headers).status_code == 403

        eventually(refused)
        absent(s3, bucket, key)

    def test_an_address_is_for_its_object_only(self, presign, web):
        url, headers = presign(put_headers(PICTURE)), put_headers(PICTURE)
        other = url.replace("?", "-other?")
        assert web.put(other, content=PICTURE, headers=headers).status_code == 403


class TestMultipart:
    @pytest.fixture
    def parts(self):
        return [b"1" * PART, b"2" * PART, b"the end"]

    @pytest.fixture
    def upload(self, s3, bucket, key):
        made = s3.create_multipart_upload(
            Bucket=bucket, Key=key, ContentType=TYPE, ChecksumAlgorithm="SHA256"
        )
        return {"Bucket": bucket, "Key": key, "UploadId": made["UploadId"]}

    def send(self, s3, upload, number: int, data: bytes) -> dict[str, object]:
        answer = s3.upload_part(**upload, PartNumber=number, Body=data, ChecksumSHA256=sha256(data))
        return {"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": sha256(data)}

    def test_parts_are_joined_in_order(self, s3, bucket, key, upload, parts):
        done = [self.send(s3, upload, n, data) for n, data in enumerate(parts, 1)]
        made = s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": done})
        found = s3.get_object(Bucket=bucket, Key=key, VersionId=made["VersionId"])
        assert sha256(found["Body"].read()) == sha256(b"".join(parts))
        assert found["ContentType"] == TYPE

    def test_a_part_is_sent_by_a_presigned_address_that_signs_its_checksum(
        self, backing, keys, web, s3, upload, parts
    ):
        headers = {
            "content-length": str(len(parts[0])),
            "x-amz-checksum-sha256": sha256(parts[0]),
        }
        address = f"{backing.s3}/{upload['Bucket']}/{upload['Key']}"
        query = f"?partNumber=1&uploadId={upload['UploadId']}"
        request = AWSRequest("PUT", address + query, headers=headers)
        S3SigV4QueryAuth(Credentials(*keys), "s3", objects.REGION, 900).add_auth(request)
        wrong = web.put(request.url, content=parts[1], headers=headers)
        assert wrong.status_code == 400
        right = web.put(request.url, content=parts[0], headers=headers)
        assert right.status_code == 200
        (listed,) = s3.list_parts(**upload)["Parts"]
        assert (listed["PartNumber"], listed["Size"]) == (1, PART)
        assert listed["ETag"] == right.headers["etag"]

    def test_parts_that_came_are_listed_so_that_an_interrupted_upload_goes_on(
        self, s3, upload, parts
    ):
        self.send(s3, upload, 1, parts[0])
        self.send(s3, upload, 3, parts[2])
        listed = s3.list_parts(**upload)["Parts"]
        assert [(part["PartNumber"], part["Size"]) for part in listed] == [(1, PART), (3, 7)]

    def test_a_part_sent_again_replaces_the_first(self, s3, bucket, key, upload, parts):
        self.send(s3, upload, 1, parts[0])
        done = [self.send(s3, upload, 1, parts[1])]
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": done})
        found = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        assert sha256(found) == sha256(parts[1])

    def test_a_part_with_another_checksum_is_refused(self, s3, upload, parts):
        with pytest.raises(ClientError) as refused:
            s3.upload_part(
                **upload, PartNumber=1, Body=parts[0], ChecksumSHA256=sha256(b"something else")
            )
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert "Parts" not in s3.list_parts(**upload)

    def test_completing_with_another_checksum_or_tag_is_refused(self, s3, upload, parts):
        done = self.send(s3, upload, 1, parts[0])
        for wrong in ({"ETag": '"' + "0" * 32 + '"'}, {"ChecksumSHA256": sha256(b"no")}):
            with pytest.raises(ClientError):
                s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [done | wrong]})

    def test_an_aborted_upload_is_gone(self, s3, bucket, key, upload, parts):
        self.send(s3, upload, 1, parts[0])
        s3.abort_multipart_upload(**upload)
        with pytest.raises(ClientError, match="NoSuchUpload"):
            s3.list_parts(**upload)
        absent(s3, bucket, key)


class TestVersions:
    def test_each_write_is_a_version_and_old_ones_stay_readable(self, s3, bucket, key, put):
        first, second = put(b"one"), put(b"two")
        assert first != second
        read = s3.get_object(Bucket=bucket, Key=key, VersionId=first)["Body"].read()
        assert read == b"one"
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == b"two"
        listed = s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
        assert {version["VersionId"] for version in listed} == {first, second}

    def test_a_deletion_leaves_a_marker_and_the_versions(self, s3, bucket, key, put):
        version = put()
        s3.delete_object(Bucket=bucket, Key=key)
        absent(s3, bucket, key)
        assert s3.head_object(Bucket=bucket, Key=key, VersionId=version)["ContentLength"]

    def test_one_version_is_deleted_by_its_id(self, s3, bucket, key, put):
        first, second = put(b"one"), put(b"two")
        s3.delete_object(Bucket=bucket, Key=key, VersionId=second)
        assert s3.head_object(Bucket=bucket, Key=key)["VersionId"] == first

    def test_a_version_that_never_was_is_not_found(self, s3, bucket, key, put):
        put()
        with pytest.raises(ClientError) as refused:
            s3.head_object(Bucket=bucket, Key=key, VersionId=str(uuid.uuid4()).replace("-", ""))
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] in (400, 404)


class TestLock:
    def test_the_bucket_says_that_it_locks(self, s3, bucket):
        found = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
        assert found["ObjectLockEnabled"] == "Enabled"
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"

    @pytest.mark.parametrize("mode", [GOVERNANCE, COMPLIANCE])
    def test_a_retention_put_on_a_version_is_read_back_and_forbids_its_deletion(
        self, minio, s3, bucket, key, put, mode
    ):
        version = put()
        until = datetime.now(UTC).replace(microsecond=0) + LOCK
        minio.set_object_retention(bucket, key, Retention(mode, until), version_id=version)
        found = minio.get_object_retention(bucket, key, version_id=version)
        assert (found.mode, found.retain_until_date) == (mode, until)
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.delete_object(Bucket=bucket, Key=key, VersionId=version)
        assert s3.head_object(Bucket=bucket, Key=key, VersionId=version)["VersionId"] == version

    def test_compliance_binds_the_administrator_too(self, backing, minio, bucket, key, put):
        version = put()
        until = datetime.now(UTC).replace(microsecond=0) + LOCK
        minio.set_object_retention(bucket, key, Retention(COMPLIANCE, until), version_id=version)
        admin = objects.client(backing.s3, backing.s3_access_key, backing.s3_secret_key)
        where = {"Bucket": bucket, "Key": key, "VersionId": version}
        with pytest.raises(ClientError, match="AccessDenied"):
            admin.delete_object(**where, BypassGovernanceRetention=True)
        sooner = {"Mode": "COMPLIANCE", "RetainUntilDate": until - timedelta(seconds=30)}
        with pytest.raises(ClientError):
            admin.put_object_retention(**where, Retention=sooner, BypassGovernanceRetention=True)
        admin.close()

    def test_a_retention_can_be_made_longer(self, minio, bucket, key, put):
        version = put()
        until = datetime.now(UTC).replace(microsecond=0) + LOCK
        for end in (until, until + timedelta(seconds=5)):
            minio.set_object_retention(bucket, key, Retention(COMPLIANCE, end), version_id=version)
        found = minio.get_object_retention(bucket, key, version_id=version)
        assert found.retain_until_date == until + timedelta(seconds=5)

    def test_sealing_twice_is_as_good_as_once(self, minio, bucket, key, put):
        version = put()
        seal = Retention(COMPLIANCE, datetime.now(UTC).replace(microsecond=0) + LOCK)
        for _ in range(2):
            minio.set_object_retention(bucket, key, seal, version_id=version)

    def test_a_later_write_does_not_touch_the_locked_version(self, minio, s3, bucket, key, put):
        version = put(b"sealed")
        seal = Retention(COMPLIANCE, datetime.now(UTC).replace(microsecond=0) + LOCK)
        minio.set_object_retention(bucket, key, seal, version_id=version)
        put(b"another")
        read = s3.get_object(Bucket=bucket, Key=key, VersionId=version)["Body"].read()
        assert read == b"sealed"


class TestReading:
    def test_a_range_gives_these_bytes_only(self, s3, bucket, key, put):
        put(b"0123456789")
        found = s3.get_object(Bucket=bucket, Key=key, Range="bytes=2-4")
        assert found["Body"].read() == b"234"
        assert found["ContentRange"] == "bytes 2-4/10"
        assert found["ResponseMetadata"]["HTTPStatusCode"] == 206

    def test_the_head_of_a_version_has_its_size_type_and_checksum(self, s3, bucket, key, put):
        version = put(ContentType=TYPE)
        put(b"newer")
        found = s3.head_object(Bucket=bucket, Key=key, VersionId=version, ChecksumMode="ENABLED")
        assert found["ContentLength"] == len(PICTURE)
        assert found["ContentType"] == TYPE
        assert found["ChecksumSHA256"] == sha256(PICTURE)
        assert found["VersionId"] == version

    def test_the_minio_client_reads_the_same(self, minio, bucket, key, put):
        version = put(ContentType=TYPE)
        found = minio.stat_object(bucket, key, version_id=version)
        assert (found.size, found.content_type, found.version_id) == (len(PICTURE), TYPE, version)
        answer = minio.get_object(bucket, key, version_id=version)
        assert answer.read() == PICTURE
        answer.close()
        answer.release_conn()

    def test_what_is_not_there_is_told_by_its_code(self, minio, s3, bucket, key):
        absent(s3, bucket, key)
        with pytest.raises(S3Error) as refused:
            minio.stat_object(bucket, key)
        assert refused.value.code == "NoSuchKey"

    def test_metadata_that_stands_for_chinese_text_comes_back(self, s3, bucket, key, put):
        text = base64.urlsafe_b64encode("同心区 双拥办".encode()).decode()
        put(Metadata={"caption": text})
        found = s3.head_object(Bucket=bucket, Key=key)["Metadata"]["caption"]
        assert base64.urlsafe_b64decode(found).decode() == "同心区 双拥办"

    def test_a_key_in_chinese_is_found_and_listed(self, s3, bucket):
        name = "东区/双拥 宣传栏+1.jpg"
        s3.put_object(Bucket=bucket, Key=name, Body=b"x")
        assert s3.head_object(Bucket=bucket, Key=name)["ContentLength"] == 1
        listed = s3.list_objects_v2(Bucket=bucket, Prefix="东区/")["Contents"]
        assert [found["Key"] for found in listed] == [name]

    def test_a_listing_comes_in_pages(self, s3, bucket):
        names = [f"pages/{n}" for n in range(5)]
        for name in names:
            s3.put_object(Bucket=bucket, Key=name, Body=b"x")
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=bucket, Prefix="pages/", PaginationConfig={"PageSize": 2}
        )
        found = [[one["Key"] for one in page["Contents"]] for page in pages]
        assert found == [names[0:2], names[2:4], names[4:]]

    def test_a_presigned_get_says_how_the_browser_must_treat_it(self, s3, web, bucket, key, put):
        put(ContentType=TYPE)
        url = s3.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": bucket,
                "Key": key,
                "ResponseContentDisposition": 'attachment; filename="1.jpg"',
            },
            ExpiresIn=60,
        )
        answer = web.get(url)
        assert answer.content == PICTURE
        assert answer.headers["content-disposition"].startswith("attachment")

    def test_nobody_reads_without_a_key(self, backing, web, bucket, key, put):
        put()
        assert web.get(f"{backing.s3}/{bucket}/{key}").status_code == 403


class TestBrowsers:
    def ask(self, web, url: str, origin: str, headers: str) -> httpx.Response:
        return web.options(
            url,
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": headers,
            },
        )

    def test_our_pages_may_put_with_the_signed_headers(self, backing, web, bucket, key):
        url = f"{backing.s3}/{bucket}/{key}"
        wanted = "content-type,if-none-match,x-amz-checksum-sha256"
        answer = self.ask(web, url, PAGE, wanted)
        assert answer.status_code in (200, 204)
        assert answer.headers["access-control-allow-origin"] in (PAGE, "*")
        allowed = answer.headers["access-control-allow-headers"].lower()
        assert all(name in allowed for name in wanted.split(",")) or allowed == "*"
        assert "PUT" in answer.headers["access-control-allow-methods"]

    def test_foreign_pages_may_not(self, backing, web, bucket, key):
        url = f"{backing.s3}/{bucket}/{key}"
        answer = self.ask(web, url, "https://elsewhere.example", "content-type")
        assert "access-control-allow-origin" not in answer.headers

    def test_the_page_may_read_the_version_of_what_it_stored(self, presign, web):
        headers = put_headers(PICTURE)
        answer = web.put(presign(headers), content=PICTURE, headers=headers | {"Origin": PAGE})
        assert answer.status_code == 200
        exposed = answer.headers["access-control-expose-headers"].lower()
        assert "x-amz-version-id" in exposed


def absent(s3, bucket: str, key: str) -> None:
    with pytest.raises(ClientError) as refused:
        s3.head_object(Bucket=bucket, Key=key)
    assert refused.value.response["Error"]["Code"] == "404"
