"""Mutants of entries, drafts, filed items and search."""

from tests.mutants.mutant import Mutant

DRAFTS = "tests/archive/test_drafts.py"
ITEMS = "tests/archive/test_filed_items.py"

MUTANTS = [
    Mutant(
        "a student confirms its own draft",
        ("5-7",),
        "service/archive/entry_drafts.py",
        "        await access.deciding_for(account, entry.family_id, entry.student_id)\n",
        "",
        (f"{DRAFTS}::test_only_a_guardian_confirms",),
    ),
    Mutant(
        "a guardian confirms what was not looked at",
        ("I4",),
        "service/archive/entry_drafts.py",
        "            if entry.version != version:\n",
        "            if entry.version < version:\n",
        (f"{DRAFTS}::test_a_guardian_confirms_what_was_looked_at_and_nothing_else",),
    ),
    Mutant(
        "an entry for the class takes no consent",
        ("5-7", "I4"),
        "service/archive/entry_audiences.py",
        "    return await consents.require(Purpose.CLASS, family_id, student_id)",
        "    return None",
        (
            "tests/people/test_enrolments.py"
            "::test_teacher_and_classmates_parents_see_what_the_class_is_shown",
        ),
    ),
    Mutant(
        "a relative shows the class what is a guardian's to show",
        ("5-7",),
        "service/archive/entry_audiences.py",
        "        await access.deciding_for(author, entry.family_id, entry.student_id)\n",
        "        pass\n",
        ("tests/archive/test_growth.py::test_what_leaves_the_family_is_a_guardians_to_decide",),
    ),
    Mutant(
        "a photo of another family gets into an entry",
        ("5-7",),
        "service/archive/photos.py",
        "visible = access.photos_visible_to(viewer).filter(id__in=asked, family_id=family_id)",
        "visible = Photo.filter(id__in=asked)",
        ("tests/archive/test_growth.py::test_nothing_of_another_family_gets_into_an_entry",),
    ),
    Mutant(
        "the second of two who change an entry wins unseen",
        ("I1",),
        "service/archive/changes.py",
        "    if isinstance(draft.version, int) and draft.version != entry.version:",
        "    if isinstance(draft.version, int) and draft.version > entry.version:",
        (
            "tests/archive/test_revisions.py::test_whoever_looked_at_another_version_is_told_so_and_overwrites_nothing",
        ),
    ),
    Mutant(
        "relatives read of what is closed",
        ("5-7",),
        "service/trust/access/visibility.py",
        "    told = (own | _oneself(viewer)) & ~Q(open_level=OpenLevel.CLOSED)\n",
        "    told = own | _oneself(viewer)\n",
        ("tests/archive/test_filed_search.py::test_grandfather_finds_nothing_of_what_is_closed",),
    ),
    Mutant(
        "numbers go on from one series to the next",
        ("I1",),
        "service/archive/filing_numbers.py",
        'await sequences.next_of(f"items.{series}")',
        'await sequences.next_of(f"items.{series.household}")',
        (f"{ITEMS}::test_numbers_count_within_their_series_and_begin_with_the_household",),
    ),
    Mutant(
        "the places of a child are those of all its entries",
        ("5-7", "I4"),
        "service/archive/timeline.py",
        "    found = access.entries_visible_to(scope.viewer).filter(\n        family_id=scope",
        "    found = Entry.filter(\n        deleted_at=None,\n        family_id=scope",
        (
            "tests/archive/test_timeline.py"
            "::test_a_place_is_told_to_whoever_reads_where_it_is_named",
        ),
    ),
]
