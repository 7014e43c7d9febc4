"""`audit pack`: a year's evidence for the compliance audit of minors' data, in one folder."""

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console

from models.trust.erasures import Erasure
from service import bootstrap
from service.audits import surroundings
from service.audits.evidence import MINORS, PIPL, SHEETS, Evidence
from service.embedded.credentials import write_private
from service.foundation import clock, sheets, tokens
from service.foundation.database import query
from service.foundation.settings import Settings, read_settings
from service.trust import tombstones

PERIOD = (
    "with period as (select $1::timestamptz as since, $2::timestamptz as until,"
    " $3::timestamptz as present)"
)
INDEX, DIGESTS = "index.md", "sha256.txt"

Into = Annotated[Path, typer.Argument(file_okay=False, help="New or empty.")]
Year = Annotated[int | None, typer.Option(min=2020, max=9999, help="The last one without it.")]


class PackError(RuntimeError):
    """A pack that cannot be made; the message says why in one sentence."""


@dataclass(frozen=True)
class Sheet:
    """A file of the pack: what it shows, the rule that asks for it, and what is to be explained."""

    file: str
    title: str
    rule: str
    lines: int
    flaws: int = 0


def pack(folder: Into, year: Year = None) -> None:
    """Write a year's evidence into a folder; fails where a figure has to be explained."""
    console, given = Console(), read_settings()
    wanted = year or clock.today().year - 1
    made = asyncio.run(_within(given, folder, wanted))
    for one in made:
        if one.flaws:
            console.print(f"要说明：{one.file} 里有 {one.flaws} 项（{one.title}）")
    console.print(f"写好了 {len(made)} 份材料，从 {folder / INDEX} 看起", highlight=False)
    if any(one.flaws for one in made):
        raise typer.Exit(1)


async def _within(given: Settings, folder: Path, year: int) -> list[Sheet]:
    async with bootstrap.opened(given, unhurried=True):
        return await make(given, folder, year)


async def make(given: Settings, folder: Path, year: int) -> list[Sheet]:
    """Write the pack of a year, up to now where it has not ended, and return what is in it.

    Raises PackError where the folder holds anything, or the year has not begun.
    """
    since, end = (datetime(one, 1, 1, tzinfo=clock.CHINA) for one in (year, year + 1))
    present = clock.now()
    if since > present:
        raise PackError(f"The year {year} has not begun. {year} 年还没有开始。")
    _require_empty(folder)
    written = _Pack(folder, year)
    for evidence in SHEETS:
        lines = await query(PERIOD + evidence.sql, since, min(end, present), present)
        written.sheet(evidence, lines)
    await _add_proofs(written, given, since, min(end, present))
    _add_surroundings(written, given)
    written.close(present)
    return written.made


def _require_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise PackError(f"{folder} is not empty: a pack is never written over. 文件夹不是空的。")


async def _add_proofs(written: "_Pack", given: Settings, since: datetime, until: datetime) -> None:
    """Whether each erasure that was carried out in the year has its tombstone."""
    kept = {erasure_id for erasure_id, _ in tombstones.all_of(given.tombstones)}
    carried_out = Erasure.filter(purged_at__gte=since, purged_at__lt=until).order_by("id")
    gone = [one for one in await carried_out if one.id not in kept]
    told = Evidence(
        "tombstones",
        f"这一年删除的，都在数据库之外留了墓碑，恢复备份时不会回来；没有墓碑的列在这里"
        f"（现有墓碑 {len(kept)} 个）",
        f"{PIPL} §47",
        "",
    )
    written.sheet(told, [_missing(one) for one in gone], flaws=len(gone))


def _missing(erasure: Erasure) -> dict[str, Any]:
    return {"erasure": erasure.id, "kind": erasure.kind, "purged_at": erasure.purged_at}


def _add_surroundings(written: "_Pack", given: Settings) -> None:
    for name, title, rule, lines in (
        ("consent-texts", "每个版本的授权文字", f"{PIPL} §17", surroundings.consent_words()),
        ("settings", "运行配置，不含密钥", f"{PIPL} §51", surroundings.settings(given)),
        ("dependencies", "运行所用的软件和许可证", f"{PIPL} §51", surroundings.installed()),
        ("decisions", "设计决定的目录", f"{PIPL} §51、§55", surroundings.decisions()),
    ):
        written.sheet(Evidence(name, title, rule, ""), lines)
    matrix = surroundings.access_matrix()
    written.text("access.md", "每个接口谁能做什么（自动测试逐条验证）", f"{MINORS} §36", matrix)


class _Pack:
    """A folder that only its owner reads, filled file by file."""

    def __init__(self, folder: Path, year: int) -> None:
        self.made: list[Sheet] = []
        self._folder = folder
        self._year = year
        self._digests: list[str] = []

    def sheet(
        self, evidence: Evidence, lines: list[dict[str, Any]], flaws: int | None = None
    ) -> None:
        """Write lines as CSV, each id under its pseudonym."""
        file = f"{evidence.name}.csv"
        columns = list(lines[0]) if lines else ["没有"]
        cells = ([self._told(line[name]) for name in columns] for line in lines)
        self._write(file, sheets.BOM + b"".join(map(sheets.line, [columns, *cells])))
        found = sum(int(line[evidence.flaw]) for line in lines) if evidence.flaw else 0
        flaws = found if flaws is None else flaws
        self.made.append(Sheet(file, evidence.title, evidence.rule, len(lines), flaws))

    def text(self, file: str, title: str, rule: str, words: str) -> None:
        """Write a text as it is."""
        self._write(file, words.encode())
        self.made.append(Sheet(file, title, rule, len(words.splitlines())))

    def close(self, made_at: datetime) -> None:
        """Write what is in it, and the digests by which `sha256sum -c` proves it unaltered."""
        self._write(INDEX, _index(self._year, made_at, self.made).encode())
        write_private(self._folder / DIGESTS, "".join(self._digests).encode())

    def _write(self, file: str, data: bytes) -> None:
        write_private(self._folder / file, data)
        self._digests.append(f"{hashlib.sha256(data).hexdigest()}  {file}\n")

    def _told(self, value: Any) -> str:
        if isinstance(value, UUID):
            return self._pseudonym(value)
        if isinstance(value, datetime):
            return value.astimezone(clock.CHINA).isoformat(timespec="seconds")
        return "" if value is None else str(value)

    def _pseudonym(self, row_id: UUID) -> str:
        """The same throughout one pack; only this installation's secret leads back."""
        return tokens.sign(f"audit-pack:{self._year}", row_id.bytes).hex()[:16]


def _index(year: int, made_at: datetime, made: Iterable[Sheet]) -> str:
    rows = [
        f"| [{one.file}]({one.file}) | {one.title} | {one.rule} | {one.lines}"
        f" | {one.flaws or '—'} |"
        for one in made
    ]
    when = made_at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
    return "\n".join([_HEAD.format(year=year, when=when), *rows, _FOOT])


_HEAD = """# {year} 年未成年人个人信息保护合规审计：材料

由 `python -m service audit pack` 在 {when}（北京时间）从运行中的系统生成。
只有数字和化名：同一个人在这一份材料里化名相同，换一年就不同。
`sha256sum -c sha256.txt` 可以证明生成之后没有改过。

| 文件 | 内容 | 依据 | 行数 | 要说明的 |
|---|---|---|---|---|"""

_FOOT = """
## 系统说不出、要人补充的

1. 个人信息保护影响评估（个人信息保护法 §55、§56），和处理规则、应急预案的现行文本。
2. 与微信、七牛云的委托处理协议，和对它们的监督记录（§21、§59）。
3. 负责人的任命（§52），工作人员的培训和保密承诺（§51）。
4. 这一年的安全事件和演练：经过、报告、告知的记录（§57，未成年人网络保护条例 §35）。
5. 上一年审计发现的问题改得怎样。
"""
