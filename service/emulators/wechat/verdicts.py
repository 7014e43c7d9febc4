"""Verdicts of the content checks: label numbers and the words a text is judged by."""

import re
import unicodedata

from msgspec import Struct

from service.emulators.wechat.scripts import Answer

NORMAL, ADVERTISING, PORN, ABUSE, CRIME, OTHER = 100, 10001, 20002, 20003, 20006, 21000

WORDS = {
    ADVERTISING: r"加微信|加v信|代购|刷单|兼职日结|电话[::]?(?:\+?86)?1\d{10}",
    PORN: r"色情|裸聊|约炮|黄片",
    ABUSE: r"傻逼|王八蛋|去死|狗杂种",
    CRIME: r"赌博|毒品|枪支|办假证|代开发票",
}


class Verdict(Struct, frozen=True):
    """What a check found; live labels have come as numbers and as strings."""

    suggest: str
    label: int | str
    keyword: str | None = None

    def result(self) -> dict[str, object]:
        """The `result` object of replies and events."""
        return {"suggest": self.suggest, "label": self.label}

    def detail(self) -> list[dict[str, object]]:
        """The `detail` array: the model's opinion, and the keyword when one was hit."""
        found = [{"strategy": "content_model", "errcode": 0, **self.result(), "prob": 90}]
        if self.keyword:
            hit = {"strategy": "keyword", "errcode": 0, **self.result()}
            found.append({**hit, "level": 90, "keyword": self.keyword})
        return found


PASS = Verdict("pass", NORMAL)


def scripted(answer: Answer) -> Verdict | None:
    """The verdict a script asks for, if it asks for one."""
    if answer.suggest is None:
        return None
    usual = NORMAL if answer.suggest == "pass" else OTHER
    return Verdict(answer.suggest, usual if answer.label is None else answer.label)


def of_text(text: str) -> Verdict:
    """Judge a text by its words; spacing and full-width letters hide nothing."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    for label, pattern in WORDS.items():
        if hit := re.search(pattern, plain):
            return Verdict("risky", label, hit.group())
    return PASS
