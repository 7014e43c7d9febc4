"""Sequences: numbers that are given out one after the other, without a gap and never again."""

from models.base import uuid7
from service.foundation.database import query

_NEXT = """
insert into sequences (id, created_at, name, given) values ($1, now(), $2, 1)
on conflict (name) do update set given = sequences.given + 1
returning given
"""
_REACHED = """
insert into sequences (id, created_at, name, given) values ($1, now(), $2, $3)
on conflict (name) do update set given = greatest(sequences.given, excluded.given)
"""


async def next_of(name: str) -> int:
    """The next number under a name, from 1 on. Part of the caller's transaction.

    Whoever asks meanwhile waits until that ends: a rollback gives the number to the next one, which
    PostgreSQL's own sequences would not.
    """
    return (await query(_NEXT, uuid7(), name))[0]["given"]


async def given(beginning: str) -> dict[str, int]:
    """The last number that was given out under each name that begins so."""
    found = await query("select name, given from sequences where starts_with(name, $1)", beginning)
    return {row["name"]: row["given"] for row in found}


async def reach(name: str, given: int) -> None:
    """Take all numbers up to this one as given already, in the caller's transaction."""
    await query(_REACHED, uuid7(), name, given)
