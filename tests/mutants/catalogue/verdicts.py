"""Mutants of the safety check and of the humans who have the last word."""

from tests.mutants.mutant import Mutant

MODERATION = "service/trust/moderation.py"
CHECKS = "tests/trust/test_moderation.py"
PUSHES = "tests/trust/test_moderation_pushes.py"
QUEUE = "tests/trust/test_review_queue.py"
DECISIONS = "tests/trust/test_review_decisions.py"

MUTANTS = [
    Mutant(
        "a word that nobody knows is a pass",
        ("21-23", "I4"),
        MODERATION,
        "    return known.get(verdict.suggest, Standing.REVIEW)",
        "    return known.get(verdict.suggest, Standing.PASSED)",
        (f"{PUSHES}::test_whatever_is_no_clear_pass_is_for_a_human",),
    ),
    Mutant(
        "a verdict that comes out of order opens a question again",
        ("24", "21-23"),
        MODERATION,
        "        if question and question.standing.may_become(standing, by_human=False):",
        "        if question:",
        (f"{PUSHES}::test_who_gives_up_too_late_changes_nothing",),
    ),
    Mutant(
        "of several early verdicts the last one counts",
        ("24",),
        MODERATION,
        "        await _hear(question.id, first.standing, first.label)",
        "        await _hear(question.id, _standing(verdict), first.label)",
        (f"{PUSHES}::test_a_pass_after_an_early_risky_changes_nothing",),
    ),
    Mutant(
        "what is never answered passes",
        ("21-23", "faults"),
        MODERATION,
        "    await _settle_as(check_id, Standing.REVIEW, None)",
        "    await _settle_as(check_id, Standing.PASSED, None)",
        (f"{CHECKS}::test_what_is_never_answered_is_read_by_a_human_after_half_an_hour",),
    ),
    Mutant(
        "what the vendor refuses to check passes",
        ("21-23", "faults"),
        MODERATION,
        '    except VendorRefused:\n        await _settle(question.id, Verdict("review", None))',
        '    except VendorRefused:\n        await _settle(question.id, Verdict("pass", None))',
        (f"{CHECKS}::test_who_has_been_away_for_hours_is_read_by_a_human",),
    ),
    Mutant(
        "of a long story the beginning is checked",
        ("21-23",),
        MODERATION,
        "        for start in range(0, max(len(words) - OVERLAP, 1), step)",
        "        for start in range(0, 1, step)",
        (f"{CHECKS}::test_a_long_story_is_read_to_its_end",),
    ),
    Mutant(
        "the late verdict of old words passes new ones",
        ("21-23", "24"),
        MODERATION,
        "    await Check.filter(subject=subject, subject_id=subject_id,"
        " standing=Standing.PENDING).delete()\n",
        "",
        (
            f"{CHECKS}::"
            "test_changed_words_wait_again_and_no_late_verdict_of_the_old_ones_passes_them",
        ),
    ),
    Mutant(
        "the stricter word of two does not stand",
        ("21-23",),
        "service/trust/second_opinions.py",
        '"block": Standing.RISKY',
        '"block": Standing.REVIEW',
        ("tests/trust/test_second_opinions.py::test_the_stricter_word_stands",),
    ),
    Mutant(
        "what is under lease is leased once more",
        ("21-23",),
        "service/trust/review_queue.py",
        "    and (r.leased_until is null or r.leased_until <= $3 or r.leased_by_id = $1)\n",
        "    and (r.leased_until <= $3 or r.leased_until is not null or r.leased_by_id is null)\n",
        (f"{QUEUE}::test_no_two_hold_the_same_and_urgent_comes_first",),
    ),
    Mutant(
        "whoever does not hold the lease decides",
        ("21-23",),
        "service/trust/review_decisions.py",
        "    if leased and review.leased_by_id != moderator.id:",
        "    if leased and review.leased_by_id is None:",
        (f"{QUEUE}::test_only_who_holds_it_decides_until_the_lease_ends_or_is_given_back",),
    ),
    Mutant(
        "a decision takes effect while it can be taken back",
        ("21-23", "faults"),
        "service/trust/review_effects.py",
        "        if (left := review.effective_at - clock.now()) > timedelta():\n",
        "        if (left := review.effective_at - clock.now()) > timedelta(days=1):\n",
        (f"{QUEUE}::test_a_decision_takes_effect_once_it_cannot_be_taken_back",),
    ),
    Mutant(
        "a moderator decides about the own family",
        ("5-7", "8"),
        "service/trust/review_things.py",
        "    homes = await kinship.homes_of(account.id)\n",
        "    homes: set[UUID] = set()\n",
        (f"{DECISIONS}::test_whoever_is_of_the_family_neither_looks_nor_decides",),
    ),
    Mutant(
        "who decided hears the appeal against it",
        ("8",),
        "service/trust/review_decisions.py",
        "    return review.cause is Cause.APPEAL and await theirs.exclude(id=review.id).exists()",
        "    return review.cause is Cause.APPEAL and not theirs",
        ("tests/sharing/test_appeals.py::test_another_moderator_looks_again_and_it_is_back",),
    ),
    Mutant(
        "a human's decision leaves no row",
        ("I6",),
        "service/trust/review_decisions.py",
        '    await audit.record(moderator, "review.decided", review)\n',
        "",
        ("tests/trust/test_reviews.py::test_a_yes_may_be_taken_back_until_somebody_has_decided",),
    ),
    Mutant(
        "doubt in a post is shown until a human has looked",
        ("21-23", "I4"),
        "service/sharing/post_verdicts.py",
        "    if Standing.REVIEW in (said, *shown):\n        return PostState.REVIEW",
        "    if said is Standing.REVIEW:\n        return PostState.REVIEW",
        ("tests/rules/test_posts.py::test_a_post_is_shown_only_when_every_part_has_passed",),
    ),
    Mutant(
        "a post is published before the verdict",
        ("21-23", "I4"),
        "service/sharing/post_verdicts.py",
        '    if Standing.PENDING in (said, *shown):\n        return None, ""\n',
        "",
        ("tests/rules/test_posts.py::test_while_a_part_is_unchecked_a_post_waits",),
    ),
    Mutant(
        "what was rejected is shown again by a machine",
        ("24", "I4"),
        "models/sharing/posts.py",
        "    PostState.REJECTED: {PostState.WITHDRAWN},",
        "    PostState.REJECTED: {PostState.APPROVED, PostState.WITHDRAWN},",
        ("tests/rules/test_posts.py::test_a_rejected_post_is_never_shown_again",),
    ),
]
