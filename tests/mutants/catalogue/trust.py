"""Mutants of consents, grants, visibility, notices and erasures."""

from tests.mutants.mutant import Mutant

VISIBILITY = "service/trust/access/visibility.py"
CONSENTS = "tests/trust/test_consents.py"
GRANTS = "tests/trust/test_grants.py"
INSPECTIONS = "tests/archive/test_inspections.py"
ERASURES = "tests/trust/test_erasures.py"
TOMBSTONES = "tests/trust/test_tombstones.py"

MUTANTS = [
    Mutant(
        "the membership that ended still counts",
        ("5-7", "9", "4"),
        "service/trust/access/authority.py",
        "        account_id=account.id, family_id=family_id, until=None\n"
        '    ).select_related("family")',
        '        account_id=account.id, family_id=family_id\n    ).select_related("family")',
        (
            "tests/people/test_memberships.py"
            "::test_whoever_is_removed_is_refused_at_the_next_request",
        ),
    ),
    Mutant(
        "a foreign family is forbidden and not missing",
        ("34-35", "5-7"),
        "service/trust/access/authority.py",
        "    if membership is None:\n        raise NotFound\n",
        "    if membership is None:\n"
        '        raise Forbidden("role.too_low", "这件事需要家里的管理人来做")\n',
        ("tests/people/test_families.py::test_a_foreign_family_and_a_missing_one_look_the_same",),
    ),
    Mutant(
        "a viewer has the families that it was in",
        ("5-7", "9"),
        "service/trust/access/viewers.py",
        "from memberships\nwhere account_id = $1 and until is null",
        "from memberships\nwhere account_id = $1",
        (
            "tests/people/test_memberships.py"
            "::test_whoever_is_removed_is_refused_at_the_next_request",
        ),
    ),
    Mutant(
        "a classmate is whoever asked to be one",
        ("5-7",),
        "service/trust/access/viewers.py",
        "where mate.confirmed_at is not null\nand mate.since",
        "where mate.since",
        (
            "tests/people/test_enrolments.py"
            "::test_a_made_up_child_of_somebody_with_the_card_opens_nothing",
        ),
    ),
    Mutant(
        "any relative of a classmate is a parent of the class",
        ("5-7",),
        "service/trust/access/viewers.py",
        "where m.account_id = $1 and m.role >= $3 and e.confirmed_at",
        "where m.account_id = $1 and $3 > 0 and e.confirmed_at",
        (
            "tests/people/test_enrolments.py"
            "::test_a_relative_of_a_classmate_is_no_parent_of_the_class",
        ),
    ),
    Mutant(
        "what stands on a consent forgets that it was withdrawn",
        ("9", "I4"),
        VISIBILITY,
        "    return Q(consent_id__isnull=False, consent__withdrawal__id__isnull=True)",
        "    return Q(consent_id__isnull=False)",
        (
            f"{CONSENTS}::test_taking_back_darkens_posts_links_and_likes_at_once",
            "tests/people/test_enrolments.py"
            "::test_withdrawing_class_view_is_dark_at_once_and_stays_so",
        ),
    ),
    Mutant(
        "everybody's page forgets that a consent was withdrawn",
        ("9", "11"),
        "service/trust/access/everybody.py",
        "and not exists (select from consent_withdrawals ended"
        " where ended.consent_id = p.consent_id)\n",
        "",
        (f"{CONSENTS}::test_taking_back_darkens_posts_links_and_likes_at_once",),
    ),
    Mutant(
        "one parent's withdrawal leaves what the other agreed to",
        ("9",),
        "service/trust/consents.py",
        "    ended = await _living(consent.purpose, consent.family_id, consent.student_id)\n",
        "    ended = [consent]\n",
        (f"{CONSENTS}::test_what_one_parent_takes_back_is_dark_though_the_other_agreed",),
    ),
    Mutant(
        "a guardian says yes for a child of fourteen",
        ("5-7",),
        "service/trust/consents.py",
        "        living = living.filter(capacity=Capacity.CHILD)\n",
        "        pass\n",
        (
            "tests/trust/test_childs_consent.py"
            "::test_from_fourteen_on_each_new_showing_stands_on_the_childs_own_yes",
        ),
    ),
    Mutant(
        "a draft of a child's is seen before it is confirmed",
        ("5-7", "I4"),
        VISIBILITY,
        "    told = checked & Q(draft=False)\n",
        "    told = checked\n",
        (
            "tests/archive/test_drafts.py::"
            "test_a_draft_is_the_guardians_after_its_check_and_the_familys_once_confirmed",
        ),
    ),
    Mutant(
        "relatives read what is for guardians alone",
        ("5-7",),
        VISIBILITY,
        "        | told & Q(audience__gte=Audience.FAMILY)"
        " & (Q(family_id__in=own) | _oneself(viewer))\n        | told & _class_sees",
        "        | told & (Q(family_id__in=own) | _oneself(viewer))\n        | told & _class_sees",
        ("tests/archive/test_growth.py::test_narrowing_the_audience_holds_at_once",),
    ),
    Mutant(
        "words are read before their check",
        ("21-23", "I4"),
        VISIBILITY,
        "    passed = Q(standing=Standing.PASSED) & (Q(recording_id=None) | heard)",
        "    passed = Q(recording_id=None) | heard",
        (
            "tests/archive/test_stories.py::"
            "test_grandfathers_words_wait_for_the_check_and_then_stand_beside_the_entry",
        ),
    ),
    Mutant(
        "a family that keeps somebody away is seen by them",
        ("5-7",),
        VISIBILITY,
        "    return Q(family_id__not_in=Subquery(away))",
        "    return Q()",
        (
            "tests/sharing/test_distances.py"
            "::test_whom_a_family_keeps_away_for_them_nothing_of_it_is_there",
        ),
    ),
    Mutant(
        "a restricted family is shown",
        ("21-23",),
        VISIBILITY,
        '    return Q(family_id__not_in=Subquery(families_restricted().values("family_id")))',
        "    return Q()",
        (
            "tests/trust/test_restrictions.py"
            "::test_a_family_is_not_seen_outside_until_it_ends_by_itself",
        ),
    ),
    Mutant(
        "staff look without a live grant",
        ("8",),
        "service/trust/grants.py",
        "        expires_at__gt=clock.now(),\n",
        "",
        (f"{INSPECTIONS}::test_a_grant_ends_with_its_time",),
    ),
    Mutant(
        "one archivist asks and approves",
        ("8",),
        "service/trust/grants.py",
        "    if grant and grant.account_id == decider.id:",
        "    if grant and grant.account_id is None:",
        (f"{GRANTS}::test_nobody_decides_what_they_asked_for_themselves",),
    ),
    Mutant(
        "a look leaves no row",
        ("8", "I6"),
        "service/trust/grants.py",
        "    await audit.record(archivist, LOOKED, opened.student_id)\n",
        "",
        (f"{INSPECTIONS}::test_every_read_is_one_row_of_the_reader_about_the_child",),
    ),
    Mutant(
        "a look is shown before its row is committed",
        ("8", "I6"),
        "service/archive/inspections.py",
        "            raise NotFound\n        await grants.looked(archivist, opened)\n"
        "    return found\n\n\nasync def photo(",
        "            raise NotFound\n    with suppress(Exception):\n"
        "        await grants.looked(archivist, opened)\n    return found\n"
        "\n\nfrom contextlib import suppress\n\n\nasync def photo(",
        (f"{INSPECTIONS}::test_a_look_that_cannot_be_recorded_shows_nothing",),
    ),
    Mutant(
        "an office reaches every region",
        ("8", "5-7"),
        "service/trust/jurisdiction.py",
        "    return household is not None and household.region.path.startswith(office.region.path)",
        "    return household is not None",
        (f"{GRANTS}::test_to_all_others_there_is_nothing_to_ask_for_and_nothing_to_decide",),
    ),
    Mutant(
        "who left is told of the family on",
        ("9", "I5"),
        "service/trust/notices.py",
        "        told &= await _belonging_to(family_id)\n",
        "        told |= set()\n",
        ("tests/trust/test_notices.py::test_whoever_left_learns_no_more_of_the_family",),
    ),
    Mutant(
        "a reminder goes out as often as its job comes",
        ("I5", "faults"),
        "service/trust/reminders.py",
        "        reminder.sent_at = None if reminder.dropped else clock.now()\n",
        "        reminder.sent_at = None\n",
        ("tests/trust/test_reminders.py::test_it_waits_for_the_morning_and_comes_once",),
    ),
    Mutant(
        "what is told while somebody reads is taken for read",
        ("I5",),
        "service/trust/notices.py",
        "_own(account).filter(id__lte=latest_id, read_at=None)",
        "_own(account).filter(read_at=None)",
        (
            "tests/trust/test_notices.py"
            "::test_all_up_to_the_one_at_the_head_are_read_and_later_ones_stay_new",
        ),
    ),
    Mutant(
        "an erasure leaves what mentions the child",
        ("40",),
        "service/trust/personal_data.py",
        "        if one.mentions:\n",
        "        if one.mentions and not one.goes:\n",
        ("tests/trust/test_reviews.py::test_an_erasure_leaves_no_wish_behind",),
    ),
    Mutant(
        "an erasure leaves the objects",
        ("40",),
        "service/trust/personal_data.py",
        "    keys = [key for one, ids in found.items()"
        " for key in (await _objects(one, ids)).keys]\n",
        "    keys = list[str]()\n",
        (f"{ERASURES}::test_a_childs_archive_waits_seven_days_and_is_gone_with_its_photos",),
    ),
    Mutant(
        "an erasure is carried out before its time",
        ("40", "faults"),
        "service/trust/purges.py",
        "        ripe = erasures.waiting().filter(id=erasure_id, due_at__lte=clock.now())\n",
        "        ripe = erasures.waiting().filter(id=erasure_id)\n",
        (
            "tests/trust/test_purges.py"
            "::test_a_job_that_comes_too_early_or_after_a_change_of_mind_does_nothing",
        ),
    ),
    Mutant(
        "an erasure tells nobody outside of the database",
        ("40",),
        "service/trust/purges.py",
        "    await tombstones.keep(erasure, subjects, keys)\n",
        "",
        (f"{TOMBSTONES}::test_a_childs_erasure_is_told_with_all_that_went_and_in_ids_alone",),
    ),
    Mutant(
        "a restored database keeps what was erased since",
        ("40",),
        "service/backup/replaying.py",
        "        if erasure_id not in done:\n",
        "        if erasure_id in done:\n",
        (
            "tests/backup/test_restoring.py"
            "::test_erasures_are_replayed_after_a_restore_by_other_means",
        ),
    ),
    Mutant(
        "something new is shown of a child that is to be erased",
        ("40",),
        "service/trust/consents.py",
        "        await erasures.refuse_while_waiting(family_id, student_id)\n",
        "        pass\n",
        (
            f"{ERASURES}::"
            "test_while_it_waits_the_family_has_everything_and_shows_nothing_new_outside",
        ),
    ),
]
