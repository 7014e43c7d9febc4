"""Mutants of what leaves the house: links, cards, show pages."""

from tests.mutants.mutant import Mutant

PICTURED = "tests/sharing/test_pictured.py"
LINKS = "tests/sharing/test_share_links.py"
PAGES = "tests/sharing/test_show_pages.py"
OPENING = "service/sharing/share_opening.py"

MUTANTS = [
    Mutant(
        "a link that was revoked opens",
        ("13-14", "4"),
        OPENING,
        "and l.revoked_at is null and l.expires_at > $2\n",
        "and l.expires_at > $2\n",
        (f"{LINKS}::test_a_revoked_link_is_dead_at_once_and_the_others_live",),
    ),
    Mutant(
        "a link lives for ever",
        ("13-14",),
        OPENING,
        "and l.revoked_at is null and l.expires_at > $2\n",
        "and l.revoked_at is null and $2::timestamptz is not null\n",
        (f"{LINKS}::test_a_link_lives_as_long_as_it_was_given",),
    ),
    Mutant(
        "a link forgets the consent of its post",
        ("9", "13-14"),
        OPENING,
        "    where w.consent_id in (l.consent_id, p.consent_id, s.consent_id))\n",
        "    where w.consent_id = s.consent_id)\n",
        (
            "tests/trust/test_consents.py"
            "::test_taking_back_darkens_the_link_of_a_post_that_was_never_public",
        ),
    ),
    Mutant(
        "a picture in the trash is shown on",
        ("9", "13-14"),
        "models/sharing/posts.py",
        "        return [photo for photo in found if photo.deleted_at is None]",
        "        return found",
        (
            "tests/archive/test_trash.py"
            "::test_a_public_post_and_its_link_go_dark_in_the_same_moment_and_come_back",
        ),
    ),
    Mutant(
        "a relative gives a link",
        ("5-7",),
        "service/sharing/share_links.py",
        "    await access.deciding_for(guardian, seen.family_id, seen.student_id)\n"
        "    await access.require_undisputed(seen.family_id)\n"
        "    await post_verdicts.locked(post_id)\n"
        "    post = await posts.seen_by(guardian, post_id)\n"
        "    await access.deciding_for(guardian, post.family_id, post.student_id)\n",
        "    post = seen\n",
        (f"{LINKS}::test_only_a_guardian_gives_and_takes_links",),
    ),
    Mutant(
        "a link stands on another consent than the one to show",
        ("9",),
        "service/sharing/share_links.py",
        "        consent = await consents.require(Purpose.SHOW, post.family_id, post.student_id)\n",
        "        consent = await consents.require("
        "Purpose.ARCHIVE, post.family_id, post.student_id)\n",
        (f"{LINKS}::test_the_familys_own_can_be_shared_on_a_consent_to_show_alone",),
    ),
    Mutant(
        "a sister's yes that is taken back leaves up what shows her beside her brother",
        ("9",),
        "service/bootstrap.py",
        "        consents.when_ended(shown.end_on)\n",
        "",
        (f"{PICTURED}::test_what_shows_her_is_dark_once_her_yes_is_taken_back_and_stays_so",),
    ),
    Mutant(
        "a card has the full name of the child",
        ("11",),
        "service/sharing/cards.py",
        "family.name as family, child.nickname as child, child.birth_date",
        "family.name as family, child.full_name as child, child.birth_date",
        (
            "tests/people/test_students.py::test_the_full_name_never_leaves_the_family",
            "tests/sharing/test_posts.py::test_others_get_the_card_and_nothing_more",
        ),
    ),
    Mutant(
        "a show page tells on which day a child was how old",
        ("11",),
        "service/sharing/show_page_contents.py",
        "        if self.student is None:\n            return when.words\n",
        "        if not when.about:\n            return when.words\n",
        (f"{PAGES}::test_a_page_opens_to_friends_and_names_no_day_and_no_place",),
    ),
    Mutant(
        "a record is on a page as it was changed since",
        ("21-23", "I4"),
        "service/sharing/show_page_contents.py",
        "and e.version = i.version\n",
        "",
        (f"{PAGES}::test_what_is_taken_away_is_gone_at_once_and_what_is_added_waits",),
    ),
    Mutant(
        "what was narrowed since stays on a show page",
        ("9", "5-7"),
        "service/sharing/show_page_contents.py",
        "and f.standing = 'passed' and f.open_level = 'open' and f.version = o.version\n",
        "and f.standing = 'passed' and f.version >= o.version\n",
        (
            "tests/sharing/test_show_pages_filed.py"
            "::test_narrowed_changed_and_taken_out_it_is_gone_at_once_and_the_page_lives",
        ),
    ),
]
