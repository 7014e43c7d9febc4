"""Mutants of sessions, desks, invitations, families, classes."""

from tests.mutants.mutant import Mutant

SESSIONS = "tests/people/test_sessions.py"
INVITATIONS = "tests/people/test_invitations.py"
DESKS = "tests/people/test_desks.py"
SCHOOL_YEARS = "tests/people/test_school_years.py"
SUCCESSIONS = "tests/people/test_successions.py"

MUTANTS = [
    Mutant(
        "a code signs in more than once",
        ("2",),
        "service/integrations/wechat/people.py",
        '            if refused.code in {INVALID_CODE, USED_CODE}:\n                detail = "登录',
        "            if refused.code == USED_CODE:\n                return Identity(code, None)\n"
        '            if refused.code == INVALID_CODE:\n                detail = "登录',
        (f"{SESSIONS}::test_thirty_uses_of_one_code_open_one_session",),
    ),
    Mutant(
        "a session has no end",
        ("3",),
        "service/people/sessions.py",
        "        session.expires_at > now\n        and session.used_at",
        "        session.used_at",
        (f"{SESSIONS}::test_a_session_in_use_lives_on_until_its_absolute_end",),
    ),
    Mutant(
        "a session that idled goes on",
        ("3", "27"),
        "service/people/sessions.py",
        "        and session.used_at > now - idle\n",
        "",
        (f"{SESSIONS}::test_a_session_that_idles_ends",),
    ),
    Mutant(
        "a session that was ended is taken for living",
        ("4",),
        "service/people/sessions.py",
        " where s.token_hash = any($1) and s.revoked_at is null",
        " where s.token_hash = any($1)",
        (f"{SESSIONS}::test_a_lost_phone_is_signed_out_from_another_and_at_once",),
    ),
    Mutant(
        "anybody ends anybody's session",
        ("5-7",),
        "service/people/sessions.py",
        "        session = await Session.get_or_none(_theirs(account), id=session_id)",
        "        session = await Session.get_or_none(id=session_id)",
        (f"{SESSIONS}::test_a_lost_phone_is_signed_out_from_another_and_at_once",),
    ),
    Mutant(
        "the code on the screen opens the desk",
        ("27",),
        "service/people/desks.py",
        "id=sign_in_id, secret_hash=tokens.hashed(secret), expires_at__gt=clock.now()",
        "id=sign_in_id, expires_at__gt=clock.now()",
        (f"{DESKS}::test_neither_the_code_nor_the_secret_opens_anything_alone",),
    ),
    Mutant(
        "a desk's session is handed out twice",
        ("27",),
        "service/people/desks.py",
        "waiting.filter(taken_at=None).select_for_update()",
        "waiting.select_for_update()",
        (f"{DESKS}::test_of_two_phones_and_two_browsers_at_once_one_of_each_wins",),
    ),
    Mutant(
        "a child lets a browser in",
        ("27", "5-7"),
        "service/people/desks.py",
        "        await _require_grown(account)\n",
        "",
        (f"{DESKS}::test_a_child_unlocks_no_desk_neither_on_its_own_phone_nor_on_a_lent_one",),
    ),
    Mutant(
        "a desk idles for a month",
        ("27",),
        "service/people/sessions.py",
        "DESK_IDLE = timedelta(minutes=60)",
        "DESK_IDLE = timedelta(days=30)",
        (f"{DESKS}::test_a_desk_idles_an_hour_and_lives_half_a_day",),
    ),
    Mutant(
        "a lent phone does what its owner may",
        ("5-7",),
        "handlers/edge/operations.py",
        "    if session.account.is_lent:\n",
        "    if session.account.is_lent and request.method == 'TRACE':\n",
        ("tests/people/test_handovers.py::test_what_is_the_guardians_is_refused_on_every_route",),
    ),
    Mutant(
        "an invitation is never used up",
        ("12",),
        "service/people/invitations.py",
        "        invitation.uses_left -= 1\n",
        "        invitation.uses_left -= 0\n",
        (f"{INVITATIONS}::test_wrong_used_up_and_expired_codes_look_the_same",),
    ),
    Mutant(
        "racers for one place do not wait for each other",
        ("12",),
        "service/people/invitations.py",
        "        await families.lock((await _of(code)).family_id)\n",
        "        await _of(code)\n",
        (f"{INVITATIONS}::test_two_hundred_racers_for_one_place_leave_one_winner",),
    ),
    Mutant(
        "whoever was removed comes back by the same card",
        ("9", "12"),
        "service/people/invitations.py",
        "    return invitation.uses_left > 0 and not await left.exists()",
        "    return invitation.uses_left > 0",
        (
            "tests/people/test_leaving.py"
            "::test_whoever_was_removed_does_not_come_back_by_the_same_card",
        ),
    ),
    Mutant(
        "a child's code is good for several accounts",
        ("12",),
        "service/people/student_accounts.py",
        "        if invitation.used_at:\n            raise NotFound\n",
        "",
        ("tests/people/test_student_accounts.py::test_a_code_is_for_one_account_once",),
    ),
    Mutant(
        "a guardian removes another",
        ("5-7", "9"),
        "service/people/memberships.py",
        "    _require_below_guardian(membership)\n"
        "    await access.require_undisputed(membership.family_id)\n",
        "    await access.require_undisputed(membership.family_id)\n",
        ("tests/people/test_memberships.py::test_no_guardian_removes_another",),
    ),
    Mutant(
        "somebody raises themselves",
        ("10", "5-7"),
        "service/people/memberships.py",
        "    if not reaches or role > max(membership.role, own.role):",
        "    if not reaches:",
        ("tests/people/test_memberships.py::test_whoever_does_not_guard_changes_nobody",),
    ),
    Mutant(
        "a leaver's links live on",
        ("9",),
        "service/bootstrap.py",
        "    memberships.when_ended(share_links.revoke_of)\n",
        "",
        ("tests/people/test_leaving.py::test_a_leavers_links_die_and_those_of_the_others_live",),
    ),
    Mutant(
        "a teacher who left teaches on",
        ("5-7", "4"),
        "service/people/class_staff.py",
        "    return ClassStaff.filter(present(), account_id=teacher.id,"
        " confirmed_at__isnull=False)",
        "    return ClassStaff.filter(account_id=teacher.id, confirmed_at__isnull=False)",
        (
            "tests/people/test_class_staff.py"
            "::test_an_ex_teacher_sees_nothing_from_the_next_request_on",
        ),
    ),
    Mutant(
        "a teacher teaches who only asked to",
        ("5-7",),
        "service/people/class_staff.py",
        "account_id=teacher.id, confirmed_at__isnull=False)",
        "account_id=teacher.id)",
        (
            "tests/people/test_class_staff.py"
            "::test_a_teacher_sees_nothing_until_the_school_confirms",
        ),
    ),
    Mutant(
        "the children of a class that has ended stay in it",
        ("5-7", "37"),
        "service/people/school_years.py",
        "    await enrolments.end_all(actor, school_class.id)\n",
        "",
        (f"{SCHOOL_YEARS}::test_on_its_day_everybody_in_the_class_is_out_of_it",),
    ),
    Mutant(
        "a class that has ended takes families in",
        ("5-7",),
        "service/people/class_cards.py",
        "    and (c.until is null or c.until > $2)\n",
        "",
        (f"{SCHOOL_YEARS}::test_a_class_that_has_ended_takes_nobody_in_and_never_comes_back",),
    ),
    Mutant(
        "a class that has ended comes back",
        ("5-7",),
        "service/people/school_years.py",
        "        if _has_ended(school_class):\n",
        "        if school_class.until is None:\n",
        (f"{SCHOOL_YEARS}::test_a_class_that_has_ended_takes_nobody_in_and_never_comes_back",),
    ),
    Mutant(
        "a family that asks while its class is ended stays in it",
        ("5-7",),
        "service/people/class_cards.py",
        "        await classes.locked(card.school_class_id)\n",
        "        pass\n",
        (f"{SCHOOL_YEARS}::test_who_asks_while_the_class_is_ended_is_not_left_in_it",),
    ),
    Mutant(
        "a phone's number is shown whole",
        ("11", "37"),
        "service/people/phones.py",
        '    return f"{number[:3]}****{number[-4:]}"',
        "    return number",
        ("tests/people/test_phones.py::test_alice_binds_her_number_and_nobody_reads_it",),
    ),
    Mutant(
        "everybody of the family reads a child's full name",
        ("11",),
        "handlers/people/students.py",
        "            full_name=students.full_name_for(viewer, student),\n",
        "            full_name=student.full_name,\n",
        ("tests/people/test_students.py::test_the_full_name_is_for_guardians_and_the_child_alone",),
    ),
    Mutant(
        "a family is taken from an owner who is there",
        ("5-7",),
        "service/people/successions.py",
        "    return not (await came.exists() or await erasures.waiting_for(asked.family_id))",
        "    return came is not None and not await erasures.waiting_for(asked.family_id)",
        (f"{SUCCESSIONS}::test_an_owner_who_only_looks_in_is_not_out_of_reach",),
    ),
    Mutant(
        "a family is handed over as soon as the paper was seen",
        ("5-7",),
        "service/people/successions.py",
        "        elif asked.due_at and asked.due_at <= clock.now() and not",
        "        elif asked.due_at and not",
        (f"{SUCCESSIONS}::test_a_guardian_takes_a_family_over_whose_owner_is_gone",),
    ),
    Mutant(
        "a press of the owner comes too late",
        ("5-7",),
        "service/people/successions.py",
        "        if asked is None or asked.id != succession_id:\n            return\n",
        "        asked = await one(succession_id)\n",
        (f"{SUCCESSIONS}::test_a_press_of_the_owner_and_the_night_it_is_due_leave_one_outcome",),
    ),
]
