"""Mutants of the foundation: transactions, replays, sequences, tokens, logs, sheets."""

from tests.mutants.mutant import Mutant

DATABASE = "tests/foundation/test_database.py"
SEQUENCES = "tests/foundation/test_sequences.py"

MUTANTS = [
    Mutant(
        "a commit that failed is acknowledged",
        ("I1", "faults"),
        "service/foundation/database.py",
        "    await context.__aexit__(None, None, None)\n",
        "    try:\n        await context.__aexit__(None, None, None)\n"
        "    except LOST:\n        pass\n",
        (f"{DATABASE}::test_a_backend_killed_before_the_commit_is_reported",),
    ),
    Mutant(
        "the victim of a deadlock is told that something is broken",
        ("faults",),
        "service/foundation/database.py",
        "    asyncpg.DeadlockDetectedError,",
        "    #",
        (f"{DATABASE}::test_the_victim_of_a_deadlock_may_come_again",),
    ),
    Mutant(
        "one who shares a statement pays for another's fault",
        ("I1",),
        "service/foundation/together.py",
        "if len(riders) > 1 and not is_lost(error):",
        "if len(riders) > MOST:",
        ("tests/foundation/test_together.py::test_one_at_fault_fails_alone",),
    ),
    Mutant(
        "an idempotency key is not bound to its account",
        ("I1", "5-7"),
        "service/foundation/replays.py",
        "replay = await Replay.get(account_id=account_id, route=route, key=key)",
        "replay = await Replay.filter(route=route, key=key).order_by('id').first()\n"
        "    assert replay",
        (
            "tests/edge/test_idempotency.py::test_bobs_use_of_alices_key_shows_him_nothing_of_hers",
            "tests/people/test_families.py::test_a_key_belongs_to_one_account_and_one_body",
        ),
    ),
    Mutant(
        "an idempotency key takes another body",
        ("I1",),
        "service/foundation/replays.py",
        "    if replay.body_hash != body_hash:",
        "    if replay.body_hash == body:",
        ("tests/edge/test_idempotency.py::test_a_key_with_another_body_is_refused",),
    ),
    Mutant(
        "a number is counted from what the statement saw at its beginning",
        ("I1",),
        "service/foundation/sequences.py",
        "on conflict (name) do update set given = sequences.given + 1\n",
        "on conflict (name) do update"
        " set given = coalesce("
        "(select s.given from sequences s where s.name = excluded.name), 0) + 1\n",
        (f"{SEQUENCES}::test_forty_at_once_get_forty_numbers_without_a_gap",),
    ),
    Mutant(
        "tokens and codes are stored as they are",
        ("3", "13-14"),
        "service/foundation/tokens.py",
        'return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()',
        "return token",
        (
            "tests/foundation/test_tokens.py::test_what_is_stored_is_a_sha256_of_any_bytes_whatever",
            "tests/sharing/test_share_links.py::test_a_stolen_database_opens_no_link",
        ),
    ),
    Mutant(
        "a session's token is short enough to be guessed",
        ("3",),
        "service/foundation/tokens.py",
        "secrets.token_urlsafe(32)",
        "secrets.token_urlsafe(8)",
        ("tests/foundation/test_tokens.py::test_random_tokens_are_long_and_never_the_same",),
    ),
    Mutant(
        "a code is short enough to be guessed",
        ("12", "13-14"),
        "service/foundation/tokens.py",
        "CODE_BYTES = 16",
        "CODE_BYTES = 6",
        ("tests/people/test_invitations.py::test_a_code_is_long_and_only_its_hash_is_kept",),
    ),
    Mutant(
        "a job is deferred beside the transaction",
        ("I1", "faults"),
        "service/foundation/jobs.py",
        '    await query(\n        "select procrastinate_defer_jobs_v1(array',
        "    import asyncio\n    import contextvars\n\n"
        "    def beside(*sql):\n"
        "        return contextvars.Context().run(asyncio.ensure_future, query(*sql))\n\n"
        '    await beside(\n        "select procrastinate_defer_jobs_v1(array',
        ("tests/foundation/test_jobs.py::test_a_rollback_drops_the_job_with_the_write",),
    ),
    Mutant(
        "a living worker's job is handed to another",
        ("I1", "faults"),
        "service/foundation/jobs.py",
        "get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER)",
        "get_stalled_jobs(seconds_since_heartbeat=0)",
        ("tests/foundation/test_jobs.py::test_a_job_of_a_worker_that_lives_is_left_to_it",),
    ),
    Mutant(
        "an error is logged with the words of the vendor",
        ("37", "1"),
        "service/foundation/logs.py",
        '    return " ".join(str(one) for one in known if one)\n',
        '    return " ".join(str(one) for one in known if one) or str(error)\n',
        ("tests/foundation/test_logs.py::test_an_error_tells_its_place_and_not_its_words",),
    ),
    Mutant(
        "a full-width sign begins a formula",
        ("28",),
        "service/foundation/sheets.py",
        '"\\r", "＝", "＋"',
        '"\\r", "＋"',
        ("tests/rules/test_sheets.py::test_no_cell_is_a_formula",),
    ),
    Mutant(
        "a limit is counted in Valkey alone",
        ("34-35", "faults"),
        "service/foundation/limits.py",
        "    allow_here(what, subject, most=most, seconds=seconds)\n",
        "",
        ("tests/foundation/test_limits.py::test_without_valkey_each_process_counts_by_itself",),
    ),
    Mutant(
        "a draft takes whatever is named",
        ("10",),
        "service/foundation/drafts.py",
        "class Draft(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):",
        "class Draft(msgspec.Struct, kw_only=True):",
        ("tests/edge/test_bodies.py::test_no_column_of_any_table_can_be_written_by_naming_it",),
    ),
]
