"""The Kodo emulator's private downloads and image operations."""

import io
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pillow_heif
import pytest
from PIL import Image
from qiniu import Auth

from tests.contracts.kodo_world import ACCESS_KEY, BUCKET, World, jpeg, kodo_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with kodo_world(tmp_path / "kodo") as world:
        yield world


async def keep(world: World, key: str, data: bytes, mime: str = "image/jpeg") -> None:
    reply = await world.post(world.token(key), key, data, mime=mime)
    assert reply.status_code == 200, reply.text


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    "key",
    [
        "a.jpg",
        "家/照片 1+2%.jpg",
        "../../etc/passwd",
        "/etc/passwd",
        "a//b",
        "stat/x",
        "list",
        "k" * 750,
    ],
)
async def test_any_key_comes_back_and_stays_in_its_folder(world: World, key: str):
    await keep(world, key, b"body of " + key.encode())
    assert (await world.get(key)).content == b"body of " + key.encode()
    assert [path.name for path in world.root.parent.iterdir()] == ["kodo"]
    assert len(list((world.root / "objects").iterdir())) == 1


@pytest.mark.parametrize("key", ["", "a\0b", "k" * 751, "字" * 251])
async def test_a_key_kodo_would_not_store_is_refused(world: World, key: str):
    assert (await world.post(world.token(), key, b"abc")).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/..%2f..%2fetc/passwd", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/..%00", "/objects", "/incoming"],
)
async def test_no_path_leaves_the_bucket(world: World, path: str):
    url = Auth(ACCESS_KEY, "1234567890").private_download_url(f"{world.url}{path}")
    assert (await world.http.get(url)).status_code == 404


async def test_only_a_good_token_opens(world: World):
    await keep(world, "a.jpg", jpeg())
    bare = await world.http.get("/a.jpg")
    assert (bare.status_code, list(bare.json())) == (401, ["error"])
    good = world.signed("a.jpg")
    assert (await world.http.get(good)).status_code == 200
    assert (await world.http.get(good.replace("a.jpg", "b.jpg"))).status_code == 401
    assert (await world.http.get(good.replace("?e=", "?imageInfo&e="))).status_code == 401
    assert (await world.http.get(good[:-3] + "xx=")).status_code == 401
    assert (await world.http.get(good + "&x=1")).status_code == 401
    stranger = Auth(ACCESS_KEY, "another").private_download_url(f"{world.url}/a.jpg")
    assert (await world.http.get(stranger)).status_code == 401
    old = await world.http.get(world.signed("a.jpg", expires=-1))
    assert (old.status_code, old.json()) == (401, {"error": "token out of date"})


async def test_a_missing_object_is_404(world: World):
    reply = await world.get("none")
    assert (reply.status_code, reply.json()) == (404, {"error": "Document not found"})


async def test_caches_are_served(world: World):
    await keep(world, "a.jpg", jpeg())
    first = await world.get("a.jpg")
    found = await world.stored("a.jpg")
    assert found is not None
    assert first.headers["ETag"] == f'"{found["hash"]}"'
    assert first.headers["Content-Type"] == "image/jpeg" and first.headers["X-Reqid"]
    again = await world.get("a.jpg", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "body", "content_range"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
    ],
)
async def test_ranges(
    world: World, asked: str, status: int, body: bytes, content_range: str | None
):
    await keep(world, "digits", b"0123456789")
    reply = await world.get("digits", Range=asked)
    assert (reply.status_code, reply.content) == (status, body)
    assert reply.headers.get("Content-Range") == content_range


async def test_a_range_beyond_the_end_is_416(world: World):
    await keep(world, "digits", b"0123456789")
    assert (await world.get("digits", Range="bytes=10-")).status_code == 416


async def test_head_tells_the_length(world: World):
    await keep(world, "digits", b"0123456789")
    reply = await world.http.head(world.signed("digits"))
    assert reply.headers["Content-Length"] == "10" and reply.content == b""


async def test_a_download_may_be_named(world: World):
    await keep(world, "a", b"abc")
    reply = await world.http.get(world.auth.private_download_url(f"{world.url}/a?attname=1.zip"))
    assert "1.zip" in reply.headers["Content-Disposition"] and reply.content == b"abc"


async def test_a_download_can_be_slow(world: World):
    await keep(world, "a", b"x" * 150)
    await world.control("scripts", call="download", answer={"bytes_per_second": 100})
    reply = await world.get("a")
    assert reply.content == b"x" * 150 and reply.elapsed.total_seconds() >= 1


@pytest.mark.parametrize(
    ("fop", "size"),
    [
        ("imageView2/0/w/30", (30, 20)),
        ("imageView2/0/w/60/h/10", (15, 10)),
        ("imageView2/1/w/20/h/20", (20, 20)),
        ("imageView2/1/w/20", (20, 20)),
        ("imageView2/2/w/30/h/30", (30, 20)),
        ("imageView2/2/w/300", (60, 40)),
        ("imageView2/3/w/30/h/30", (45, 30)),
        ("imageView2/4/w/30/h/30", (45, 30)),
        ("imageView2/5/w/30/h/30", (30, 30)),
        ("imageMogr2/thumbnail/!50p", (30, 20)),
        ("imageMogr2/thumbnail/!50px", (30, 40)),
        ("imageMogr2/thumbnail/!x50p", (60, 20)),
        ("imageMogr2/thumbnail/30x", (30, 20)),
        ("imageMogr2/thumbnail/x20", (30, 20)),
        ("imageMogr2/thumbnail/30x30", (30, 20)),
        ("imageMogr2/thumbnail/!30x30r", (45, 30)),
        ("imageMogr2/thumbnail/30x30!", (30, 30)),
        ("imageMogr2/thumbnail/120x120>", (60, 40)),
        ("imageMogr2/thumbnail/30x30<", (60, 40)),
        ("imageMogr2/thumbnail/600@", (30, 20)),
        ("imageMogr2/gravity/Center/crop/20x20", (20, 20)),
        ("imageMogr2/crop/!20x10a5a5", (20, 10)),
        ("imageMogr2/rotate/90", (40, 60)),
        ("imageMogr2/thumbnail/30x|imageMogr2/crop/10x10", (10, 10)),
    ],
)
async def test_renditions_have_their_size(world: World, fop: str, size: tuple[int, int]):
    await keep(world, "a.jpg", jpeg())
    reply = await world.get("a.jpg", fop)
    assert reply.status_code == 200, reply.text
    assert opened(reply.content).size == size
    assert reply.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("fop", ["imageView2/2/w/100", "imageMogr2/auto-orient/strip"])
async def test_a_picture_stands_upright_and_tells_no_place(world: World, fop: str):
    source = jpeg((600, 400), orientation=6, gps=True)
    assert b"CANARY" in source
    await keep(world, "a.jpg", source)
    reply = await world.get("a.jpg", fop)
    rendition = opened(reply.content)
    assert rendition.height > rendition.width
    red, _, blue = rendition.convert("RGB").resize((1, 2)).getpixel((0, 0))  # type: ignore[misc]
    assert red > blue
    assert dict(rendition.getexif()) == {} and b"CANARY" not in reply.content


async def test_without_strip_the_place_stays(world: World):
    await keep(world, "a.jpg", jpeg(gps=True))
    assert b"CANARY" in (await world.get("a.jpg", "imageMogr2/thumbnail/30x")).content


@pytest.mark.parametrize(
    ("fop", "mime"),
    [
        ("imageView2/2/w/30/format/webp", "image/webp"),
        ("imageMogr2/format/png", "image/png"),
        ("imageMogr2/format/jpg/quality/60/interlace/1", "image/jpeg"),
    ],
)
async def test_renditions_change_format(world: World, fop: str, mime: str):
    await keep(world, "a.jpg", jpeg())
    reply = await world.get("a.jpg", fop)
    assert reply.headers["Content-Type"] == mime
    assert Image.MIME[str(opened(reply.content).format)] == mime


async def test_a_transparent_picture_becomes_a_jpeg(world: World):
    file = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")
    await keep(world, "a.png", file.getvalue(), "image/png")
    reply = await world.get("a.png", "imageMogr2/format/jpg")
    assert opened(reply.content).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    "fop",
    [
        "imageView2/9/w/10",
        "imageView2/2/w/x",
        "imageView2/2/z/10",
        "imageView2/2/w/10000",
        "imageMogr2/nonsense",
        "imageMogr2/thumbnail/",
        "imageMogr2/thumbnail/9999x9999!",
        "imageMogr2/crop/0x0",
        "imageMogr2/format/exe",
        "nonsense/1",
        "exif",
    ],
)
async def test_what_cannot_be_done_is_400(world: World, fop: str):
    await keep(world, "a.jpg", jpeg())
    reply = await world.get("a.jpg", fop)
    assert (reply.status_code, list(reply.json())) == (400, ["error"])


async def test_heic_and_large_sources_are_refused(world: World):
    file = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64))).save(file)
    pillow_heif.register_heif_opener()
    await keep(world, "a.heic", file.getvalue(), "image/heic")
    await keep(world, "big.jpg", jpeg() + b"\0" * (20 * 1024 * 1024))
    for key in ("a.heic", "big.jpg"):
        for fop in ("imageView2/2/w/100", "imageMogr2/strip", "imageInfo"):
            assert (await world.get(key, fop)).status_code == 400
    allowed = world.token("b.heic", mimeLimit="image/heic;image/heif", detectMime=1)
    assert (await world.post(allowed, "b.heic", file.getvalue())).status_code == 200


async def test_broken_and_enormous_pictures_are_refused(world: World):
    await keep(world, "cut.jpg", jpeg((600, 400))[:2000])
    await keep(world, "huge.png", blank_png(30_000, 30_000), "image/png")
    for key in ("cut.jpg", "huge.png"):
        for fop in ("imageView2/2/w/100", "imageMogr2/strip", "imageAve"):
            assert (await world.get(key, fop)).status_code == 400


def blank_png(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (header, b"IDAT", b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", crc32(chunk))
        for chunk in chunks
    )


async def test_a_picture_tells_of_itself(world: World):
    await keep(world, "a.jpg", jpeg(orientation=6, gps=True))
    info = (await world.get("a.jpg", "imageInfo")).json()
    assert (info["format"], info["width"], info["height"]) == ("jpeg", 60, 40)
    assert info["colorModel"] == "ycbcr"
    exif = (await world.get("a.jpg", "exif")).json()
    assert exif["Make"] == {"val": "CANARY", "type": 2}
    assert exif["Orientation"]["val"] == "Right-top" and "GPSLatitude" in exif
    average = (await world.get("a.jpg", "imageAve")).json()["RGB"]
    assert average.startswith("0x") and 0x600000 < int(average, 16) < 0x9F00FF


async def test_renditions_are_kept_and_go_with_the_object(world: World):
    await keep(world, "a.jpg", jpeg((1200, 900)))
    first = await world.get("a.jpg", "imageView2/2/w/100")
    (kept,) = (world.root / "derived").glob("*/*")
    written = kept.stat()
    again = await world.get("a.jpg", "imageView2/2/w/100")
    assert first.content == again.content
    assert kept.stat() == written
    await keep(world, "a.jpg", jpeg((900, 1200)))
    after = await world.get("a.jpg", "imageView2/2/w/100")
    assert opened(after.content).size == (100, 133)
    await world.manage(world.bucket.delete, BUCKET, "a.jpg")
    assert not list((world.root / "derived").iterdir()) + list((world.root / "blobs").iterdir())
