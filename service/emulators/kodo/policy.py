"""The put policy: what an upload token allows, field by field (go-sdk storage/token.go)."""

import time
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from service.emulators.kodo.errors import KodoError, invalid_argument, no_such_bucket
from service.emulators.kodo.incoming import Content
from service.emulators.kodo.sniff import by_content

DAY = 86_400
CHINA_OFFSET = 8 * 3600
TRAFFIC_LIMITS = range(819_200, 838_860_801)
Flag = int | bool


class PutPolicy(msgspec.Struct, frozen=True, rename="camel"):
    """The signed conditions of one upload. Sizes in bytes, `deadline` in unix seconds."""

    scope: str
    deadline: int
    is_prefixal_scope: Flag = 0
    insert_only: Flag = 0
    end_user: str = ""
    return_url: str = ""
    return_body: str = ""
    callback_url: str = ""
    callback_host: str = ""
    callback_body: str = ""
    callback_body_type: str = "application/x-www-form-urlencoded"
    callback_fetch_key: Flag = 0
    persistent_ops: str = ""
    persistent_notify_url: str = ""
    persistent_pipeline: str = ""
    save_key: str = ""
    force_save_key: Flag = False
    fsize_min: int = 0
    fsize_limit: int | None = None
    detect_mime: int = 0
    mime_limit: str = ""
    file_type: int = 0
    delete_after_days: int = 0
    traffic_limit: int | None = None
    keylimit: list[str] = []

    @property
    def bucket(self) -> str:
        return self.scope.partition(":")[0]

    @property
    def scoped_key(self) -> str | None:
        """The key or prefix the scope names; None when it names the bucket alone."""
        _, colon, key = self.scope.partition(":")
        return key if colon else None

    def require_coherent(self, bucket: str) -> None:
        """Raise 400 or 631 for a policy Kodo refuses whatever is uploaded."""
        if self.bucket != bucket:
            raise no_such_bucket()
        if self.callback_url and not self.callback_body and not self.callback_fetch_key:
            raise KodoError(400, "callbackBody is empty")
        if self.traffic_limit is not None and self.traffic_limit not in TRAFFIC_LIMITS:
            raise KodoError(400, "invalid trafficLimit")
        if self.force_save_key and not self.save_key:
            raise KodoError(400, "saveKey is empty")
        if self.file_type not in range(5):
            raise invalid_argument()

    def require_live(self, now: float) -> None:
        """Raise 401 past the deadline; asked when the object is created, not at the start."""
        if now > self.deadline:
            raise KodoError(401, "expired token")

    def require_key(self, key: str | None) -> None:
        """Raise 403 unless the client's key is one the scope and keylimit allow."""
        scoped = self.scoped_key
        if scoped is not None and not self._matches(key, scoped):
            raise KodoError(403, "key doesn't match with scope")
        if self.keylimit and key not in self.keylimit:
            raise KodoError(403, "key doesn't match with keylimit")

    def require_content(self, content: Content) -> None:
        """Raise 403 or 413 for a size or a sniffed type outside the policy."""
        if content.fsize < self.fsize_min:
            raise KodoError(403, "less than FsizeMin")
        if self.fsize_limit is not None and content.fsize > self.fsize_limit:
            raise KodoError(413, "exceed FsizeLimit")
        found = by_content(content.head)
        if self.mime_limit and not _admits(self.mime_limit, found):
            message = f"limited mimeType: this file type ({found}) is forbidden to upload"
            raise KodoError(403, message)

    def taken(self, *, legacy: bool) -> Literal["refuse", "replace"]:
        """What happens at a taken key. Multipart v1 (`legacy`) replaces unless insertOnly."""
        if self.insert_only or self.is_prefixal_scope:
            return "refuse"
        return "replace" if legacy or self.scoped_key is not None else "refuse"

    def _matches(self, key: str | None, scoped: str) -> bool:
        if self.is_prefixal_scope:
            return key is not None and key.startswith(scoped)
        return key == scoped


def read_policy(data: bytes) -> PutPolicy:
    """The policy of a token's JSON; raise 401 `bad token` when it is none."""
    try:
        fields = msgspec.json.decode(data, type=dict[str, object])
        # Kodo reads null as if the field were not there.
        given = {name: value for name, value in fields.items() if value is not None}
        return msgspec.convert(given, PutPolicy, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise KodoError(401, "bad token") from error


def lifetime_end(now: float, days: int) -> int:
    """When an object of `days` days goes: rounded up to the next midnight in China; 0 never."""
    if not days:
        return 0
    due = int(now) + CHINA_OFFSET + days * DAY
    return -(-due // DAY) * DAY - CHINA_OFFSET


def china_date_parts(now: float) -> dict[str, str]:
    """The date variables a saveKey may use, in China's time."""
    moment = time.gmtime(now + CHINA_OFFSET)
    names = {"year": "%Y", "mon": "%m", "day": "%d", "hour": "%H", "min": "%M", "sec": "%S"}
    return {name: time.strftime(form, moment) for name, form in names.items()}


def _admits(limit: str, mime: str) -> bool:
    listed = any(fnmatchcase(mime, each) for each in limit.removeprefix("!").split(";"))
    return listed != limit.startswith("!")
