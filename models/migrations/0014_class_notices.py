"""Notices of who asks to teach or to be in a class, and of who was taken in."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from models.trust.notices import NoticeKind
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0013_successions')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='Notice',
            name='kind',
            field=fields.CharEnumField(description='CONSENT_GRANTED: consent_granted\nCONSENT_WITHDRAWN: consent_withdrawn\nCONSENT_TEXT_CHANGED: consent_text_changed\nMEMBER_JOINED: member_joined\nMEMBER_LEFT: member_left\nDISPUTE_OPENED: dispute_opened\nDISPUTE_SETTLED: dispute_settled\nSUCCESSION_ASKED: succession_asked\nSUCCESSION_APPROVED: succession_approved\nSUCCESSION_ENDED: succession_ended\nSUCCESSION_CARRIED_OUT: succession_carried_out\nCHILD_FOURTEEN: child_fourteen\nCHILD_EIGHTEEN: child_eighteen\nDRAFT_TO_CONFIRM: draft_to_confirm\nPHOTO_REFUSED: photo_refused\nPHOTO_DOUBTFUL: photo_doubtful\nWORDS_DOUBTFUL: words_doubtful\nREVIEW_DECIDED: review_decided\nCAPTION_DECIDED: caption_decided\nARCHIVE_LOOKED_AT: archive_looked_at\nERASURE_ASKED: erasure_asked\nERASURE_DONE: erasure_done\nSTORY_ADDED: story_added\nCOMMENT_ADDED: comment_added\nENTRY_ENDORSED: entry_endorsed\nTASK_OPENED: task_opened\nTEACHER_ASKED: teacher_asked\nTEACHER_CONFIRMED: teacher_confirmed\nCHILD_PUT_DOWN: child_put_down\nCHILD_TAKEN_IN: child_taken_in\nCLASS_ENDING: class_ending\nBOOKLET_TO_CONFIRM: booklet_to_confirm\nBOOKLET_CONFIRMED: booklet_confirmed\nBOOKLET_TO_ENDORSE: booklet_to_endorse\nBOOKLET_ENDORSED: booklet_endorsed\nBOOKLET_READY: booklet_ready\nIMPORT_DONE: import_done\nEXPORT_ASKED: export_asked\nEXPORT_READY: export_ready\nALBUM_READY: album_ready\nDONATION_OFFERED: donation_offered\nDONATION_DECIDED: donation_decided\nDONATION_SIGNED: donation_signed\nDONATION_ACCESSIONED: donation_accessioned\nDESK_SIGNED_IN: desk_signed_in\nPOST_SHOWN: post_shown\nPOST_REFUSED: post_refused\nPOST_DOUBTFUL: post_doubtful\nPOST_FEATURED: post_featured\nPOST_COMMENTED: post_commented\nPOST_COMMENT_ANSWERED: post_comment_answered\nSHOW_PAGE_READY: show_page_ready\nSHOW_PAGE_REFUSED: show_page_refused\nSHOW_PAGE_DOUBTFUL: show_page_doubtful\nPOSTER_READY: poster_ready\nREPORT_DECIDED: report_decided\nTAKEN_DOWN: taken_down\nSHOWN_AGAIN: shown_again\nAPPEAL_DECIDED: appeal_decided\nRESTRICTED: restricted\nURGENT_REPORT: urgent_report', enum_type=NoticeKind, max_length=24),
        ),
    ]
