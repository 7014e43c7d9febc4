"""The contract with WeChat: what the adapter relies on, judged by the emulator or by WeChat itself.

By default the emulator answers. With JIADANG_CONTRACT_WECHAT_APPID and _SECRET the same stories run
against api.weixin.qq.com; what they need from a phone is given as _OPENID (somebody who opened the
mini-program within two hours), _CODE (of wx.login), _PHONE_CODE, _TEMPLATE (never accepted by that
person), _PAGE (published) and _PICTURE (an https URL). A story whose needs are not met is skipped.
Who judged what is written to artefacts/contracts-wechat.md.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import msgspec
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from service.emulators.serving import wechat_of
from service.foundation.errors import Invalid
from service.foundation.settings import Settings
from service.integrations.errors import VendorRefused
from service.integrations.wechat import NotSubscribed, WeChat
from tests.contracts.serving import serving
from tests.world import settings_for

PREFIX = "JIADANG_CONTRACT_WECHAT_"
WECHAT = "https://api.weixin.qq.com"
REPORT = Path(__file__).parents[2] / "artefacts" / "contracts-wechat.md"
SOCIAL_LOG = 4


@dataclass
class Contract:
    """The adapter, its judge, and what a phone has given."""

    wechat: WeChat
    valkey: Redis
    judge: str
    token_name: str
    given: dict[str, str]
    judged: list[tuple[str, str, str]] = field(default_factory=list)

    def need(self, name: str) -> str:
        """Something that only a real phone can give."""
        if name not in self.given:
            pytest.skip(f"{PREFIX}{name} is not given")
        return self.given[name]


async def _phone(settings: Settings, http: httpx.AsyncClient) -> dict[str, str]:
    """What the emulator's phones give."""
    control = f"{settings.wechat_base_url}/_control"
    login = await http.post(f"{control}/logins", json={"person": "Alice"})
    phone = {"person": "Alice", "phone": "13800138000"}
    pressed = await http.post(f"{control}/phone-codes", json=phone)
    script = {"call": "media_check_async", "answer": {"push": "never"}, "times": None}
    await http.post(f"{control}/scripts", json=script)
    return {
        "OPENID": login.json()["openid"],
        "CODE": login.json()["code"],
        "PHONE_CODE": pressed.json()["code"],
        "TEMPLATE": "t" * 43,
        "PAGE": "pages/share/show",
        "PICTURE": "https://example.com/1.jpg",
    }


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def contract(machine, tmp_path_factory) -> AsyncIterator[Contract]:
    folder = tmp_path_factory.mktemp("contract")
    settings = settings_for(folder, "postgresql:///", machine.valkey_url)
    given = {k.removeprefix(PREFIX): v for k, v in os.environ.items() if k.startswith(PREFIX)}
    async with AsyncExitStack() as stack:
        valkey = await stack.enter_async_context(
            Redis.from_url(settings.valkey_url, decode_responses=True)
        )
        http = await stack.enter_async_context(httpx.AsyncClient())
        if "APPID" in given:
            credentials = {"wechat_appid": given["APPID"], "wechat_secret": given["SECRET"]}
            settings = msgspec.structs.replace(settings, wechat_base_url=WECHAT, **credentials)
        else:
            port = int(settings.wechat_base_url.rpartition(":")[2])
            await stack.enter_async_context(serving(wechat_of(settings), port))
            given = await _phone(settings, http)
        judge = WECHAT if settings.wechat_base_url == WECHAT else "the emulator"
        token_name = f"wechat:{settings.wechat_appid}:token"
        await valkey.delete(token_name)
        wechat = WeChat(settings, http, valkey)
        yield (made := Contract(wechat, valkey, judge, token_name, given))
        _report(made.judged)


def _report(judged: list[tuple[str, str, str]]) -> None:
    head = "# The contract with WeChat\n\n| Call | Vector | Judged by |\n|---|---|---|\n"
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(head + "".join(f"| {' | '.join(row)} |\n" for row in judged))


Judging = Callable[[str, str], None]


@pytest.fixture
def holds(contract: Contract) -> Judging:
    """Note what a story proves, once it has run to its end."""
    return lambda call, vector: contract.judged.append((call, vector, contract.judge))


async def test_a_login_code_is_good_once(contract: Contract, holds: Judging):
    code = contract.need("CODE")
    assert (await contract.wechat.sign_in(code)).openid
    holds("jscode2session", "a fresh code: an openid")
    with pytest.raises(Invalid):
        await contract.wechat.sign_in(code)
    holds("jscode2session", "the same code again: 40163 or 40029")


async def test_a_made_up_login_code_is_invalid(contract: Contract, holds: Judging):
    with pytest.raises(Invalid):
        await contract.wechat.sign_in("0" * 32)
    holds("jscode2session", "a made-up code: 40029")


async def test_the_stable_token_is_stable(contract: Contract, holds: Judging):
    tokens = set()
    for _ in range(2):
        await contract.valkey.delete(contract.token_name)
        tokens.add(await contract.wechat._tokens.other_than(""))
    assert len(tokens) == 1
    holds("stable_token", "twice in normal mode: the same token")


async def test_a_token_that_wechat_does_not_know_is_renewed(contract: Contract, holds: Judging):
    alive = await contract.wechat._tokens.other_than("")
    await contract.valkey.set(contract.token_name, "not-a-token")
    with pytest.raises(Invalid):
        await contract.wechat.phone_number("0" * 32)
    assert await contract.valkey.get(contract.token_name) == alive
    holds("stable_token", "after a refused token: 40001 or 40014, then the living one")


async def test_harmless_words_pass(contract: Contract, holds: Judging):
    openid = contract.need("OPENID")
    verdict = await contract.wechat.check_text("祝大家新春快乐", openid=openid, scene=SOCIAL_LOG)
    assert (verdict.suggest, verdict.label) == ("pass", 100)
    holds("msg_sec_check", "harmless words: pass, 100")


async def test_words_by_nobody_are_not_checked(contract: Contract, holds: Judging):
    with pytest.raises(VendorRefused) as refused:
        await contract.wechat.check_text("祝大家新春快乐", openid="nobody", scene=SOCIAL_LOG)
    assert refused.value.code in {40003, 43104, 61010}
    holds("msg_sec_check", "an openid of nobody: 40003")


async def test_a_picture_is_taken_for_a_check(contract: Contract, holds: Judging):
    openid, url = contract.need("OPENID"), contract.need("PICTURE")
    assert await contract.wechat.check_picture(url, openid=openid, scene=SOCIAL_LOG)
    holds("media_check_async", "a picture's URL: a trace id")


async def test_a_phone_number_is_good_once(contract: Contract, holds: Judging):
    code = contract.need("PHONE_CODE")
    assert (await contract.wechat.phone_number(code)).number.isdecimal()
    holds("getuserphonenumber", "a fresh code: a number")
    with pytest.raises(Invalid):
        await contract.wechat.phone_number(code)
    holds("getuserphonenumber", "the same code again: 40029")


async def test_a_code_to_print_is_a_picture(contract: Contract, holds: Judging):
    page = contract.need("PAGE")
    assert (await contract.wechat.mini_code("s=abc", page)).startswith(b"\xff\xd8\xff")
    holds("getwxacodeunlimit", "a scene and a page: a JPEG")


async def test_a_scene_too_long_has_no_code(contract: Contract, holds: Judging):
    with pytest.raises(VendorRefused) as refused:
        await contract.wechat.mini_code("s" * 33, "pages/share/show")
    assert refused.value.code in {40129, 40169}
    holds("getwxacodeunlimit", "33 characters of scene: JSON, 40169")


async def test_a_link_leads_into_the_mini_program(contract: Contract, holds: Judging):
    link = await contract.wechat.url_link(contract.need("PAGE"), "t=abc", days=1)
    assert link.startswith("https://wxaurl.cn/")
    holds("generate_urllink", "one day: a link")


async def test_a_link_for_longer_than_a_month_is_refused(contract: Contract, holds: Judging):
    with pytest.raises(VendorRefused) as refused:
        await contract.wechat.url_link(contract.need("PAGE"), "t=abc", days=31)
    assert refused.value.code == 85401
    holds("generate_urllink", "31 days: 85401")


async def test_who_has_not_accepted_gets_no_message(contract: Contract, holds: Judging):
    openid, template = contract.need("OPENID"), contract.need("TEMPLATE")
    with pytest.raises(NotSubscribed):
        await contract.wechat.send_message(openid, template, {"thing1": "春节全家福"})
    holds("message/subscribe/send", "no grant: 43101")


def test_every_call_of_the_adapter_was_judged(contract: Contract):
    """Against WeChat only as far as a phone gave what it takes."""
    judged = {call for call, _, _ in contract.judged}
    assert {"jscode2session", "stable_token", "msg_sec_check", "getwxacodeunlimit"} <= judged
    if contract.judge != WECHAT:
        assert len(judged) == 8
