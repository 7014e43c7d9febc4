"""The message push: WeChat's own examples are understood, anybody else's are not."""

import json
from pathlib import Path

import msgspec
import pytest

from service.foundation.settings import Settings
from service.integrations.wechat.push import Push
from tests.edge.wire import wechat_push
from tests.world import settings_for

CHECK = {"timestamp": "1714036504", "nonce": "1514711492"}
SIGNATURE = "f464b24fc39322e44b38aa78f5edd27bd1441696"
EVENT = {"timestamp": "1714112445", "nonce": "415670741"}
EVENT_SIGNATURE = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path, "postgresql:///", "redis://h")


@pytest.fixture
def official(settings: Settings) -> Push:
    """The mini-program of WeChat's own examples (message-push.html)."""
    example = {
        "wechat_appid": "wxba5fad812f8e6fb9",
        "wechat_push_token": "AAAAA",
        "wechat_push_key": "A" * 43,
    }
    return Push(msgspec.structs.replace(settings, **example))


def test_wechats_own_url_check_is_understood(official):
    assert official.answers_push_check(CHECK | {"signature": SIGNATURE})


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": SIGNATURE[:-1] + "7"},
        {"signature": ""},
        {"nonce": "1"},
        {"timestamp": "1"},
        {"signature": "微信"},
    ],
)
def test_a_url_check_of_somebody_else_is_not_answered(official, changed):
    assert not official.answers_push_check({**CHECK, "signature": SIGNATURE, **changed})


def test_wechats_own_event_is_read(official):
    query = EVENT | {"msg_signature": EVENT_SIGNATURE}
    assert official.read_push(query, json.dumps({"Encrypt": ENCRYPTED}).encode()) == {
        "ToUserName": "gh_97417a04a28d",
        "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
        "CreateTime": 1714112445,
        "MsgType": "event",
        "Event": "debug_demo",
        "debug_str": "hello world",
    }


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff", b'{"Encrypt": 1}', b'{"Encrypt": "AAAA"}', b"<xml></xml>"],
)
def test_a_body_that_is_no_push_is_nobodys(official, body):
    assert official.read_push(EVENT | {"msg_signature": EVENT_SIGNATURE}, body) is None


def test_a_push_under_the_plain_signature_alone_is_nobodys(official):
    query = EVENT | {"signature": "6c5c811b55cc85e0e1b54100749188c20beb3f5d"}
    assert official.read_push(query, json.dumps({"Encrypt": ENCRYPTED}).encode()) is None


def test_a_push_for_another_mini_program_is_nobodys(settings):
    query, body = wechat_push(settings, {"Event": "x"}, appid="wx-another")
    assert Push(settings).read_push(query, body) is None
    query, body = wechat_push(settings, {"Event": "x"})
    assert Push(settings).read_push(query, body) == {"Event": "x"}


ENCRYPTED = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcv"
    "ZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3F"
    "n2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSe"
    "OBrebufAlr7F9mFUPAJGj04="
)
