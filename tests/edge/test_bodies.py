"""Bodies: whatever a phone, or somebody who pretends to be one, sends where JSON belongs."""

import gzip
import json
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise import Model

from models import MODULES
from service.integrations import adapters
from tests.counters import forget
from tests.each import each
from tests.edge.samples import SAMPLES
from tests.edge.wire import Route, headers_of, paths_of, problem_of, taking
from tests.world import Person, World

NOT_JSON = {
    "nothing": b"",
    "half a body": b'{"name": "x"',
    "a key twice": b'{"name": "x", "name": "y"}',
    "U+0000": rb'{"name": "a\u0000"}',
    "U+0000 in a key": rb'{"a\u0000": 1}',
    "a lone surrogate": rb'{"name": "\ud800"}',
    "bytes that are no UTF-8": b'{"name": "\xff"}',
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "NaN": b'{"name": NaN}',
    "Infinity": b'{"name": -Infinity}',
    "1e400": b'{"name": 1e400}',
    "a number of 5000 digits": b'{"name": ' + b"9" * 5000 + b"}",
    "33 deep": b'{"name": ' + b"[" * 33 + b"]" * 33 + b"}",
    "30000 deep": b"[" * 30_000 + b"]" * 30_000,
}
WRONG: tuple[Any, ...] = ({"x": 1}, [[]], True, 2**63, 2**70, 1.5)
"""Values that no field of any draft may have."""

COLUMNS = sorted(
    {
        column
        for module in MODULES
        for table in vars(__import__(module, fromlist=["*"])).values()
        if isinstance(table, type) and issubclass(table, Model)
        for column in table._meta.fields_map
    }
)


@pytest.fixture
async def alice(world: World) -> Person:
    return await world.person("Alice")


async def send(who: Person, route: Route, content: Any, **headers: str) -> httpx.Response:
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    await forget(adapters().valkey)
    return await who.world.http.request(
        route.method,
        route.url(who.world),
        content=content,
        headers=headers_of(who) | headers,
    )


async def test_every_draft_has_a_sample_that_it_accepts(world):
    assert {draft for _, draft in taking(world.settings)} == set(SAMPLES)
    for draft, sample in SAMPLES.items():
        assert set(sample) == set(draft.__struct_fields__)
        msgspec.convert(sample, draft)


async def test_what_is_no_json_is_malformed_on_every_route(world, alice):
    for route, _ in taking(world.settings):
        for name, content in NOT_JSON.items():
            reply = await send(alice, route, content)
            assert (name, problem_of(reply).status) == (name, 400)


async def test_json_that_is_no_object_is_refused_as_a_whole(world, alice):
    for route, _ in taking(world.settings):
        for content in ([], None, 5, "x", True, [{}]):
            assert paths_of(await send(alice, route, content), 422) == ["$"]


async def test_a_wrong_type_is_named_by_its_field(world, alice):
    for route, draft in taking(world.settings):
        for field, right in SAMPLES[draft].items():
            for wrong in (one for one in WRONG if not _is_right(one, right)):
                reply = await send(alice, route, SAMPLES[draft] | {field: wrong})
                (path,) = paths_of(reply, 422)
                assert path.removesuffix("[0]") == field


def _is_right(wrong: Any, right: Any) -> bool:
    """Whether it is of the right type after all; how likely a measure is, its feature says."""
    numbers = isinstance(right, float) and isinstance(wrong, int | float)
    return type(wrong) is type(right) is bool or (numbers and not isinstance(wrong, bool))


async def test_a_missing_field_is_named(world, alice):
    for route, draft in taking(world.settings):
        for field in msgspec.structs.fields(draft):
            if field.required:
                rest = {k: v for k, v in SAMPLES[draft].items() if k != field.name}
                assert paths_of(await send(alice, route, rest), 422) == [field.name]


async def test_no_column_of_any_table_can_be_written_by_naming_it(world, alice):
    for route, draft in taking(world.settings):
        for column in sorted(set(COLUMNS) - set(SAMPLES[draft])):
            reply = await send(alice, route, SAMPLES[draft] | {column: 1})
            assert paths_of(reply, 422) == [column]


@each(
    ("file", "path"),
    [
        ({"name": "a.jpg"}, "files[0].bytes"),
        ({"name": "a.jpg", "bytes": 1, "key": "mine"}, "files[0].key"),
        ({"name": "a.jpg", "bytes": True}, "files[0].bytes"),
        ({"name": "a.jpg", "bytes": 0}, "files[0].bytes"),
        ({"name": " ", "bytes": 1}, "files[0].name"),
    ],
)
async def test_a_field_inside_a_list_is_named_by_its_whole_path(world, alice, file, path):
    family = await alice.founds("陈家")
    body = {"family_id": family, "files": [file]}
    (route,) = (r for r, _ in taking(world.settings) if r.path == "/api/v1/uploads")
    assert paths_of(await send(alice, route, body), 422) == [path]


async def test_a_number_out_of_range_is_named_by_its_field(alice):
    body = f'{{"day": "2024-09-01", "height_cm": 1{"0" * 400}}}'
    (route,) = (
        r
        for r, _ in taking(alice.world.settings)
        if r.method == "POST" and r.path.endswith("/measurements")
    )
    assert paths_of(await send(alice, route, body.encode()), 422) == ["height_cm"]


async def test_only_json_is_read(world, alice):
    for route, draft in taking(world.settings):
        for kind in ("", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"):
            problem_of(await send(alice, route, SAMPLES[draft], **{"Content-Type": kind}), 415)


async def test_a_compressed_body_is_not_unpacked(world, alice):
    bomb = gzip.compress(b'{"name": "' + b"x" * 10_000_000 + b'"}')
    for route, _ in taking(world.settings):
        problem_of(await send(alice, route, bomb, **{"Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
async def test_json_is_json_however_its_type_is_written(alice, kind):
    reply = await alice.world.http.put(
        f"{alice.world.url}/api/v1/account",
        content='{"nickname": "爱丽丝"}',
        headers=headers_of(alice) | {"Content-Type": kind},
    )
    assert reply.status_code == 200


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["", "2016-05-01", "0000", "9999-12-31", "-", "public", "1e400"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def bodies(draw: st.DrawFn, sample: dict[str, Any]) -> dict[str, Any]:
    """The sample with some of its values replaced by anything at all."""
    some = st.lists(st.sampled_from(sorted(sample)), min_size=1, max_size=3)
    return sample | {field: draw(anything) for field in draw(some)}


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
async def test_no_body_at_all_breaks_a_creating_route(world, alice, data):
    family = alice.family or await alice.founds("陈家")
    creating = [(r, d) for r, d in taking(world.settings) if r.creates]
    route, draft = data.draw(st.sampled_from(creating), label="route")
    sample = SAMPLES[draft] | ({"family_id": family} if "family_id" in SAMPLES[draft] else {})
    reply = await send(alice, route, data.draw(bodies(sample), label="body"))
    if reply.status_code != 201:
        problem_of(reply)
