"""What the privacy check can find: its kinds, and for each the reason and the way out."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What gives a family away; where two lie on each other, the earlier one names the place."""

    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    CONTACT = "contact"
    DOCUMENT = "document"
    PLATE = "plate"
    ADDRESS = "address"
    COORDINATES = "coordinates"
    SCHOOL = "school"
    FULL_NAME = "full_name"
    CERTIFICATE = "certificate"


REASONS = {
    Kind.ID_CARD: "这里像是身份证号，被别有用心的人看到会很麻烦",
    Kind.BANK_CARD: "这里像是银行卡号，公开出去不安全",
    Kind.PHONE: "这里有电话号码，发出去后谁都能打过来",
    Kind.CONTACT: "这里有微信号或 QQ 号，陌生人可能会来加孩子和家人",
    Kind.DOCUMENT: "这里像是证件上的号码，请不要公开",
    Kind.PLATE: "这里有车牌号，别人能凭它认出您家的车",
    Kind.ADDRESS: "这里写到了门牌号，别人能凭它找到家里来",
    Kind.COORDINATES: "这里有精确的位置，别人能凭它找到您在哪儿",
    Kind.SCHOOL: "学校、班级和姓名写在了一起，陌生人能凭它找到孩子",
    Kind.FULL_NAME: "这里有孩子的大名，公开的内容用小名就好",
    Kind.CERTIFICATE: "证件上有姓名、号码和住址，请不要晒出来",
}

WAYS_OUT = {
    Kind.ID_CARD: "【证件号不公开】",
    Kind.BANK_CARD: "【卡号不公开】",
    Kind.PHONE: "【电话私聊】",
    Kind.CONTACT: "【账号私聊】",
    Kind.DOCUMENT: "【号码不公开】",
    Kind.PLATE: "【车牌不公开】",
    Kind.ADDRESS: "【地址不公开】",
    Kind.COORDINATES: "【位置不公开】",
    Kind.SCHOOL: "某校",
    Kind.FULL_NAME: "小×",
    Kind.CERTIFICATE: "【证件不晒】",
}


@dataclass(frozen=True)
class Finding:
    """`words[start:end]` gives something away; `way_out` is what to write in its place."""

    kind: Kind
    start: int
    end: int
    way_out: str

    @property
    def code(self) -> str:
        """Stable, for programs: privacy.phone …"""
        return f"privacy.{self.kind}"

    @property
    def reason(self) -> str:
        """One sentence fit to show a parent."""
        return REASONS[self.kind]


@dataclass(frozen=True)
class Spot:
    """A place in a Reading, where a rule of `kind` applies."""

    kind: Kind
    start: int
    end: int
