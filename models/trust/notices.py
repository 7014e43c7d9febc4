"""Notices: what an account is told inside the mini-program; sent at least once, shown once."""

from enum import StrEnum

from tortoise import fields

from models.base import Record


class NoticeKind(StrEnum):
    CONSENT_GRANTED = "consent_granted"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_TEXT_CHANGED = "consent_text_changed"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_SETTLED = "dispute_settled"
    SUCCESSION_ASKED = "succession_asked"
    SUCCESSION_APPROVED = "succession_approved"
    SUCCESSION_ENDED = "succession_ended"
    SUCCESSION_CARRIED_OUT = "succession_carried_out"
    CHILD_FOURTEEN = "child_fourteen"
    CHILD_EIGHTEEN = "child_eighteen"
    DRAFT_TO_CONFIRM = "draft_to_confirm"
    PHOTO_REFUSED = "photo_refused"
    PHOTO_DOUBTFUL = "photo_doubtful"
    WORDS_DOUBTFUL = "words_doubtful"
    REVIEW_DECIDED = "review_decided"
    CAPTION_DECIDED = "caption_decided"
    ARCHIVE_LOOKED_AT = "archive_looked_at"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_DONE = "erasure_done"
    STORY_ADDED = "story_added"
    COMMENT_ADDED = "comment_added"
    ENTRY_ENDORSED = "entry_endorsed"
    TASK_OPENED = "task_opened"
    TEACHER_ASKED = "teacher_asked"
    TEACHER_CONFIRMED = "teacher_confirmed"
    CHILD_PUT_DOWN = "child_put_down"
    CHILD_TAKEN_IN = "child_taken_in"
    CLASS_ENDING = "class_ending"
    BOOKLET_TO_CONFIRM = "booklet_to_confirm"
    BOOKLET_CONFIRMED = "booklet_confirmed"
    BOOKLET_TO_ENDORSE = "booklet_to_endorse"
    BOOKLET_ENDORSED = "booklet_endorsed"
    BOOKLET_READY = "booklet_ready"
    IMPORT_DONE = "import_done"
    EXPORT_ASKED = "export_asked"
    EXPORT_READY = "export_ready"
    ALBUM_READY = "album_ready"
    DONATION_OFFERED = "donation_offered"
    DONATION_DECIDED = "donation_decided"
    DONATION_SIGNED = "donation_signed"
    DONATION_ACCESSIONED = "donation_accessioned"
    DESK_SIGNED_IN = "desk_signed_in"
    POST_SHOWN = "post_shown"
    POST_REFUSED = "post_refused"
    POST_DOUBTFUL = "post_doubtful"
    POST_FEATURED = "post_featured"
    POST_COMMENTED = "post_commented"
    POST_COMMENT_ANSWERED = "post_comment_answered"
    SHOW_PAGE_READY = "show_page_ready"
    SHOW_PAGE_REFUSED = "show_page_refused"
    SHOW_PAGE_DOUBTFUL = "show_page_doubtful"
    POSTER_READY = "poster_ready"
    REPORT_DECIDED = "report_decided"
    TAKEN_DOWN = "taken_down"
    SHOWN_AGAIN = "shown_again"
    APPEAL_DECIDED = "appeal_decided"
    RESTRICTED = "restricted"
    URGENT_REPORT = "urgent_report"


class Notice(Record):
    """One event for one account. `subject_id` is what it is about; no words of anybody."""

    account_id = fields.UUIDField()
    kind = fields.CharEnumField(NoticeKind, max_length=24)
    subject_id = fields.UUIDField()
    family_id = fields.UUIDField(null=True)
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notices"
        unique_together = (("account_id", "kind", "subject_id"),)
