"""Mutants of the city's programme: figures, tasks, donations."""

from tests.mutants.mutant import Mutant

DONATIONS = "tests/programme/test_donations.py"
DESK = "tests/programme/test_donation_desk.py"
CELLS = "tests/rules/test_insight_cells.py"

MUTANTS = [
    Mutant(
        "a cell of four is told",
        ("8", "11"),
        "service/programme/insight_cells.py",
        "LEAST = 5",
        "LEAST = 4",
        (f"{CELLS}::test_small_ones_are_hidden_and_one_more_so_that_none_follows",),
    ),
    Mutant(
        "a hidden figure follows from the sum",
        ("8", "11"),
        "service/programme/insight_cells.py",
        "    return len(hidden) == 1 or (len(hidden) > 1 and sum(hidden) < LEAST)",
        "    return len(hidden) > 1 and sum(hidden) < LEAST",
        (f"{CELLS}::test_no_hidden_figure_follows_from_what_is_told",),
    ),
    Mutant(
        "figures count on what a consent made dark",
        ("9",),
        "service/programme/insight.py",
        "not exists (select from consent_withdrawals w where w.consent_id = c.consent_id)",
        "true",
        (
            "tests/programme/test_insight.py"
            "::test_the_archivists_of_a_place_read_its_figures_and_nobody_of_few",
        ),
    ),
    Mutant(
        "an archivist of elsewhere reads a region's figures",
        ("8", "5-7"),
        "service/programme/insight.py",
        "    await access.office_over(archivist, region, Office.ARCHIVIST)\n",
        "",
        (
            "tests/programme/test_insight.py"
            "::test_the_archivists_of_a_place_read_its_figures_and_nobody_of_few",
        ),
    ),
    Mutant(
        "who did not offer it signs the deed",
        ("5-7",),
        "service/programme/donation_signing.py",
        "        if donation.donor_id != account.id:\n",
        "        if donation.donor_id is None:\n",
        (f"{DONATIONS}::test_a_grown_child_decides_for_itself",),
    ),
    Mutant(
        "another text is signed than was read",
        ("I1",),
        "service/programme/donation_signing.py",
        "        if deed.sha256 != draft.sha256:\n",
        "        if not draft.sha256:\n",
        (f"{DONATIONS}::test_who_signs_another_text_than_was_read_is_asked_to_read_again",),
    ),
    Mutant(
        "the owner widens what may be published",
        ("9",),
        "service/programme/donation_signing.py",
        "        if donation_rules.is_wider(draft.publication, donation.publication):\n",
        "        if donation_rules.is_wider(donation.publication, donation.publication):\n",
        (f"{DONATIONS}::test_the_owner_only_narrows_and_it_holds_at_once",),
    ),
    Mutant(
        "an archivist elsewhere finds a donation",
        ("8", "5-7"),
        "service/programme/donation_desk.py",
        "    await access.office_over(archivist, donation.region, Office.ARCHIVIST)\n",
        "",
        (f"{DESK}::test_archivists_elsewhere_and_others_find_nothing",),
    ),
    Mutant(
        "a look at a donated item leaves no row",
        ("8", "I6"),
        "service/programme/donation_desk.py",
        '        await audit.record(archivist, "donation.item_looked_at", row)\n',
        "",
        (f"{DESK}::test_pictures_come_with_a_look_and_each_look_leaves_its_row",),
    ),
    Mutant(
        "what was changed after the signature is handed over",
        ("I1", "faults"),
        "service/programme/donation_contents.py",
        "if told.digest == digests[row_id]}",
        "if row_id in digests}",
        (
            "tests/programme/test_donation_copies.py"
            "::test_what_was_changed_after_the_signature_is_not_handed_over",
        ),
    ),
    Mutant(
        "a donation that ended is accessioned by a job under way",
        ("faults", "I3"),
        "service/programme/donation_copies.py",
        "    return donation if donation.state is DonationState.SIGNED else None",
        "    return donation",
        (
            "tests/programme/test_donation_copies.py"
            "::test_taken_back_it_is_gone_at_once_with_its_copies",
        ),
    ),
    Mutant(
        "a task of another class is seen",
        ("5-7",),
        "service/programme/policy.py",
        "    return task.school_class_id is None or await class_members.belongs(\n"
        "        account, task.school_class_id\n    )\n",
        "    return True\n",
        ("tests/programme/test_tasks.py::test_teacher_wang_invites_the_class_and_the_class_alone",),
    ),
]
