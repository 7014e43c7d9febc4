"""Settings: read once, every problem named at once, no secret shown."""

from pathlib import Path

import msgspec
import pytest

from service.foundation.settings import (
    PREFIX,
    Environment,
    Settings,
    SettingsError,
    read_settings,
)
from service.foundation.settings_page import settings_page
from tests.world import settings_for

SECRETS = {
    *("secret", "data_keys", "database_url", "migration_database_url", "valkey_url"),
    *("wechat_secret", "wechat_push_token", "wechat_push_key", "kodo_secret_key"),
}
KEY = "k" * 43 + "="
VENDORS = {
    "public_url": "https://jiadang.example",
    "wechat_base_url": "https://api.weixin.qq.com",
    "kodo_upload_url": "https://up-z2.qiniup.com",
    "kodo_download_url": "https://photos.jiadang.example",
    "kodo_rs_url": "https://rs-z2.qiniuapi.com",
    "kodo_rsf_url": "https://rsf-z2.qiniuapi.com",
    "kodo_censor_url": "https://ai.qiniuapi.com",
}


OWNER = "postgresql://mason:owner-canary@h/d"
RESPONSIBLE = {"responsible_person": "何晓", "responsible_contact": "0756-2120000"}
ELSEWHERE = {"tombstone_folder": "/shared/tombstones"}


@pytest.fixture
def embedded(tmp_path: Path) -> Settings:
    made = settings_for(tmp_path, "postgresql://u:database-canary@h/d", "redis://:valkey-canary@h")
    return msgspec.structs.replace(made, migration_database_url=OWNER)


@pytest.fixture
def production(embedded: Settings) -> Settings:
    changes = VENDORS | {"environment": Environment.PRODUCTION} | RESPONSIBLE | ELSEWHERE
    return msgspec.structs.replace(embedded, **changes)


def problems(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as error:
        read_settings(environ)
    return str(error.value)


def test_settings_pass_through_the_environment_unchanged(embedded, production):
    for settings in (embedded, production):
        assert read_settings(settings.environ()) == settings


def test_everything_that_is_missing_is_named_in_one_message():
    message = problems({})
    required = [f.name for f in msgspec.structs.fields(Settings) if f.required]
    assert len(required) > 10
    assert [name for name in required if f"{PREFIX}{name.upper()} is missing" not in message] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "staging"),
        ("port", "0"),
        ("port", "65536"),
        ("port", "eighty"),
        ("workers", "0"),
        ("secret", "too short"),
        ("data_keys", ""),
        ("data_keys", "k" * 44),
        ("data_keys", f"{KEY},"),
        ("data_keys", f"{KEY} {KEY}"),
        ("data_keys", f"{KEY},{'k' * 42}="),
        ("database_url", "mysql://h/d"),
        ("migration_database_url", "mysql://h/d"),
        ("migration_database_url", "postgresql://u:another@h/d"),
        ("migration_database_url", "postgresql://%75@elsewhere/d"),
        ("responsible_person", ""),
        ("responsible_contact", ""),
        ("valkey_url", "http://h"),
        ("public_url", "jiadang.example"),
        ("public_url", "https://jiadang.example/"),
        ("public_url", "https://jiadang.example\n"),
        ("phone_url", "127.0.0.1:8003"),
        ("wechat_appid", ""),
        ("wechat_secret", ""),
        ("wechat_push_token", ""),
        ("wechat_push_key", "k" * 42),
        ("wechat_push_key", "-" * 43),
        ("kodo_secret_key", ""),
        ("kodo_backup_bucket", "photos"),
        ("fixity_mib_per_second", "-1"),
    ],
)
def test_a_wrong_value_is_refused_by_name(embedded, name, value):
    environ = embedded.environ() | {PREFIX + name.upper(): value}
    assert PREFIX + name.upper() in problems(environ)


def test_several_problems_come_in_one_message(embedded):
    environ = embedded.environ() | {"JIADANG_PORT": "x", "JIADANG_WORKERS": "99"}
    del environ["JIADANG_SECRET"]
    message = problems(environ)
    named = [n for n in ("JIADANG_PORT", "JIADANG_WORKERS", "JIADANG_SECRET") if n in message]
    assert len(named) == 3


@pytest.mark.parametrize("name", VENDORS)
def test_production_refuses_the_emulators(production, name):
    for emulator in ("http://127.0.0.1:8001", "https://127.0.0.1:8001", "https://localhost"):
        environ = production.environ() | {PREFIX + name.upper(): emulator}
        assert PREFIX + name.upper() in problems(environ)


def test_a_collector_of_spans_may_be_on_the_same_machine(production):
    name = PREFIX + "OTLP_ENDPOINT"
    beside = {name: "http://127.0.0.1:4318/v1/traces"}
    assert read_settings(production.environ() | beside).otlp_endpoint
    for wrong in ("127.0.0.1:4318", "http://127.0.0.1:4318", "grpc://collector/"):
        assert name in problems(production.environ() | {name: wrong})


@pytest.mark.parametrize("name", [*RESPONSIBLE, *ELSEWHERE])
def test_production_names_who_answers_for_children_and_where_erasures_are_told(production, name):
    environ = production.environ()
    del environ[PREFIX + name.upper()]
    assert PREFIX + name.upper() in problems(environ)


def test_who_serves_need_not_know_the_owner_and_who_migrates_must(production):
    serving = read_settings(production.without_owner().environ())
    assert "canary" not in serving.migration_database_url
    with pytest.raises(SettingsError, match="JIADANG_MIGRATION_DATABASE_URL is missing"):
        _ = serving.owner_url
    assert read_settings(production.environ()).owner_url == OWNER


def test_several_keys_are_read(embedded):
    environ = embedded.environ() | {"JIADANG_DATA_KEYS": f"{KEY},{KEY}"}
    assert read_settings(environ).data_keys == f"{KEY},{KEY}"


def test_no_secret_is_shown(embedded):
    shown = repr(embedded) + str(embedded)
    assert [name for name in SECRETS if getattr(embedded, name) in shown] == []
    assert "canary" not in shown
    assert embedded.public_url in shown


def test_a_problem_with_a_secret_does_not_print_it(embedded):
    for name in ("wechat_push_key", "database_url", "migration_database_url", "data_keys"):
        environ = embedded.environ() | {PREFIX + name.upper(): "canary-canary"}
        assert "canary-canary" not in problems(environ)


def test_every_setting_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page()
    assert [f.name for f in msgspec.structs.fields(Settings) if f.name.upper() not in page] == []
