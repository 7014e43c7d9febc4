"""What erasures, sweeps and 我的数据 find their rows by; without these each reads whole tables."""

from tortoise import migrations
from tortoise.migrations.operations import RunSQL

INDEXES = {
    # what a photo's end looks for: who wears it, and what is drawn from it
    "uploads_covering": "uploads (covers_id) where covers_id is not null",
    "accounts_wearing": "accounts (avatar_id) where avatar_id is not null",
    "students_wearing": "students (avatar_id) where avatar_id is not null",
    # what mentions others by opaque ids alone; as `_AT_THOSE` in service/trust/erasing.py has it
    "replays_made": "replays (resource_id) where resource_id is not null",
    "replays_at": (
        "replays (((regexp_match(route, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'))[1]::uuid))"
    ),
    "notices_of": "notices (subject_id)",
    "notices_of_family": "notices (family_id) where family_id is not null",
    "reminders_of": "reminders (subject_id)",
    "reminders_of_family": "reminders (family_id) where family_id is not null",
    # what the sweeps find nothing of, most of the time
    "checks_pending": "checks (id) where standing = 'pending'",
    "photos_stored": "photos (id) where state = 'stored'",
    "import_items_uploaded": "import_items (importing_id) where state = 'uploaded'",
    "import_items_worded": ("import_items (importing_id) where state = 'kept' and caption <> ''"),
    # what an account reads of itself
    "photos_of_uploader": "photos (uploader_id)",
    "uploads_of_account": "uploads (account_id)",
    "entries_of_author": "entries (author_id)",
    "checks_of_account": "checks (account_id)",
    "entry_revisions_of_account": "entry_revisions (changed_by_id)",
}


class Migration(migrations.Migration):
    dependencies = [("models", "0009_shown_filed_items")]

    initial = False
    atomic = False

    operations = [
        RunSQL(
            [f"create index concurrently if not exists {n} on {on}" for n, on in INDEXES.items()],
            [f"drop index concurrently if exists {name}" for name in INDEXES],
        )
    ]
