"""What Qiniu publishes with a result: signed requests, entries and object hashes."""

import struct
from typing import NamedTuple

from service.integrations.kodo import FORM

MIB = 1024 * 1024

JSON, NAMED, CALLBACK = (
    '{"name": "test"}',
    "name=test&language=go",
    "https://test.qiniu.com/callback",
)
SUNFLOWER = (
    "name=sunflower.jpg&hash=Fn6qeQi4VDLQ347NiRm-RlQx_4O2&location=Shanghai&price=1500.00&uid=123"
)
SDKS, DOCS = ("abcdefghklmnopq", "1234567890"), ("MY_ACCESS_KEY", "MY_SECRET_KEY")
MOVE = "/move/bmV3ZG9jczpmaW5kX21hbi50eHQ=/bmV3ZG9jczpmaW5kLm1hbi50eHQ="
MOVE_QBOX = "QBox MY_ACCESS_KEY:FXsYh0wKHYPEsIAgdPD9OfjkeEM="
MOVE_QINIU = "Qiniu MY_ACCESS_KEY:1uLvuZM6l6oCzZFqkJ6oI4oFMVQ="


class Vector(NamedTuple):
    """A published request and its Authorization."""

    call: str
    keys: tuple[str, str]
    method: str
    url: str
    headers: dict[str, str]
    body: str
    authorization: str


AS_FORM, AS_JSON = {"content-type": FORM}, {"content-type": "application/json"}
UPLOAD, WITH_QUERY = "http://upload.qiniup.com", "https://www.qiniu.com?go=1"
AAA_BBB = {"x-qiniu-bbb": "BBB", "x-qiniu-aaa": "DDD"}
BBB = {"x-qiniu-bbb": "BBB"}
OF_SDKS = "abcdefghklmnopq"
PUBLISHED = [
    Vector(
        "Qiniu signature",
        ("ak", "sk"),
        "GET",
        UPLOAD,
        AS_JSON | AAA_BBB,
        JSON,
        "Qiniu ak:DhNA1UCaBqSHCsQjMOLRfVn63GQ=",
    ),
    Vector(
        "Qiniu signature",
        ("ak", "sk"),
        "GET",
        f"{UPLOAD}/mkfile/sdf.jpg?s=er3&df",
        AS_FORM | AAA_BBB,
        NAMED,
        "Qiniu ak:PUFPWsEUIpk_dzUvvxTTmwhp3p4=",
    ),
    Vector(
        "callback",
        SDKS,
        "GET",
        CALLBACK,
        AS_FORM | BBB,
        SUNFLOWER,
        f"Qiniu {OF_SDKS}:ZqS7EZuAKrhZaEIxqNGxDJi41IQ=",
    ),
    Vector(
        "callback",
        SDKS,
        "POST",
        CALLBACK,
        AS_FORM,
        SUNFLOWER,
        f"QBox {OF_SDKS}:T7F-SjxX7X2zI4Fc1vANiNt1AUE=",
    ),
    Vector(
        "QBox signature",
        SDKS,
        "POST",
        WITH_QUERY,
        {},
        "test",
        f"QBox {OF_SDKS}:cFyRVoWrE3IugPIMP5YJFTO-O-Y=",
    ),
    Vector(
        "QBox signature",
        SDKS,
        "POST",
        WITH_QUERY,
        AS_FORM,
        "test",
        f"QBox {OF_SDKS}:svWRNcacOE-YMsc70nuIYdaa1e4=",
    ),
    Vector(
        "QBox signature",
        ("ak", "sk"),
        "POST",
        UPLOAD,
        AS_FORM,
        NAMED,
        "QBox ak:h8gBb1Adb2Jgoys1N8sRVAnNvpw=",
    ),
    Vector(
        "QBox signature",
        ("ak", "sk"),
        "POST",
        "",
        AS_JSON,
        JSON,
        "QBox ak:qfWnqF1E_vfzjZnReCVkcSMl29M=",
    ),
    Vector("Qiniu signature", DOCS, "POST", f"http://rs.qiniu.com{MOVE}", {}, "", MOVE_QINIU),
    Vector("QBox signature", DOCS, "POST", f"http://rs.qiniu.com{MOVE}", {}, "", MOVE_QBOX),
]


def zeros_and_a_space(size: int) -> bytes:
    """The file of php-sdk's tests."""
    return bytes(size - 1) + b" "


def numbered_blocks(size: int) -> bytes:
    """The file of java-sdk's tests: 8 KiB blocks that begin with their number, 1023 times."""
    numbers = range(size // 8192)
    return b"".join((struct.pack(">i", number) * 1023).ljust(8192, b"\0") for number in numbers)


QETAGS = [
    (b"", "Fto5o-5ea0sNMlW_75VgGJCv2AcJ"),
    (b"etag", "FpLiADEaVoALPkdb8tJEJyRTXoe_"),
    (zeros_and_a_space(3 * MIB), "Fs5BpnAjRykYTg6o5E09cjuXrDkG"),
    (zeros_and_a_space(4 * MIB), "FiuKULnybewpEnrfTmxjsxc-3dWp"),
    (zeros_and_a_space(5 * MIB), "lhvyfIWMYFTq4s4alzlhXoAkqfVL"),
    (zeros_and_a_space(8 * MIB), "lmRm9ZfGZ86bnMys4wRTWtJj9ClG"),
    (numbered_blocks(1 * MIB), "FqOV9T8l48x1u9dFEOROzwp4b0jr"),
    (numbered_blocks(4 * MIB), "FgtlGCfS97kgqopAxq0vvKRA5o_R"),
    (numbered_blocks(9 * MIB), "ll1xhlUFKQqynVgMMt_J1TuTrdB1"),
]
