"""Certificates held up for others to see; only to speak of one is harmless."""

import re
from collections.abc import Iterator

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import Reading

_SENTENCE = re.compile(r"[^。!?;\n]+")
_CERTIFICATE = re.compile(
    r"(?:身份证|户口[本簿]|护照|出生医学证明|出生证明?|房产证|不动产权?证书?|存折|银行卡|社保卡|医保卡"
    r"|驾驶证|驾照|行驶证|结婚证|学生证|准考证|通行证|居住证|军官证|残疾证)"
    r"(?:的?(?:正反面|正面|反面|首页|内页|复印件|扫描件|原件|截图|照片|图片|相片))*"
)
_SHOWN = re.compile(
    r"晒(?!太阳|恩爱|幸福|黑|干|伤|红|被|衣)|翻拍|秀(?:一下|出|给)|上传|附[上图]|po出|如图|见图|[上下]图|正反面|图[一二三1-9]"
    r"|[发贴放](?:出来|上来|上去|给|到群|在群|在这|群里|个图|张|一下|朋友圈)"
    r"|给(?:大家|你们|各位|老师|群里)看"
)
_ISSUED_OR_SENT = re.compile(r"发[一了几]?[张下]")
"""A school, too, 发一张学生证; with a picture it is the family that sends."""
_PICTURE = re.compile(r"[照图]")


def certificates(reading: Reading) -> Iterator[Spot]:
    """Every certificate named in a sentence that shows something."""
    for sentence in _SENTENCE.finditer(reading.text):
        if _shows(sentence[0]):
            for found in _CERTIFICATE.finditer(reading.text, *sentence.span()):
                yield Spot(Kind.CERTIFICATE, *found.span())


def _shows(sentence: str) -> bool:
    sent = _ISSUED_OR_SENT.search(sentence)
    return bool(_SHOWN.search(sentence) or (sent and _PICTURE.search(sentence, sent.end())))
