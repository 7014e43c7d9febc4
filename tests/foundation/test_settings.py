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
    settings_page,
)
from tests.world import settings_for

SECRETS = {"secret", "database_url", "valkey_url", "wechat_secret", "wechat_push_token"} | {
    "wechat_push_key",
    "kodo_secret_key",
}
VENDORS = {
    "public_url": "https://jiadang.example",
    "wechat_base_url": "https://api.weixin.qq.com",
    "kodo_upload_url": "https://up-z2.qiniup.com",
    "kodo_download_url": "https://photos.jiadang.example",
    "kodo_rs_url": "https://rs-z2.qiniuapi.com",
    "kodo_rsf_url": "https://rsf-z2.qiniuapi.com",
    "kodo_censor_url": "https://ai.qiniuapi.com",
}


@pytest.fixture
def embedded(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, "postgresql://u:database-canary@h/d", "redis://:valkey-canary@h")


@pytest.fixture
def production(embedded: Settings) -> Settings:
    changes = VENDORS | {"environment": Environment.PRODUCTION}
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
        ("database_url", "mysql://h/d"),
        ("valkey_url", "http://h"),
        ("public_url", "jiadang.example"),
        ("public_url", "https://jiadang.example/"),
        ("public_url", "https://jiadang.example\n"),
        ("wechat_appid", ""),
        ("wechat_secret", ""),
        ("wechat_push_token", ""),
        ("wechat_push_key", "k" * 42),
        ("wechat_push_key", "-" * 43),
        ("kodo_secret_key", ""),
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


def test_no_secret_is_shown(embedded):
    shown = repr(embedded) + str(embedded)
    assert [name for name in SECRETS if getattr(embedded, name) in shown] == []
    assert "canary" not in shown
    assert embedded.public_url in shown


def test_a_problem_with_a_secret_does_not_print_it(embedded):
    for name in ("wechat_push_key", "database_url"):
        environ = embedded.environ() | {PREFIX + name.upper(): "canary-canary"}
        assert "canary-canary" not in problems(environ)


def test_every_setting_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page()
    assert [f.name for f in msgspec.structs.fields(Settings) if f.name.upper() not in page] == []
