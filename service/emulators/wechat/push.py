"""The message push in safe mode: signs, encrypts and delivers events, and checks the URL."""

import asyncio
import hashlib
import secrets
from collections import deque
from dataclasses import dataclass, field

import httpx
import msgspec

from service.emulators.wechat.clock import Clock
from service.emulators.wechat.config import WeChatConfig
from service.emulators.wechat.envelope import encrypt, signature

ATTEMPTS = 3
ANSWER_SECONDS = 5
PAUSE_SECONDS = 0.5


@dataclass
class Delivery:
    """One event on its way: the status of each attempt, 0 where no answer came."""

    event: dict[str, object]
    statuses: list[int] = field(default_factory=list)
    delivered: bool = False


class Push:
    """Sends events to the service's push URL and remembers how that went."""

    def __init__(self, config: WeChatConfig, clock: Clock, http: httpx.AsyncClient) -> None:
        self._config = config
        self._clock = clock
        self._http = http
        self.deliveries: deque[Delivery] = deque(maxlen=10_000)

    def event(self, name: str, sender: str, **fields: object) -> dict[str, object]:
        """An event with the fields every event has."""
        return {
            "ToUserName": self._account,
            "FromUserName": sender,
            "CreateTime": int(self._clock.now()),
            "MsgType": "event",
            "Event": name,
            **fields,
        }

    async def send(self, event: dict[str, object]) -> None:
        """Deliver one event; a silent or wrong answer has it sent again, three times in all."""
        delivery = Delivery(event)
        self.deliveries.append(delivery)
        params, body = self._sealed(event)
        for _ in range(ATTEMPTS):
            if await self._attempt(delivery, params, body):
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def check_url(self) -> dict[str, object]:
        """What saving the URL in WeChat's console does: the echostr must come back as it is."""
        echo = str(secrets.randbelow(10**19))
        params = {**self._signed(), "echostr": echo}
        try:
            reply = await self._http.get(
                self._config.push_url, params=params, timeout=ANSWER_SECONDS
            )
        except httpx.TransportError as error:
            return {"ok": False, "status": 0, "answer": repr(error)}
        ok = reply.status_code == 200 and reply.text == echo
        return {"ok": ok, "status": reply.status_code, "answer": reply.text}

    async def _attempt(self, delivery: Delivery, params: dict[str, str], body: bytes) -> bool:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reply = await self._http.post(
                    self._config.push_url,
                    params=params,
                    content=body,
                    headers={"Content-Type": "application/json"},
                    timeout=None,  # asyncio.timeout above bounds the whole answer
                )
        except (httpx.TransportError, TimeoutError):
            delivery.statuses.append(0)
            return False
        delivery.statuses.append(reply.status_code)
        delivery.delivered = reply.status_code == 200 and reply.text.strip() in ("", "success")
        return delivery.delivered

    def _sealed(self, event: dict[str, object]) -> tuple[dict[str, str], bytes]:
        params = self._signed()
        encrypted = encrypt(self._config, msgspec.json.encode(event))
        params |= {
            "openid": str(event["FromUserName"]),
            "encrypt_type": "aes",
            "msg_signature": signature(
                self._config.push_token, params["timestamp"], params["nonce"], encrypted
            ),
        }
        return params, msgspec.json.encode({"ToUserName": self._account, "Encrypt": encrypted})

    def _signed(self) -> dict[str, str]:
        timestamp, nonce = str(int(self._clock.now())), str(secrets.randbelow(10**9))
        signed = signature(self._config.push_token, timestamp, nonce)
        return {"signature": signed, "timestamp": timestamp, "nonce": nonce}

    @property
    def _account(self) -> str:
        return "gh_" + hashlib.sha256(self._config.appid.encode()).hexdigest()[:12]
