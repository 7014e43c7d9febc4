"""The emulator's signatures and ciphertexts against the samples WeChat and wechatpy publish."""

import msgspec
import pytest
from wechatpy.crypto import PrpCrypto

from service.emulators.wechat import WeChatConfig
from service.emulators.wechat.envelope import encrypt, signature

SAMPLE = WeChatConfig("wxba5fad812f8e6fb9", "", "AAAAA", "A" * 43, "")

EVENT = {
    "ToUserName": "gh_97417a04a28d",
    "FromUserName": "o9AgO5Kd5ggOC-bXrbNODIiE3bGY",
    "CreateTime": 1714112445,
    "MsgType": "event",
    "Event": "debug_demo",
    "debug_str": "hello world",
}

ENCRYPTED_EVENT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZ"
    "qzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2"
    "Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBr"
    "ebufAlr7F9mFUPAJGj04="
)

ENCRYPTED_REPLY = (
    "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("AAAAA", "1714036504", "1514711492"), "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        (("AAAAA", "1714037059", "486452656"), "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        (("AAAAA", "1714112445", "415670741"), "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
        (("test", "1410685589", "test"), "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"),
        (
            ("AAAAA", "1714112445", "415670741", ENCRYPTED_EVENT),
            "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
        ),
        (
            ("AAAAA", "1713424427", "415670741", ENCRYPTED_REPLY),
            "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
        ),
    ],
)
def test_signatures_match_the_published_samples(parts: tuple[str, ...], expected: str):
    assert signature(*parts) == expected


@pytest.mark.parametrize(
    ("random", "message", "expected"),
    [
        ("a8eedb185eb2fecf", EVENT, ENCRYPTED_EVENT),
        ("707722b803182950", {"demo_resp": "good luck"}, ENCRYPTED_REPLY),
    ],
)
def test_ciphertexts_match_the_published_samples(
    monkeypatch: pytest.MonkeyPatch, random: str, message: dict[str, object], expected: str
):
    monkeypatch.setattr(PrpCrypto, "get_random_string", lambda self: random)
    assert encrypt(SAMPLE, msgspec.json.encode(message)) == expected
