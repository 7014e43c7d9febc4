"""The emulator's store and hash: what is acknowledged survives, what was cut off never shows."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.multipart import MultipartReader
from service.emulators.kodo.qetag import QEtag, of_parts
from service.emulators.kodo.store import Store

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


# One process per act, forked anew to die before its n-th call that touches a file, for every n.
# The profiler announces the calls, so no code of the store knows of it and nothing is tidied up.
KILLED = """
import asyncio, os, sys, threading
from itertools import count
from pathlib import Path
from service.emulators.kodo.store import Store, describe

CALLS = {"open", "write", "flush", "fsync", "rename", "replace", "unlink", "link", "rmdir"}

async def put(store, key, data):
    with store.incoming() as incoming:
        await incoming.write(data)
        content = await incoming.seal()
        found = describe(content, key=key, mime_type="text/plain", now=1)
        store.put(content, found, taken="replace")

def act(root, fatal):
    store = Store(root, lambda: 1.0)
    asyncio.run(put(store, "a", b"old"))
    left = fatal
    def kill(frame, event, call):
        nonlocal left
        if event == "c_call" and call.__name__ in CALLS:
            left -= 1
            if left == 0:
                os._exit(9)
    threading.setprofile(kill)
    sys.setprofile(kill)
    match sys.argv[2]:
        case "add":
            asyncio.run(put(store, "b", b"new"))
        case "replace":
            asyncio.run(put(store, "a", b"new"))
        case "move":
            store.move("a", "b", force=True)
        case "delete":
            store.delete("a")
    os._exit(0)

for fatal in count(1):
    child = os.fork()
    if not child:
        try:
            act(Path(sys.argv[1]) / str(fatal), fatal)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code != 9:
        sys.exit(code)
"""


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
def test_killed_at_any_moment_a_store_shows_the_old_or_the_new(
    tmp_path: Path, act: str, allowed: list[dict[str, bytes]], final: dict[str, bytes]
):
    arguments = [sys.executable, "-c", KILLED, str(tmp_path), act]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    seen = [contents(root) for root in sorted(tmp_path.iterdir(), key=lambda root: int(root.name))]
    assert seen[0] == {"a": b"old"} and seen[-1] == final
    assert all(each in [*allowed, final] for each in seen)


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
