"""The access matrix as a page: who gets what, on which things."""

from collections.abc import Iterator

from handlers.edge import handed_over
from tests.trust.matrix.roles import IN_CHINESE, ROLES
from tests.trust.matrix.rule import Rule
from tests.trust.matrix.rules import RULES

CONDITIONS = {
    "": "",
    "own": "本家",
    "private": "仅监护人",
    "class": "班级",
    "public": "公开",
    "pending": "待审",
    "deleted": "已删",
    "trashed": "回收站",
    "school": "同校别班",
    "running": "进行中",
    "upcoming": "还没开始",
    "foreign": "别家",
}
_HEAD = """# Who may do what

Every route of the API, and on which things each role succeeds. This page is
`python -m tests.trust.matrix`; `tests/trust/test_matrix.py` sends every one of these requests, for
every role and every condition, and a route without a rule fails the build. What is not named here
is answered like something that does not exist (404), and 401 without a session.

A condition is what the thing is to the family of 户主: its own for the family, for its guardians
alone, for the class, for everybody, not checked yet, deleted, in the trash, of another class of the
school, of another family. Refusals: 403 to whoever sees
the thing but may not do that, 409 where its state forbids it, 422 where the body cannot be right.

| Route | Thing | Succeed | Refused |
|---|---|---|---|"""

_LENT = """
## On a phone that was handed to the child

「交给孩子」 lets a child act as 学生本人 for half an hour, on its guardian's phone. It gets what
that role gets above, with less: of what writes only these, of what reads all but these. Everything
else is 403 `session.handed_over`.

| | Route |
|---|---|"""


def page() -> str:
    """The whole page, ending in a line break."""
    return "\n".join([_HEAD, *_rows(), _LENT, *_lent(), ""])


def _lent() -> Iterator[str]:
    for told, names in (("May", handed_over.WRITES), ("May not", handed_over.KEPT_BACK)):
        for method, path in sorted(
            (name.split(" ") for name in names), key=lambda pair: pair[::-1]
        ):
            yield f"| {told} | {method} `/{path}` |"


def _rows() -> Iterator[str]:
    for route, rule in RULES.items():
        method, path = route.split(" ")
        for condition in rule.on:
            thing = CONDITIONS[condition]
            succeed = "、".join(_named(rule.on[condition].get(200, frozenset())))
            yield f"| {method} `/{path}` | {thing} | {succeed} | {_refused(rule, condition)} |"


def _refused(rule: Rule, condition: str) -> str:
    named = rule.on.get(condition, {})
    return " · ".join(
        f"{status}: {'、'.join(_named(roles))}"
        for status, roles in sorted(named.items())
        if status != 200 and roles
    )


def _named(roles: frozenset[str]) -> list[str]:
    if roles == frozenset(ROLES):
        return ["所有人"]
    if roles == frozenset(ROLES) - {"anonymous"}:
        return ["所有登录的人"]
    return [IN_CHINESE[role] for role in ROLES if role in roles]
