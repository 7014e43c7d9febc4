"""Tokens: unguessable, and nothing usable of them is stored."""

import hashlib
from uuid import UUID

import msgspec
import pytest

from service.foundation import settings, tokens
from service.foundation.database import query
from tests.world import settings_for

ROW, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def installation(tmp_path):
    ours = settings_for(tmp_path, "postgresql:///", "redis://h")
    settings.use(ours)
    return ours


def test_random_tokens_are_long_and_never_the_same():
    made = {tokens.random_token() for _ in range(1000)}
    assert len(made) == 1000
    assert min(map(len, made)) >= 43


def test_a_code_is_the_same_for_its_row_and_another_for_every_other(installation):
    code = tokens.derived_code("share", ROW)
    assert code == tokens.derived_code("share", ROW)
    assert len(code) >= 22
    assert len({code, tokens.derived_code("share", OTHER), tokens.derived_code("join", ROW)}) == 3


def test_another_installation_has_other_codes_and_signatures(installation):
    before = tokens.derived_code("share", ROW), tokens.sign("cursor", b"x")
    settings.use(msgspec.structs.replace(installation, secret="another secret, just as long as it"))
    after = tokens.derived_code("share", ROW), tokens.sign("cursor", b"x")
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_a_purpose_cannot_run_into_its_data(installation):
    assert tokens.sign("ab", b"c") != tokens.sign("a", b"bc")


def test_what_is_stored_is_a_sha256_of_any_bytes_whatever():
    assert tokens.hashed("abc") == hashlib.sha256(b"abc").hexdigest()
    assert len(tokens.hashed("\udcff")) == 64


async def test_a_copy_of_the_database_opens_nothing(world):
    alice = await world.person("Alice")
    path = f"/families/{await alice.founds('陈家')}/invitations"
    code = (await alice.phone.post(path, {}))["code"]
    tables = await query("select tablename from pg_tables where schemaname = 'public'")
    for table in tables:
        rows = str(await query(f'select * from "{table["tablename"]}"'))
        assert alice.phone.token not in rows
        assert code not in rows
