"""Plans: statements that PostgreSQL plans for their very values.

From its sixth run on, a kept statement may get a plan for values that nobody knows: the latest
twenty of 100,000 entries then take 60 ms instead of one. Planning anew costs a round trip. The
statement has no name: behind a PgBouncer one of that name may be another process's.
"""

from collections.abc import Sequence
from typing import Any

from tortoise.queryset import ValuesQuery

from service.foundation.database import connection

Row = Sequence[Any]


async def planned(sql: str, *values: Any) -> list[Row]:
    """The rows of one statement, on the current transaction or the pool."""
    async with connection().acquire_connection() as database:
        statement = await database.prepare(sql, name="")
        return await statement.fetch(*values)


def statement_of(rows: "ValuesQuery[Any]") -> tuple[str, list[Any]]:
    """A query's SQL and its values `$1`…, to be part of a larger statement; columns keep names."""
    rows._choose_db_if_not_chosen()  # what `sql` does, which keeps the values to itself
    rows._make_query()
    sql, values = rows.query.get_parameterized_sql()
    return sql, list(values)
