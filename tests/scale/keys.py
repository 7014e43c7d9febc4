"""Keys: by what a statement finds its rows, and why some do without the family's or region's."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.scale.listening import Said

FAMILY, REGION = "family", "region"
ACCOUNT, ID, PART, THING, ALL, OTHER = "account", "id", "part", "thing", "all", "other"
WHY = {
    FAMILY: "the family's own rows: they lie on its shard, and are found by it",
    REGION: "what a region's office reads, or a campaign: many families, bounded by the place",
    ACCOUNT: "of one person, whatever their families: distributed by the account",
    ID: "named by an id or a link's token that a phone sent; who looks is asked of what it finds. "
    "Both would have to tell their family",
    PART: "of something that was found before, by that one's id: would get its family as a column",
    THING: "about one thing of any kind, by its id: would get its family, too",
    ALL: "what everybody sees, of all families, twice a second in each process at most",
    OTHER: "the queue, a numbering: stays on one node",
}
ALLOWED = {
    ACCOUNT: {
        "accounts": "id openid",
        "appointments": "account_id",
        "enrolments": "account_id",
        "memberships": "account_id",
        "notices": "account_id",
        "replays": "account_id id",
        "restrictions": "account_id",
        "sessions": "account_id token_hash",
        "student_accounts": "account_id student_id",
        "students": "account_id",
        "subscriptions": "account_id",
    },
    PART: {
        "consent_withdrawals": "consent_id post_id",
        "consents": "id",
        "counted_households": "household_id",
        "endorsements": "entry_id",
        "entries": "entry_id",
        "entry_comments": "entry_id id",
        "entry_persons": "entry_id",
        "entry_photos": "entry_id",
        "entry_reactions": "entry_id",
        "entry_revisions": "entry_id",
        "filed_files": "item_id",
        "filed_persons": "item_id",
        "import_items": "id",
        "photo_persons": "photo_id",
        "post_comments": "post_id id thread_id",
        "post_photos": "post_id",
        "posts": "photo_id",
        "share_links": "post_id",
        "stories": "entry_id id recording_id",
        "tally_changes": "post_id",
    },
    ID: {
        "entries": "id",
        "family_archives": "id",
        "filed_items": "id",
        "households": "id",
        "photos": "id",
        "posts": "id",
        "share_links": "id token_hash",
        "students": "id",
        "uploads": "id batch_id",
    },
    THING: {
        "audit_records": "subject_id",
        "checks": "id subject_id trace_id",
        "early_verdicts": "trace_id",
        "erasures": "subject_id",
        "notices": "subject_id",
        "reviews": "subject_id",
    },
    OTHER: {
        "pg_advisory_xact_lock": "",
        "pg_advisory_xact_lock_shared": "",
        "procrastinate_defer_jobs_v1": "",
        "sequences": "name",
    },
}
"""By why it does without: the tables, and of each the columns that find its rows."""

_PLUMBING = re.compile(r"typeinfo_tree|set_config|pg_catalog")
_FAMILY = re.compile(r"\bfamily_id ?(= ?\$|= any ?\(\$|in ?\()")
"""By a value or by those that were found: a join on it alone bounds nothing."""
_REGION = re.compile(r"\bpath like|\bregion_id ?(=|in\b)")
_WRITES = re.compile(r"(insert) into (\w+) ?(\([^)]*\))?|(update) (\w+)|(delete) from (\w+)")
_FEED = re.compile(r"order by p\.shown_at desc")
_EXISTS = re.compile(r" exists ?\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)")
"""With what stands in brackets within it, four deep."""
_NOTHING = re.compile(r"(^| and )1=0")
Key = str


@dataclass(frozen=True)
class Statement:
    """What a statement does to its first table, and by which conditions."""

    verb: str
    table: str
    conditions: str
    of_many: bool = False
    """Whether it is joined to values that were handed over as arrays."""


def statement_of(sql: str) -> Statement | None:
    """A plain statement taken apart; None for what asks for nothing, or only of types."""
    if _PLUMBING.search(sql):
        return None
    if written := _WRITES.match(sql):
        verb, table, *columns = [found for found in written.groups() if found]
        told = columns[0] if columns else ""
        return Statement(verb, table, f"{told} {_after_where(sql)}")
    conditions = _after_where(sql)
    if _NOTHING.search(_outermost(conditions)):
        return None
    return Statement("select", _table(sql), conditions, "unnest($" in sql)


def key_of(found: Statement) -> Key | None:
    """By what it finds its rows; None where nothing allows what it does."""
    if found.table == "regions" or _REGION.search(found.conditions):
        return REGION
    if _FAMILY.search(_own(found)) or _writes_family(found) or _is_the_family(found):
        return FAMILY
    if found.table == "posts" and _FEED.search(found.conditions) and " like " not in _own(found):
        return ALL
    for why, tables in ALLOWED.items():
        if why == ID and found.verb == "insert":
            continue  # a new row of a family's is told its family
        if found.table in tables and _has_one_of(tables[found.table], found):
            return why
    return None


def strangers(said: Said) -> list[str]:
    """The statements that carry no key and are not allowed to do without."""
    taken = ((sql, statement_of(sql)) for statements in said.values() for sql in statements)
    return sorted({sql for sql, found in taken if found and key_of(found) is None})


def page(said: Said) -> str:
    """What is read and written by which key, as docs/scale.md has it."""
    by_key: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for sql in {one for statements in said.values() for one in statements}:
        if (found := statement_of(sql)) and (key := key_of(found)):
            by_key[key][found.table].add("r" if found.verb == "select" else "w")
    rows = [f"| {key} | {WHY[key]} | {_listed(by_key[key])} |" for key in WHY if key in by_key]
    return "\n".join(["| Key | Why | Tables read (r), written (w) |", "|---|---|---|", *rows, ""])


def _listed(tables: dict[str, set[str]]) -> str:
    return ", ".join(f"{name} {''.join(sorted(how))}" for name, how in sorted(tables.items()))


def _after_where(sql: str) -> str:
    """All conditions, those of joins with them."""
    starts = [at for word in (" where ", " on ") if (at := sql.find(word)) >= 0]
    return sql[min(starts) :] if starts else ""


def _own(found: Statement) -> str:
    """Conditions of the rows themselves: what rows beside them have to be bounds nothing."""
    return _EXISTS.sub(" exists ()", found.conditions)


def _outermost(conditions: str) -> str:
    """Without what stands in brackets."""
    while (shorter := re.sub(r"\([^()]*\)", "", conditions)) != conditions:
        conditions = shorter
    return conditions.removeprefix(" where ").removeprefix(" on ")


def _table(sql: str) -> str:
    """The table that a query is about: the first one that is none of its own making."""
    own = set(re.findall(r"(\w+) as \(", sql))
    named: Iterable[str] = re.findall(r"\bfrom (\w+)(?!\w*\()", sql)
    return next((name for name in named if name not in own | {"unnest"}), _function(sql))


def _function(sql: str) -> str:
    found = re.match(r"select (\w+)\(", sql)
    return found[1] if found else ""


def _writes_family(found: Statement) -> bool:
    return found.verb == "insert" and bool(re.search(r"\bfamily_id\b", found.conditions))


def _is_the_family(found: Statement) -> bool:
    return found.table == "families" and bool(re.search(r"\bid ?(=|in\b)", found.conditions))


def _has_one_of(columns: str, found: Statement) -> bool:
    """Whether one of the columns is in the conditions; a new row is told all of them."""
    if found.verb == "insert" or not columns:
        return True
    any_of = "|".join(columns.split())
    values = r"[=<>]+ ?(any ?\()?\$|in ?\(" + (r"|= \w+\." if found.of_many else "")
    return bool(re.search(rf"\b({any_of}) ?({values})", found.conditions))
