"""Kodo's contract: what the adapter does the SDK confirms, what the SDK does the adapter sees."""

import base64
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import msgspec
import pytest
import pytest_asyncio
from qiniu import Auth, QiniuMacAuth, build_batch_delete, build_batch_stat

from service.emulators.kodo import KodoConfig, base64url, create_kodo
from service.foundation import clock
from service.integrations.errors import VendorDenied, VendorRefused
from service.integrations.kodo import FORM, Kodo
from tests.contracts.kodo_contract import ADAPTER, NOBODY, SDK, VECTORS, Contract, Ledger, contract
from tests.contracts.kodo_vectors import DOCS, MOVE, MOVE_QBOX, MOVE_QINIU, PUBLISHED, QETAGS, SDKS
from tests.contracts.serving import serving
from tests.world import a_photo, settings_for

PAGE = Path(__file__).parents[2] / "artefacts" / "contracts-kodo.md"
SOON = timedelta(minutes=10)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def parties(tmp_path_factory, ledger: Ledger) -> AsyncIterator[Contract]:
    async with contract(tmp_path_factory.mktemp("contract")) as made:
        yield made
    host = httpx.URL(made.settings.kodo_rs_url).host
    PAGE.parent.mkdir(exist_ok=True)
    against = "the emulator" if host == "127.0.0.1" else "the real Kodo"
    PAGE.write_text(ledger.page(against), encoding="utf-8")


def account(
    folder: Path, keys: tuple[str, str], http: httpx.AsyncClient, *, url: str = NOBODY
) -> Kodo:
    """The adapter as one of the accounts in Qiniu's published examples."""
    hosts = {f"kodo_{name}_url": url for name in ("upload", "download", "rs", "rsf")}
    names = {"kodo_access_key": keys[0], "kodo_secret_key": keys[1], "kodo_bucket": "newdocs"}
    settings = settings_for(folder, "postgresql:///", "redis://h")
    return Kodo(msgspec.structs.replace(settings, **names, **hosts), http)


@pytest.mark.parametrize("vector", PUBLISHED, ids=lambda vector: vector.authorization)
async def test_requests_are_signed_as_published(tmp_path, ledger, vector):
    _, keys, method, url, headers, body, expected = vector
    async with httpx.AsyncClient() as http:
        kodo = account(tmp_path, keys, http)
    with ledger.judging(vector.call, VECTORS):
        if expected.startswith("QBox "):
            assert kodo.qbox(url, body, headers.get("content-type")) == expected
        else:
            assert kodo.qiniu(method, url, headers, body) == expected


async def test_private_urls_are_signed_as_published(tmp_path, ledger):
    until = datetime.fromtimestamp(1234571490, UTC)
    async with httpx.AsyncClient() as http:
        kodo = account(tmp_path, SDKS, http)
    with ledger.judging("download", VECTORS):
        assert kodo.private("http://www.qiniu.com?go=1", until=until) == (
            "http://www.qiniu.com?go=1&e=1234571490"
            "&token=abcdefghklmnopq:8vzBeLZ9W3E4kbBLFLW0Xe0u7v4="
        )


@pytest.mark.parametrize(
    ("bucket", "key", "encoded"),
    [
        ("qiniuphotos", "gogopher.jpg", "cWluaXVwaG90b3M6Z29nb3BoZXIuanBn"),
        ("qiniuphotos", "012ts>a", "cWluaXVwaG90b3M6MDEydHM-YQ=="),
        ("qiniuphotos", "012ts?a", "cWluaXVwaG90b3M6MDEydHM_YQ=="),
    ],
)
def test_entries_are_read_as_published(ledger, bucket, key, encoded):
    with ledger.judging("entry", VECTORS):
        assert base64url.decode_entry(encoded) == (bucket, key)
        assert base64url.encode(f"{bucket}:{key}") == encoded


@pytest.mark.parametrize(
    ("authorization", "host"), [(MOVE_QBOX, "anything"), (MOVE_QINIU, "rs.qiniu.com")]
)
async def test_the_published_move_moves(tmp_path, ledger, authorization, host):
    app = create_kodo(KodoConfig(*DOCS, "newdocs", tmp_path))
    with ledger.judging("move", VECTORS):
        async with serving(app) as url, httpx.AsyncClient() as http:
            kodo = account(tmp_path, DOCS, http, url=url)
            await kodo.put("find_man.txt", b"man", "text/plain")
            headers = {"Authorization": authorization, "Host": host}
            assert (await http.post(url + MOVE, headers=headers)).status_code == 200
            assert await kodo.stat("find.man.txt")
            assert await kodo.stat("find_man.txt") is None


async def test_the_published_upload_token_uploads_in_its_day(tmp_path, ledger):
    policy = (
        r'{"scope":"my-bucket:sunflower.jpg","deadline":1451491200,"returnBody":"{\"name\":'
        r"$(fname),\"size\":$(fsize),\"w\":$(imageInfo.width),\"h\":$(imageInfo.height),"
        r'\"hash\":$(etag)}"}'
    )
    encoded = base64.urlsafe_b64encode(policy.encode()).decode()
    token = f"MY_ACCESS_KEY:wQ4ofysef1R7IKnrziqtomqyDvI=:{encoded}"
    form, files = {"token": token, "key": "sunflower.jpg"}, {"file": ("sun.jpg", a_photo())}
    app = create_kodo(KodoConfig(*DOCS, "my-bucket", tmp_path))
    with ledger.judging("upload", VECTORS):
        async with serving(app) as url, httpx.AsyncClient() as http:
            assert (await http.post(url, data=form, files=files)).json() == {
                "error": "expired token"
            }
            back = {"offset_seconds": 1451491200 - 60 - time.time()}
            await http.post(f"{url}/_control/clock", json=back)
            told = (await http.post(url, data=form, files=files)).json()
        assert (told["name"], told["size"] > 0, told["w"] > 0) == ("sun.jpg", True, True)


@pytest.mark.parametrize(("data", "qetag"), QETAGS, ids=lambda value: f"{len(value)}")
async def test_an_object_has_its_published_hash(parties, ledger, data, qetag):
    key = f"{parties.prefix}{qetag}"
    with ledger.judging("upload", VECTORS, ADAPTER), ledger.judging("stat", VECTORS):
        await parties.kodo.put(key, data, "application/octet-stream")
        assert (await parties.kodo.stat(key) or {})["hash"] == qetag
        found, status = await parties.sdk(parties.bucket.stat, parties.bucket_name, key)
        assert (status, found["hash"], found["fsize"]) == (200, qetag, len(data))


async def test_both_see_the_same_facts(parties, ledger):
    ours, theirs = f"{parties.prefix}ours", f"{parties.prefix}相册/their s>?.txt"
    with ledger.judging("stat", ADAPTER, SDK), ledger.judging("upload", SDK):
        await parties.kodo.put(ours, a_photo(), "image/jpeg")
        assert (await parties.sdk_put(theirs, b"theirs"))[1] == 200
        for key in (ours, theirs):
            found, status = await parties.sdk(parties.bucket.stat, parties.bucket_name, key)
            assert (status, found) == (200, await parties.kodo.stat(key))


async def test_a_ticket_of_ours_binds_the_sdk(parties, ledger):
    key = f"{parties.prefix}ticket"
    token = parties.kodo.upload_token(
        key, upload_id="u", max_bytes=50_000, seconds=600, types="image/*"
    )
    with ledger.judging("upload token", SDK):
        assert (await parties.sdk_put(key, b"no picture", token))[1] == 403
        assert (await parties.sdk_put(key, a_photo() + bytes(50_000), token))[1] == 413
        assert (await parties.sdk_put(key, a_photo(), token))[1] == 579  # nobody to call back
        assert (await parties.sdk_put(key, a_photo(), token))[1] == 614
        assert await parties.kodo.stat(key)
        assert (await parties.sdk_put(f"{key}-2", a_photo(), token))[1] in {403, 614}
        assert await parties.kodo.stat(f"{key}-2") is None


async def test_each_finds_gone_what_the_other_deletes(parties, ledger):
    ours, theirs = f"{parties.prefix}gone-1", f"{parties.prefix}gone-2"
    with ledger.judging("delete", ADAPTER, SDK):
        for key in (ours, theirs):
            await parties.kodo.put(key, b"x", "text/plain")
        await parties.kodo.delete(ours)
        assert (await parties.sdk(parties.bucket.stat, parties.bucket_name, ours))[1] == 612
        assert (await parties.sdk(parties.bucket.delete, parties.bucket_name, theirs))[1] == 200
        assert await parties.kodo.stat(theirs) is None


async def test_both_list_the_same_page_by_page(parties, ledger):
    prefix = f"{parties.prefix}list/"
    keys = [f"{prefix}{number}" for number in range(5)]
    with ledger.judging("list", ADAPTER, SDK):
        for key in keys[:3]:
            await parties.kodo.put(key, b"x", "text/plain")
        for key in keys[3:]:
            await parties.sdk_put(key, b"x")
        pages = [page async for page in parties.kodo.pages(prefix, limit=2)]
        assert [item["key"] for page in pages for item in page] == keys
        marker, seen = None, []
        for page in pages[:3]:
            answer = await parties.sdk(parties.bucket.list, parties.bucket_name, prefix, marker, 2)
            marker = answer[0].get("marker")
            seen += answer[0]["items"]
            assert answer[0]["items"] == page
        assert ([item["key"] for item in seen], marker or "") == (keys, "")
        first = await parties.kodo.page(prefix, limit=3)
        rest = await parties.kodo.page(prefix, first.marker, limit=3)
        assert [item["key"] for item in (*(first.items or []), *(rest.items or []))] == keys
        assert rest.marker == ""
        bad = await parties.sdk(parties.bucket.list, parties.bucket_name, prefix, "no marker", 2)
        assert bad[1] == 640


async def test_a_batch_has_the_same_outcomes_for_both(parties, ledger):
    there, theirs, missing = (f"{parties.prefix}batch-{each}" for each in ("a", "b", "none"))
    name = parties.bucket_name
    with ledger.judging("batch", ADAPTER, SDK):
        for key in (there, theirs):
            await parties.kodo.put(key, b"x", "text/plain")
        outcomes = await parties.kodo.stat_many([there, missing])
        told, status = await parties.sdk(
            parties.bucket.batch, build_batch_stat(name, [there, missing])
        )
        assert status == 298
        assert [each.code for each in outcomes] == [each["code"] for each in told] == [200, 612]
        assert outcomes[0].facts == told[0]["data"]
        outcomes = await parties.kodo.delete_many([there, missing])
        assert [each.code for each in outcomes] == [200, 612]
        assert (await parties.sdk(parties.bucket.stat, name, there))[1] == 612
        _, status = await parties.sdk(parties.bucket.batch, build_batch_delete(name, [theirs]))
        assert (status, await parties.kodo.stat(theirs)) == (200, None)


@pytest.mark.parametrize("verb", ["copy", "move"])
async def test_both_copy_and_move_alike(parties, ledger, verb):
    source, ours, theirs = (f"{parties.prefix}{verb}-{each}" for each in ("from", "ours", "theirs"))
    name, kodo = parties.bucket_name, parties.kodo
    act, their_act = getattr(kodo, verb), getattr(parties.bucket, verb)
    with ledger.judging(verb, ADAPTER, SDK):
        await kodo.put(source, b"x", "text/plain")
        await kodo.put(ours, b"taken", "text/plain")
        for origin, code in ((source, 614), (f"{source}-none", 612)):
            with pytest.raises(VendorRefused) as refused:
                await act(origin, ours)
            _, status = await parties.sdk(their_act, name, origin, name, ours)
            assert (refused.value.code, status) == (code, code)
        await act(source, ours, force=True)
        found, status = await parties.sdk(parties.bucket.stat, name, ours)
        assert (status, found["fsize"]) == (200, 1)
        assert (await parties.sdk(their_act, name, ours, name, theirs))[1] == 200
        assert (await kodo.stat(theirs) or {})["fsize"] == 1
        assert (await kodo.stat(ours) is None) == (verb == "move")


async def test_each_reads_what_the_other_put_by_its_own_url(parties, ledger, tmp_path):
    key, target = f"{parties.prefix}down load/照片.jpg", tmp_path / "x"
    base = f"{parties.settings.kodo_download_url}/{quote(key)}"
    data = a_photo()
    by_sdk = parties.auth.private_download_url(base)
    until = datetime.fromtimestamp(int(parse_qs(urlsplit(by_sdk).query)["e"][0]), UTC)
    with ledger.judging("download", ADAPTER, SDK):
        await parties.sdk_put(key, data)
        await parties.kodo.fetch(key, target, until=until)
        assert target.read_bytes() == data
        assert (await parties.http.get(by_sdk)).content == data
        assert parties.kodo.download_url(key, until=until) == by_sdk
        dead = parties.kodo.download_url(key, until=clock.now() - SOON)
        assert (await parties.http.get(dead)).status_code == 401
        with pytest.raises(VendorRefused) as refused:
            await parties.kodo.fetch(f"{key}-none", target, until=until)
        assert refused.value.code == 404


def callback(settings, body: str) -> tuple[str, str]:
    path = f"/callbacks/kodo?h={sha1(body.encode()).hexdigest()}"
    return path, settings.public_url + path


@pytest.mark.parametrize("scheme", ["QBox", "Qiniu"])
async def test_a_callback_is_one_for_both_or_for_none(parties, ledger, scheme):
    body, kodo, settings = "upload=u&key=%E7%85%A7", parties.kodo, parties.settings
    path, url = callback(settings, body)
    dated = {"X-Qiniu-Date": "20260101T000000Z"}
    mac = QiniuMacAuth(settings.kodo_access_key, settings.kodo_secret_key)
    host = httpx.URL(url).netloc.decode()
    by_sdk = {
        "QBox": f"QBox {parties.auth.token_of_request(url, body, FORM)}",
        "Qiniu": "Qiniu "
        + mac.token_of_request("POST", host, url, mac.qiniu_headers(dated), FORM, body),
    }
    by_us = {
        "QBox": kodo.qbox(url, body),
        "Qiniu": kodo.qiniu("POST", url, {"Content-Type": FORM, **dated}, body),
    }
    with ledger.judging("callback", ADAPTER, SDK):
        headers = {"authorization": by_sdk[scheme], "x-qiniu-date": dated["X-Qiniu-Date"]}
        assert kodo.is_callback(path, headers, body.encode())
        assert not kodo.is_callback(path, headers, body.encode() + b"&x=1")
        verified = parties.auth.verify_callback(
            by_us[scheme], url, body, FORM, "POST", {"Host": host, **dated}
        )
        assert verified


async def test_a_stranger_and_a_missing_bucket_are_refused_alike(parties, ledger):
    settings, key = parties.settings, f"{parties.prefix}any"
    stranger = msgspec.structs.replace(settings, kodo_secret_key="another secret")
    elsewhere = msgspec.structs.replace(settings, kodo_bucket=f"none-{time.time_ns()}")
    auth = Auth(settings.kodo_access_key, stranger.kodo_secret_key)
    with ledger.judging("refusals 401 and 631", ADAPTER, SDK):
        for theirs, changed, code in (
            (parties.managing(auth), stranger, 401),
            (parties.bucket, elsewhere, 631),
        ):
            with pytest.raises(VendorDenied) as denied:
                await Kodo(changed, parties.http).stat(key)
            assert denied.value.number == code
            assert (await parties.sdk(theirs.stat, changed.kodo_bucket, key))[1] == code


async def test_a_machine_whose_clock_is_wrong_is_refused(parties, ledger, monkeypatch):
    """As the SDK's own tests have it: dated 1970, and undated."""
    key = f"{parties.prefix}any"
    settings = parties.settings
    undated = Auth(
        settings.kodo_access_key, settings.kodo_secret_key, disable_qiniu_timestamp_signature=True
    )

    class Epoch(datetime):
        @classmethod
        def utcnow(cls) -> datetime:
            return datetime(1970, 1, 1, tzinfo=UTC)

        @classmethod
        def now(cls, tz=None) -> datetime:
            return datetime(1970, 1, 1, tzinfo=tz)

    with ledger.judging("refusals 403", ADAPTER, SDK):
        with monkeypatch.context() as machine:
            machine.setattr("qiniu.auth.datetime", Epoch)
            machine.setattr("service.integrations.kodo.signing.datetime", Epoch)
            assert (await parties.sdk(parties.bucket.stat, settings.kodo_bucket, key))[1] == 403
            free = parties.managing(undated)
            assert (await parties.sdk(free.stat, settings.kodo_bucket, key))[1] == 612
            with pytest.raises(VendorDenied) as denied:
                await parties.kodo.stat(key)
        assert denied.value.number == 403
        assert (await parties.sdk(parties.bucket.stat, settings.kodo_bucket, key))[1] == 612


async def test_a_picture_gets_a_verdict(parties, ledger):
    key = f"{parties.prefix}judged.jpg"
    url = parties.kodo.download_url(key, until=clock.now() + SOON)
    with ledger.judging("censor"):  # the SDK has no such call
        await parties.kodo.put(key, a_photo(), "image/jpeg")
        verdict = await parties.kodo.censor(url)
        assert verdict.suggestion in {"pass", "review", "block"}
        assert set(verdict.scenes) == {"pulp", "terror", "politician"}
