"""Secrets: no tracked file holds one, and each that is sown is found."""

import random
import string

import pytest

from tests.rules.secret_scan import found_in, scanned, tracked

_SIGNED = "tests/contracts/kodo_vectors.py: named secret: {}…"
PUBLISHED = {
    "handlers/people/desks.py: named secret: wJalrXUtnFEM…": "an example that a vendor publishes",
    _SIGNED.format("FXsYh0wKHYPE"): "a signature that Qiniu publishes",
    _SIGNED.format("1uLvuZM6l6oC"): "a signature that Qiniu publishes",
    "tests/foundation/test_settings.py: password in an address: postgresql:/…": "a canary",
    "tests/foundation/test_settings.py: password in an address: redis://:val…": "a canary",
}
"""What looks like a secret and is none, and why."""
_LETTERS = string.ascii_letters + string.digits
_chance = random.Random(20260929)


def _random(length: int, letters: str = _LETTERS) -> str:
    return "".join(_chance.choice(letters) for _ in range(length))


SOWN = {
    "an application's secret of WeChat": lambda: (
        f"wechat_secret = '{_random(32, '0123456789abcdef')}'"
    ),
    "a secret key of Kodo": lambda: f'KODO_SECRET_KEY="{_random(40)}"',
    "an access key of Kodo": lambda: f"access_key: {_random(40)}",
    "a key of pushes": lambda: f"JIADANG_WECHAT_PUSH_KEY={_random(43)}",
    "a key of sealed data": lambda: f"data_keys={_random(43)}=",
    "a session token": lambda: f'{{"token": "{_random(43)}"}}',
    "a password": lambda: f"password = '{_random(24)}'",
    "a database": lambda: f"postgresql://jiadang:{_random(16)}@database/jiadang",
    "a private key": lambda: "-----BEGIN " + f"PRIVATE KEY-----\n{_random(64)}\n",
    "a key of Tencent Cloud": lambda: "AKID" + _random(32),
    "a key of another cloud": lambda: "AKIA" + _random(16, string.ascii_uppercase),
    "a token of a forge": lambda: "ghp_" + _random(36),
    "a token of npm": lambda: "npm_" + _random(36),
    "a signed token": lambda: f"eyJ{_random(20)}.eyJ{_random(40)}.{_random(43)}",
}


def test_no_tracked_file_holds_a_secret():
    assert {*scanned(tracked())} <= {*PUBLISHED}


@pytest.mark.parametrize("kind", SOWN)
def test_what_is_sown_is_found(kind):
    missed = [text for text in (SOWN[kind]() for _ in range(100)) if not found_in(f"x\n{text}\ny")]
    assert len(missed) <= 5, missed


@pytest.mark.parametrize(
    "text",
    [
        "secret: str = field(default_factory=make_secret)",
        "token = tokens.random_token()",
        "password=os.environ['JIADANG_OWNER_PASSWORD']",
        "JIADANG_DATABASE_URL=postgresql://jiadang:PASSWORD@database/jiadang",
        "--hash=sha256:" + "a1" * 32,
        "idempotency_key='a-family-is-founded-1'",
    ],
)
def test_what_only_speaks_of_secrets_is_none(text):
    assert found_in(text) == []


def test_what_an_installation_makes_for_itself_is_never_tracked():
    assert [
        path for path, _ in tracked() if path.endswith(("secrets.json", ".pem", ".key", ".env"))
    ] == []
