"""Mutants of the edge: reading, paging, addresses, problems, pages."""

from tests.mutants.mutant import Mutant

LIMITS = "tests/edge/test_limits.py"

MUTANTS = [
    Mutant(
        "a cursor is not signed",
        ("5-7", "31-32"),
        "handlers/edge/paging.py",
        'if hmac.compare_digest(signature, tokens.sign("cursor", packed)):',
        "if len(signature) == SIGNATURE:",
        (
            "tests/edge/test_paging.py::test_only_this_installations_signature_for_cursors_makes_one",
        ),
    ),
    Mutant(
        "a cursor's signature is compared with ==",
        ("16-17",),
        "handlers/edge/paging.py",
        'if hmac.compare_digest(signature, tokens.sign("cursor", packed)):',
        'if signature == tokens.sign("cursor", packed):',
        ("tests/rules/test_signatures.py::test_a_cursor_is_compared_in_constant_time",),
    ),
    Mutant(
        "of a name that comes twice in JSON the last one counts",
        ("10", "33"),
        "handlers/edge/bodies.py",
        "        if name in found:\n            raise Malformed(path=_text",
        "        if name in found and not name:\n            raise Malformed(path=_text",
        ("tests/edge/test_bodies.py::test_what_is_no_json_is_malformed_on_every_route",),
    ),
    Mutant(
        "U+0000 gets as far as the database",
        ("31-32",),
        "handlers/edge/bodies.py",
        r'_UNSTORABLE = re.compile("[\0\ud800-\udfff]")',
        r'_UNSTORABLE = re.compile("[\ud800-\udfff]")',
        ("tests/edge/test_bodies.py::test_what_is_no_json_is_malformed_on_every_route",),
    ),
    Mutant(
        "a compressed body is taken for JSON",
        ("33",),
        "handlers/edge/bodies.py",
        'request.headers.get("content-encoding", "identity") != "identity"',
        'request.headers.get("content-encoding", "identity") == "br"',
        ("tests/edge/test_bodies.py::test_a_compressed_body_is_not_unpacked",),
    ),
    Mutant(
        "a forwarded address is believed without a proxy",
        ("34-35",),
        "handlers/edge/addresses.py",
        "    if 0 < trusted <= len(forwarded):\n",
        "    if 0 <= trusted <= len(forwarded) and forwarded[0]:\n",
        (f"{LIMITS}::test_without_a_proxy_a_forwarded_address_is_not_believed",),
    ),
    Mutant(
        "what a client wrote into X-Forwarded-For is its address",
        ("34-35",),
        "handlers/edge/addresses.py",
        "        return forwarded[-trusted].strip()",
        "        return forwarded[0].strip()",
        (f"{LIMITS}::test_one_phone_behind_our_proxy_cannot_lock_the_others_out",),
    ),
    Mutant(
        "who has to wait is not told for how long",
        ("34-35", "faults"),
        "handlers/edge/problems.py",
        "    if isinstance(refusal, errors.Waiting):",
        "    if isinstance(refusal, errors.TooMany):",
        ("tests/people/test_sessions.py::test_while_wechat_is_down_nothing_is_created",),
    ),
    Mutant(
        "an unexpected error tells its words",
        ("41", "1"),
        "handlers/edge/problems.py",
        'return problem(500, "internal", f"出了点问题，请稍后再试（编号 {reference}）")',
        'return problem(500, "internal", f"出了点问题（{error}）")',
        ("tests/edge/test_problems.py::test_an_unexpected_error_tells_nothing_but_its_number",),
    ),
    Mutant(
        "counters can be made up",
        ("41",),
        "handlers/edge/observing.py",
        "_counter(_known(method), route, status)",
        "_counter(method, route, status)",
        ("tests/edge/test_observing.py::test_no_stranger_can_make_new_counters",),
    ),
    Mutant(
        "codes may be guessed without end",
        ("12", "34-35"),
        "handlers/people/invitations.py",
        '@limited("join", most=10, seconds=600)',
        '@limited("join", most=10_000, seconds=600)',
        (
            "tests/people/test_invitations.py"
            "::test_guessing_ends_after_ten_tries_even_if_the_next_is_right",
        ),
    ),
    Mutant(
        "what somebody wrote is part of a page's HTML",
        ("25-26",),
        "handlers/pages/rendering.py",
        "    autoescape=True,",
        "    autoescape=False,",
        ("tests/rules/test_pages.py::test_whatever_somebody_wrote_is_text",),
    ),
    Mutant(
        "a page lets scripts run that are written into it",
        ("25-26",),
        "handlers/pages/rendering.py",
        "\"script-src 'self'\"",
        "\"script-src 'self' 'unsafe-inline'\"",
        ("tests/rules/test_pages.py::test_no_script_of_a_page_is_written_into_it",),
    ),
    Mutant(
        "other sites learn the address of a share page",
        ("13-14",),
        "handlers/pages/rendering.py",
        '        "Referrer-Policy": "no-referrer",\n',
        '        "Referrer-Policy": "unsafe-url",\n',
        ("tests/rules/test_pages.py::test_no_other_site_learns_of_a_page_and_nobody_keeps_it",),
    ),
    Mutant(
        "a share page stays in caches",
        ("13-14", "9"),
        "handlers/pages/rendering.py",
        '        "Cache-Control": "private, no-store",\n',
        '        "Cache-Control": "public, max-age=86400",\n',
        ("tests/rules/test_pages.py::test_no_other_site_learns_of_a_page_and_nobody_keeps_it",),
    ),
]
