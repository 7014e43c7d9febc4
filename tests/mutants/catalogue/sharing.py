"""Mutants of posts, their edits, comments and likes."""

from tests.mutants.mutant import Mutant

EDITS = "tests/sharing/test_post_edits.py"
POSTS = "tests/sharing/test_posts.py"
LIKES = "tests/sharing/test_likes.py"

MUTANTS = [
    Mutant(
        "a post leaves no row",
        ("I6",),
        "service/sharing/posts.py",
        '        await audit.record(author, "post.published", post)\n',
        "",
        (
            "tests/trust/test_audit.py"
            "::test_the_main_job_leaves_one_row_for_each_act_in_its_transaction",
        ),
    ),
    Mutant(
        "a row is written beside what it audits",
        ("I6",),
        "service/sharing/share_links.py",
        "        if await ShareLink.filter(id=link_id, revoked_at=None)"
        ".update(revoked_at=clock.now()):\n"
        '            await audit.record(guardian, "share_link.revoked", link)\n',
        "        done = await ShareLink.filter(id=link_id, revoked_at=None)"
        ".update(revoked_at=clock.now())\n"
        "    if done:\n"
        '        await audit.record(guardian, "share_link.revoked", link)\n',
        (
            "tests/trust/test_audit.py"
            "::test_the_main_job_leaves_one_row_for_each_act_in_its_transaction",
        ),
    ),
    Mutant(
        "a post takes no consent",
        ("I4", "5-7"),
        "service/sharing/post_gates.py",
        "    return await consents.require(showing.purpose, showing.family_id, showing.student_id)",
        "    return None",
        (f"{POSTS}::test_beyond_the_family_only_a_guardian_shows_and_only_on_consent",),
    ),
    Mutant(
        "an edit is shown before its check",
        ("21-23", "I4"),
        "service/sharing/post_edits.py",
        "    return after if post.state is PostState.APPROVED else after.passed()",
        "    return after.passed()",
        (f"{EDITS}::test_what_is_added_waits_and_what_is_taken_away_is_gone_at_once",),
    ),
    Mutant(
        "an edit that narrows waits for the check",
        ("21-23", "9"),
        "service/sharing/post_edits.py",
        "    post.audience, post.topic_id = audience, topic_id\n",
        "    post.audience, post.topic_id = max(audience, post.audience), topic_id\n",
        (f"{EDITS}::test_an_audience_narrows_at_once_and_widens_through_the_gates_alone",),
    ),
    Mutant(
        "an edit lights what a consent made dark",
        ("9",),
        "service/sharing/post_edits.py",
        "        await _require_lit(post)\n",
        "        pass\n",
        (f"{EDITS}::test_what_a_consent_made_dark_no_edit_lights",),
    ),
    Mutant(
        "an editor of nothing edits a post",
        ("5-7",),
        "service/sharing/posts.py",
        "    if post is None or not viewer.may_change("
        "post.author_id, post.family_id, post.student_id):\n",
        "    if post is None:\n",
        (f"{EDITS}::test_who_may_edit_and_what_takes_a_guardian",),
    ),
    Mutant(
        "what was reported as urgent is shown until somebody has looked",
        ("21-23",),
        "service/trust/access/everybody.py",
        "p.state = 'approved' and p.hidden_at is null and p.deleted_at is null",
        "p.state = 'approved' and p.deleted_at is null",
        (
            "tests/sharing/test_feed.py"
            "::test_the_public_page_says_what_everybody_may_see_in_every_condition",
        ),
    ),
    Mutant(
        "a comment is read before its check",
        ("I4", "21-23"),
        "service/trust/access/visibility.py",
        'viewer to see: one\'s own; others\' once checked."""\n'
        "    passed = Q(standing=Standing.PASSED)\n",
        'viewer to see: one\'s own; others\' once checked."""\n'
        "    passed = ~Q(standing=Standing.RISKY)\n",
        (
            "tests/sharing/test_post_comments.py::test_what_is_said_waits_for_its_check_and_is_answered",
        ),
    ),
    Mutant(
        "what is said under a post is listed before its check",
        ("I4", "21-23"),
        "service/sharing/comment_pages.py",
        "(c.standing = 'passed' or c.author_id = $2)\"\n",
        "(c.standing <> 'risky' or c.author_id = $2)\"\n",
        (
            "tests/sharing/test_post_comments.py::test_what_is_said_waits_for_its_check_and_is_answered",
        ),
    ),
    Mutant(
        "a like is counted twice",
        ("36",),
        "service/sharing/likes.py",
        "    on conflict (post_id, account_id) do nothing returning post_id\n",
        "    on conflict (post_id, account_id) do update set created_at = now()"
        " returning post_id\n",
        (f"{LIKES}::test_a_like_counts_once_and_can_be_taken_back",),
    ),
    Mutant(
        "of a like and its taking back in one moment the first counts",
        ("36",),
        "service/sharing/likes.py",
        "    order by post_id, account_id, place desc\n",
        "    order by post_id, account_id, place\n",
        (f"{LIKES}::test_of_several_taps_in_one_moment_the_last_one_counts",),
    ),
    Mutant(
        "likes are rolled up and counted on",
        ("36", "faults"),
        "service/sharing/tallies.py",
        "    delete from tally_changes returning post_id, likes, comments\n",
        "    select post_id, likes, comments from tally_changes\n",
        ("tests/sharing/test_tallies.py::test_after_any_writes_the_counts_equal_a_recount",),
    ),
    Mutant(
        "whoever does not see a post likes it",
        ("5-7", "36"),
        "service/sharing/likes.py",
        "        await posts.seen_by(account, act.post_id)\n",
        "",
        (f"{LIKES}::test_only_what_one_sees_can_be_liked",),
    ),
    Mutant(
        "one curator proposes and confirms",
        ("8",),
        "service/sharing/featurings.py",
        "        if featuring.proposed_by_id == curator.id:\n",
        "        if featuring.proposed_by_id is None:\n",
        (
            "tests/sharing/test_featurings.py"
            "::test_one_proposes_another_one_confirms_and_the_author_is_told",
        ),
    ),
]
