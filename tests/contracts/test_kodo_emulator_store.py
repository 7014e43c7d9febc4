"""The emulator's store and hash: what is acknowledged survives, what was cut off never shows."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.multipart import MultipartReader
from service.emulators.kodo.qetag import QEtag, of_parts
from service.emulators.kodo.store import Store, describe

MIB = 1024 * 1024


def qetag(*chunks: bytes) -> str:
    hasher = QEtag()
    for chunk in chunks:
        hasher.update(chunk)
    return hasher.text()


def zeros_and_a_space(size: int) -> bytes:
    return bytes(size - 1) + b" "


def numbered_blocks(size: int) -> bytes:
    blocks = (n.to_bytes(4, "big", signed=True) * 1023 + bytes(4) for n in range(size // 4096))
    return b"".join(blocks)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "Fto5o-5ea0sNMlW_75VgGJCv2AcJ"),
        (b"etag", "FpLiADEaVoALPkdb8tJEJyRTXoe_"),
        (zeros_and_a_space(3 * MIB), "Fs5BpnAjRykYTg6o5E09cjuXrDkG"),
        (zeros_and_a_space(4 * MIB), "FiuKULnybewpEnrfTmxjsxc-3dWp"),
        (zeros_and_a_space(5 * MIB), "lhvyfIWMYFTq4s4alzlhXoAkqfVL"),
        (zeros_and_a_space(8 * MIB), "lmRm9ZfGZ86bnMys4wRTWtJj9ClG"),
    ],
    ids=["empty", "etag", "3M", "4M", "5M", "8M"],
)
def test_the_hash_is_the_vendors(content: bytes, expected: str):
    assert qetag(content) == expected


@pytest.mark.parametrize("cut", [1, 1000, 4 * MIB, 4 * MIB + 1])
def test_the_hash_does_not_depend_on_the_chunks(cut: int):
    content = os.urandom(9 * MIB // 100) if cut < 1000 else os.urandom(9 * MIB)
    chunks = [content[at : at + cut] for at in range(0, len(content), cut)]
    assert qetag(*chunks) == qetag(content)


def test_parts_of_another_size_have_another_hash():
    one, two = qetag(b"1" * MIB), qetag(b"2" * MIB)
    assert of_parts([one], [MIB]) is None
    other = of_parts([one, two], [MIB, MIB])
    assert other is not None and other.startswith("n") and len(other) == 28


# The child is killed before its n-th change of the file system, which Python's audit events
# announce: no code of the store knows of it, and nothing is tidied up.
KILLED = """
import asyncio, os, sys
from pathlib import Path
from service.emulators.kodo.store import Store, describe

CHANGES = {"open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir"}
left = int(sys.argv[3])

def kill(event, arguments):
    global left
    if event in CHANGES:
        left -= 1
        if left == 0:
            os._exit(9)

async def put(store, key, data):
    with store.incoming() as incoming:
        await incoming.write(data)
        content = await incoming.seal()
        found = describe(content, key=key, mime_type="text/plain", now=1)
        store.put(content, found, taken="replace")

store = Store(Path(sys.argv[1]), lambda: 1.0)
sys.addaudithook(kill)
match sys.argv[2]:
    case "add":
        asyncio.run(put(store, "b", b"new"))
    case "replace":
        asyncio.run(put(store, "a", b"new"))
    case "move":
        store.move("a", "b", force=True)
    case "delete":
        store.delete("a")
print("acknowledged", flush=True)
os._exit(0)
"""


def run_killed(root: Path, act: str, fatal: int) -> bool:
    """Whether the act was acknowledged, the process dying before its `fatal`-th change."""
    arguments = [sys.executable, "-c", KILLED, str(root), act, str(fatal)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 9), done.stderr
    return done.stdout == "acknowledged\n"


async def put(store: Store, key: str, data: bytes) -> None:
    with store.incoming() as incoming:
        await incoming.write(data)
        content = await incoming.seal()
        found = describe(content, key=key, mime_type="text/plain", now=1)
        store.put(content, found, taken="refuse")


def contents(root: Path) -> dict[str, bytes]:
    """What a reopened store shows, having checked that nothing else is left on disk."""
    store = Store(root, lambda: 1.0)
    shown = {each.key: store.path(each).read_bytes() for each in store.objects()}
    assert all(each.hash == qetag(shown[each.key]) for each in store.objects())
    assert {each.blob for each in store.objects()} == {p.name for p in (root / "blobs").iterdir()}
    assert len(list((root / "objects").iterdir())) == len(shown)
    assert not list((root / "incoming").iterdir())
    return shown


@pytest.mark.parametrize(
    ("act", "allowed", "final"),
    [
        ("add", [{"a": b"old"}], {"a": b"old", "b": b"new"}),
        ("replace", [{"a": b"old"}], {"a": b"new"}),
        ("move", [{"a": b"old"}, {"a": b"old", "b": b"old"}], {"b": b"old"}),
        ("delete", [{"a": b"old"}], {}),
    ],
)
async def test_killed_at_any_moment_a_store_shows_the_old_or_the_new(
    tmp_path: Path, act: str, allowed: list[dict[str, bytes]], final: dict[str, bytes]
):
    seen = []
    for fatal in count(1):
        root = tmp_path / str(fatal)
        await put(Store(root, lambda: 1.0), "a", b"old")
        acknowledged = run_killed(root, act, fatal)
        seen.append(contents(root))
        if acknowledged:
            break
    assert seen[-1] == final
    assert all(each in [*allowed, final] for each in seen)
    assert len(seen) > 3 and seen[0] == {"a": b"old"}


bodies = st.lists(st.sampled_from([b"\r\n", b"--", b"cut", b"\r", b"x", b"\0"])).map(b"".join)


@given(parts=st.lists(bodies, min_size=1, max_size=4), cuts=st.sets(st.integers(0, 400)))
async def test_a_form_is_read_however_it_arrives(parts: list[bytes], cuts: set[int]):
    boundary = b"--cut-here"
    parts = [part.replace(b"\r\n--cut-here", b"") for part in parts]
    form = b"".join(
        boundary + b'\r\nContent-Disposition: form-data; name="%d"\r\n\r\n' % n + part + b"\r\n"
        for n, part in enumerate(parts)
    )
    form += boundary + b"--\r\n"
    edges = sorted({0, len(form), *(cut for cut in cuts if cut < len(form))})

    async def chunks() -> AsyncIterator[bytes]:
        for start, end in pairwise(edges):
            yield form[start:end]

    reader = MultipartReader("multipart/form-data; boundary=cut-here", chunks())
    read = [(part.name, b"".join([c async for c in part.body])) async for part in reader.parts()]
    assert read == [(str(n), part) for n, part in enumerate(parts)]


@pytest.mark.parametrize("length", range(0, 76, 5))
async def test_a_form_that_ends_early_is_refused(length: int):
    form = b'--cut\r\nContent-Disposition: form-data; name="a"\r\n\r\nbody of the part\r\n--cut--'

    async def chunks() -> AsyncIterator[bytes]:
        yield form[:length]

    reader = MultipartReader("multipart/form-data; boundary=cut", chunks())
    with pytest.raises(KodoError, match="400"):
        async for part in reader.parts():
            await part.text()
