"""What the phone is told: where the service and WeChat are, and who may hold the phone."""

from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

BUNDLE = Path(__file__).parents[3] / "miniprogram-stub" / "harness" / "dist"
"""Where the mini-program's build puts its files; only the build makes this folder."""


class Someone(Struct, frozen=True, rename={"told": "is"}):
    """Somebody who may hold the phone: who WeChat says they are, and who that is, in Chinese."""

    name: str
    told: str


class Domains(Struct, frozen=True, rename="camel"):
    """The server domains of WeChat's console: origins, one list for each kind of request."""

    request: tuple[str, ...]
    upload_file: tuple[str, ...]
    download_file: tuple[str, ...]

    def hold(self, origin: str) -> bool:
        """Whether `origin` stands in any of the lists; the phone itself knows which one applies."""
        return origin in {*self.request, *self.upload_file, *self.download_file}


@dataclass(frozen=True)
class PhoneConfig:
    """`service_url` and `wechat_url` are origins, `templates` the ids of subscribe messages."""

    appid: str
    service_url: str
    wechat_url: str
    domains: Domains
    templates: tuple[str, ...] = ()
    people: tuple[Someone, ...] = ()
    bundle: Path = BUNDLE


def is_built(bundle: Path = BUNDLE) -> bool:
    """Whether there is a mini-program to show."""
    return (bundle / "index.html").is_file()
