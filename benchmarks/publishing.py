"""What publishing nine photos costs, beside a transaction that writes the same rows."""

import tempfile
from asyncio import run
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import typer
from rich.console import Console

from benchmarks import years
from benchmarks.installation import installation
from benchmarks.pacing import TASKS, pace
from benchmarks.results import Result, show
from benchmarks.years import Home
from models.archive.photos import Photo
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from service.sharing import posts
from service.sharing.posts import PostDraft
from service.trust.consent_texts import current
from service.trust.consents import ConsentDraft, grant

PHOTOS, TURNS, WORDS = 9, 20, "风筝想去看大桥。"

_POST = """
insert into posts (id, created_at, family_id, author_id, student_id, consent_id, words, audience,
    state, reason)
values ($1, now(), $2, $3, $4, $5, $6, 40, 'pending', '')
"""
_PICTURES = """
insert into post_photos (id, created_at, post_id, photo_id, position)
select gen_random_uuid(), now(), $1, photo, place - 1
from unnest($2::uuid[]) with ordinality as chosen(photo, place)
"""
_AUDIT = """
insert into audit_records (id, created_at, actor_id, action, subject_id, request_id, address_hash)
values ($1, now(), $2, 'post.published', $3, '', '')
"""
_CHECK = """
insert into checks
    (id, created_at, subject, subject_id, account_id, standing, asked_again)
values ($1, now(), 'post', $2, $3, 'pending', false)
"""
_JOB = """
select procrastinate_defer_jobs_v1(array[row('default', 'benchmark', 0, null, null, $1::jsonb, null)
    ::procrastinate_job_to_defer_v1])
"""


@dataclass(frozen=True)
class Parent:
    """Who publishes, on which consent, and what."""

    account: Account
    consent: Consent
    draft: PostDraft


def main(turns: int = TURNS) -> None:
    """Measure on an installation of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="jiadang-bench-") as folder:
        show(Console(), [run(measure(Path(folder), turns))])


async def measure(folder: Path, turns: int = TURNS) -> Result:
    """Posts of nine photos a second by 32 families: all that it takes, and its bare writes."""
    async with installation(folder / "data") as home:
        url = home.settings.migration_database_url
        owner = await asyncpg.connect(url)
        parents = [await _parent(await years.grow(owner, PHOTOS)) for _ in range(TASKS)]
        await owner.close()
        async with asyncpg.create_pool(url, min_size=10, max_size=10) as pool:

            async def ours(turn: int, place: int) -> None:
                await posts.publish(parents[place].account, parents[place].draft)

            async def bare(turn: int, place: int) -> None:
                await _publish(pool, parents[place])

            figures = [await pace(act, turns) for act in (ours, bare)]
    return Result("publishing 9 photos, 32 tasks", figures[0], "/s", "transaction", figures[1])


async def _parent(home: Home) -> Parent:
    """The mother of a family, who has given her number and consented to keep and to show."""
    account = await Account.get(id=home.account.id)
    account.phone_sealed = b"a number"
    await account.save()
    await _agrees(account, home, Purpose.ARCHIVE)
    consent = await _agrees(account, home, Purpose.SHOW)
    photos = await Photo.filter(family_id=home.family)
    draft = PostDraft(
        family_id=home.family,
        photo_ids=[photo.id for photo in photos],
        words=WORDS,
        student_id=home.student,
        audience="public",
    )
    return Parent(account, consent, draft)


async def _agrees(account: Account, home: Home, purpose: Purpose) -> Consent:
    version = current(purpose).version
    return await grant(account, ConsentDraft(home.family, purpose, version, home.student))


async def _publish(pool: asyncpg.Pool, parent: Parent) -> None:
    """The rows alone: nobody asks who may, on which consent, nor what the words give away."""
    post, check, author, draft = uuid4(), uuid4(), parent.account.id, parent.draft
    ids = draft.family_id, author, draft.student_id, parent.consent.id
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(_POST, post, *ids, WORDS)
        await connection.execute(_PICTURES, post, draft.photo_ids)
        await connection.execute(_AUDIT, uuid4(), author, post)
        await connection.execute(_CHECK, check, post, author)
        await connection.execute(_JOB, f'{{"check_id": "{check}"}}')


if __name__ == "__main__":
    typer.run(main)
