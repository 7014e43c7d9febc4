"""Subscribe messages: each acceptance by a person is good for one message of a template."""

from collections.abc import Mapping
from typing import Any, Literal

from service.integrations.errors import VendorRefused
from service.integrations.wechat.client import answer
from service.integrations.wechat.line import Line

NOT_SUBSCRIBED = 43101
State = Literal["developer", "trial", "formal"]


class NotSubscribed(VendorRefused):
    """The person has not accepted this template, or has had all the messages they accepted."""


class Messages(Line):
    """Never repeated: a lost reply may stand for a message that arrived and spent its grant."""

    async def send_message(
        self,
        openid: str,
        template_id: str,
        data: Mapping[str, str],
        page: str = "",
        *,
        state: State = "formal",
    ) -> None:
        """message/subscribe/send; NotSubscribed when no grant is left.

        `data` maps a template's keys to texts (`{"thing1": "春节全家福"}`); 47003 names a value
        that is too long for its kind. Without `page`, which may have a query, a tap leads nowhere.
        """
        body = {
            "touser": openid,
            "template_id": template_id,
            "data": {key: {"value": value} for key, value in data.items()},
            "miniprogram_state": state,
            **({"page": page} if page else {}),
        }
        try:
            await self._post("/cgi-bin/message/subscribe/send", body, answer(dict[str, Any]))
        except VendorRefused as refused:
            if refused.code != NOT_SUBSCRIBED:
                raise
            raise NotSubscribed("wechat", refused.code, "not subscribed") from refused
