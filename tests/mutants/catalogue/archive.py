"""Mutants of uploads, readings, renditions, exports, the trash and the walk over all objects."""

from tests.mutants.mutant import Mutant

UPLOADS = "tests/archive/test_uploads.py"
CALLBACKS = "tests/archive/test_upload_callbacks.py"
PHOTOS = "tests/archive/test_photos.py"
READING = "tests/archive/test_reading.py"
EXPORTS = "tests/archive/test_exports.py"
OWN_EXPORTS = "tests/archive/test_own_exports.py"
RECONCILING = "tests/archive/test_reconciling.py"
FIXITY = "tests/archive/test_fixity.py"

MUTANTS = [
    Mutant(
        "a callback is believed without a stat",
        ("16-17", "I3"),
        "service/archive/uploads.py",
        "    found = await adapters().kodo.stat(upload.key)\n    if found is None:\n",
        '    found = {"hash": "", "fsize": upload.bytes}\n    if found is None:\n',
        (f"{CALLBACKS}::test_a_signed_callback_without_an_object_makes_no_photo",),
    ),
    Mutant(
        "a photo is as large as was announced",
        ("16-17", "I3"),
        "service/archive/uploads.py",
        '            bytes=found["fsize"],\n',
        "            bytes=upload.bytes,\n",
        (
            "tests/archive/test_quotas.py"
            "::test_a_ticket_reserves_what_it_announces_and_a_photo_takes_what_it_is",
        ),
    ),
    Mutant(
        "somebody else confirms an upload",
        ("5-7", "16-17"),
        "service/archive/uploads.py",
        "    upload = await Upload.get_or_none(id=upload_id, account=account)",
        "    upload = await Upload.get_or_none(id=upload_id)",
        (f"{UPLOADS}::test_somebody_elses_upload_cannot_be_told_from_none",),
    ),
    Mutant(
        "the ticket of somebody who left makes a photo",
        ("9", "5-7"),
        "service/archive/uploads.py",
        "        if not await _may_still_add(upload):\n            return None\n",
        "",
        ("tests/people/test_leaving.py::test_a_ticket_makes_no_photo_once_its_holder_has_left",),
    ),
    Mutant(
        "a ticket that nobody reported is given up unseen",
        ("I2", "faults"),
        "service/archive/uploads.py",
        "        is_adopted = outcome.facts and await _adopt(upload, outcome.facts)\n",
        "        is_adopted = False\n",
        (f"{UPLOADS}::test_what_nobody_reported_is_adopted_by_the_sweep",),
    ),
    Mutant(
        "those who race for the last room all win",
        ("15",),
        "service/archive/quotas.py",
        "    await families.lock(family_id)\n",
        "",
        (
            "tests/archive/test_quotas.py"
            "::test_of_those_who_race_for_the_last_room_as_many_win_as_fit",
        ),
    ),
    Mutant(
        "a picture of any size is decoded",
        ("18-19",),
        "service/archive/reading/pictures.py",
        "    if full[0] * full[1] > MAX_PIXELS:\n",
        "    if full[0] > MAX_PIXELS:\n",
        (f"{READING}::test_the_reader_as_a_process_refuses_a_pixel_bomb_at_once",),
    ),
    Mutant(
        "the reader may write where it likes",
        ("18-19",),
        "service/archive/reading/sandbox.py",
        "    return system.syscall(_RESTRICT_SELF, ruleset, 0) == 0",
        "    return ruleset > 0",
        ("tests/archive/test_reading_sandbox.py::test_the_reading_process_confines_itself",),
    ),
    Mutant(
        "the reader knows our secrets",
        ("1", "18-19"),
        "service/archive/apart.py",
        "        env=_ENVIRONMENT,\n",
        "        env=None,\n",
        ("tests/archive/test_reading_sandbox.py::test_a_reader_inherits_no_secret",),
    ),
    Mutant(
        "the master keeps what the camera wrote",
        ("20",),
        "service/archive/reading/masters.py",
        '    bare.save(path, "JPEG", quality=MASTER_QUALITY)\n',
        '    bare.save(path, "JPEG", quality=MASTER_QUALITY, exif=picture.getexif())\n',
        (f"{READING}::test_the_master_has_no_metadata_and_no_larger_side_than_allowed",),
    ),
    Mutant(
        "a film keeps where it was made",
        ("20",),
        "service/archive/reading/remuxing.py",
        '    "h264": "filter_units=remove_types=6",\n',
        "",
        ("tests/archive/test_reading_films.py::test_what_the_encoder_says_aside_is_not_played",),
    ),
    Mutant(
        "a URL is signed for the original",
        ("20", "11"),
        "service/archive/renditions.py",
        "    return rendition_of(photo.master_key, rendition, outside=outside)",
        "    return rendition_of(photo.key, rendition, outside=outside)",
        (f"{PHOTOS}::test_no_rendition_and_no_answer_to_others_tells_camera_or_place",),
    ),
    Mutant(
        "a URL that was shown outside lives for hours",
        ("9", "13-14"),
        "service/archive/renditions.py",
        "INSIDE, OUTSIDE = 3600, 300",
        "INSIDE, OUTSIDE = 3600, 3600",
        (f"{PHOTOS}::test_urls_die_within_their_time_and_stay_the_same_while_they_may",),
    ),
    Mutant(
        "copies are made of a picture that nobody has checked",
        ("I3", "I4"),
        "service/archive/readings.py",
        '    if photo is None or original is None or original["hash"] != photo.etag:',
        "    if photo is None or original is None:",
        (f"{RECONCILING}::test_no_master_is_made_of_a_picture_that_nobody_has_checked",),
    ),
    Mutant(
        "what cannot be read is ready",
        ("I3",),
        "service/archive/readings.py",
        "            photo.state = PhotoState.REFUSED\n",
        "            photo.state = PhotoState.READY\n",
        (f"{PHOTOS}::test_what_is_no_photo_is_refused_kindly_and_the_worker_lives",),
    ),
    Mutant(
        "a photo that did not pass is seen by guardians",
        ("I4", "21-23"),
        "service/trust/access/visibility.py",
        "    shown = Q(state=PhotoState.READY, standing=Standing.PASSED)\n    entries = ",
        "    shown = Q(state=PhotoState.READY)\n    entries = ",
        (f"{PHOTOS}::test_a_photo_that_did_not_pass_is_seen_by_its_uploader_alone",),
    ),
    Mutant(
        "what lies in the trash is seen",
        ("9", "40"),
        "service/trust/access/visibility.py",
        "        | shown & Q(id__in=Subquery(told)),\n        deleted_at=None,\n",
        "        | shown & Q(id__in=Subquery(told)),\n",
        ("tests/archive/test_trash.py::test_alice_discards_by_mistake_and_finds_it_where_it_was",),
    ),
    Mutant(
        "an object that is nobody's is removed",
        ("I2",),
        "service/archive/reconciling.py",
        "        await findings.note(one.kind, key, one.photo_id, one.bytes, one.etag)\n",
        "        await findings.note(one.kind, key, one.photo_id, one.bytes, one.etag)\n"
        "        if one.kind is FindingKind.ORPHAN:\n"
        "            await adapters().kodo.delete(key)\n",
        (f"{RECONCILING}::test_an_object_of_nobody_is_noted_once_and_left_where_it_is",),
    ),
    Mutant(
        "an outage of the store is taken for a loss",
        ("I2", "faults"),
        "service/archive/reconciling.py",
        "            elif outcome.code == NO_SUCH_KEY:\n",
        "            elif outcome.code:\n",
        (f"{RECONCILING}::test_a_kodo_that_stumbles_is_no_reason_for_a_finding",),
    ),
    Mutant(
        "a flipped bit goes unnoticed",
        ("I1", "faults"),
        "service/archive/fixity/verifying.py",
        "        if found == sha256:\n",
        "        if found:\n",
        (f"{FIXITY}::test_a_flipped_bit_is_found_and_reported_and_nothing_is_lost_by_it",),
    ),
    Mutant(
        "what is damaged is put back from what is damaged, too",
        ("I1",),
        "service/archive/fixity/verifying.py",
        "    if await condition_of(source, photo.sha256, heard) is not Verdict.WHOLE:\n"
        "        return False\n",
        "",
        (f"{FIXITY}::test_a_copy_that_is_damaged_too_is_not_put_back",),
    ),
    Mutant(
        "another family's photo is put back",
        ("5-7",),
        "service/archive/fixity/verifying.py",
        "    alike = Photo.filter(family_id=photo.family_id, sha256=photo.sha256,"
        " family_id__isnull=False)\n",
        "    alike = Photo.filter(sha256=photo.sha256, family_id__isnull=False)\n",
        (f"{FIXITY}::test_another_familys_photo_is_no_copy",),
    ),
    Mutant(
        "a bag vouches for other bytes than are in it",
        ("I1",),
        "service/archive/bags.py",
        "        name: {one: hashlib.new(one, text.encode()).hexdigest() for one in ALGORITHMS}\n",
        "        name: {one: hashlib.new(one, text.strip().encode()).hexdigest()"
        " for one in ALGORITHMS}\n",
        ("tests/rules/test_bags.py::test_the_bag_says_what_it_is_and_vouches_for_its_own_lists",),
    ),
    Mutant(
        "any relative takes the whole archive home",
        ("5-7",),
        "service/trust/access/visibility.py",
        "    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN), by_child=False)",
        "    guarded = Q(family_id__in=viewer.families(), by_child=False)",
        (f"{EXPORTS}::test_the_second_guardian_is_told_and_may_take_it_and_nobody_else",),
    ),
    Mutant(
        "what a grown child takes home is its guardians', too",
        ("5-7",),
        "service/trust/access/visibility.py",
        "    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN), by_child=False)",
        "    guarded = Q(family_id__in=viewer.families(Role.GUARDIAN))",
        (f"{OWN_EXPORTS}::test_it_is_her_own_affair_and_the_guardians_bags_are_theirs",),
    ),
    Mutant(
        "a grown child takes home what its guardians see",
        ("5-7",),
        "service/archive/bag_contents/scope.py",
        "    if not export.by_child:\n",
        "    if export.student_id:\n",
        (f"{OWN_EXPORTS}::test_she_takes_home_what_she_sees_of_her_own_archive",),
    ),
    Mutant(
        "the job that packs does not look again who wants it",
        ("9", "faults"),
        "service/archive/export_packing.py",
        "    return await had.filter(id=export.id).exists()",
        "    return had is not None",
        (f"{EXPORTS}::test_a_guardian_who_no_longer_is_one_gets_no_bag",),
    ),
    Mutant(
        "an export is there for ever",
        ("40",),
        "service/archive/export_packing.py",
        "        export.expires_at = now + KEPT\n",
        "        export.expires_at = now + 100 * KEPT\n",
        (f"{EXPORTS}::test_after_seven_days_it_is_gone",),
    ),
]
