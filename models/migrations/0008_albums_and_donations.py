from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.archive.printed_albums import AlbumState
from models.base import uuid7
from models.programme.donations import DonationState, Publication
from models.trust.notices import NoticeKind
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0007_filing')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Donation',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='donations', on_delete=OnDelete.RESTRICT)),
                ('donor', fields.ForeignKeyField('models.Account', source_field='donor_id', db_constraint=True, to_field='id', related_name='donations', on_delete=OnDelete.RESTRICT)),
                ('region', fields.ForeignKeyField('models.Region', source_field='region_id', db_constraint=True, to_field='id', related_name='donations', on_delete=OnDelete.RESTRICT)),
                ('state', fields.CharEnumField(default=DonationState.OFFERED, description='OFFERED: offered\nWANTED: wanted\nDECLINED: declined\nSIGNED: signed\nACCESSIONED: accessioned\nWITHDRAWN: withdrawn', enum_type=DonationState, max_length=12)),
                ('words', fields.CharField(default='', description="The donor's.", max_length=500)),
                ('consent_ids', fields.JSONField(default=list, description='The grants on which it stands.', encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('decided_by_id', fields.UUIDField(null=True)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('appraisal', fields.CharField(default='', description='What it is worth to it.', max_length=500)),
                ('publication', fields.CharEnumField(default=Publication.ASK_FIRST, description='NEVER: never\nASK_FIRST: ask_first\nFREELY: freely', enum_type=Publication, max_length=10)),
                ('closed_until', fields.DateField(null=True, description='Nobody is shown it before.')),
                ('named', fields.BooleanField(default=True, description="Whether the donor's name is told.")),
                ('signature', fields.CharField(default='', description='As the donor wrote it.', max_length=40)),
                ('deed', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('deed_sha256', fields.CharField(default='', max_length=64)),
                ('signed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('accessioned_by_id', fields.UUIDField(null=True, description='Since then copies are made.')),
                ('accession', fields.CharField(null=True, unique=True, max_length=20)),
                ('accessioned_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('withdrawn_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('inspection', fields.JSONField(null=True, description='Of the copies, when they came in.', encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'donations', 'app': 'models', 'indexes': [Index(fields=['family_id', 'id']), Index(fields=['region_id', 'state', 'id'])], 'pk_attr': 'id', 'table_description': "`deed` is what was signed, word for word; `accession` the bureau's number for good."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='DonatedItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('donation', fields.ForeignKeyField('models.Donation', source_field='donation_id', db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.RESTRICT)),
                ('item', fields.ForeignKeyField('models.FiledItem', source_field='item_id', null=True, db_constraint=True, to_field='id', related_name='donated_as', on_delete=OnDelete.SET_NULL)),
                ('number', fields.CharField(description='档号, as when it was offered.', max_length=40)),
                ('digest', fields.CharField(max_length=64)),
                ('student_ids', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('content', fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('copies', fields.JSONField(default=list, description='Key, etag, bytes, sha256 of each.', encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'donated_items', 'app': 'models', 'unique_together': (('donation_id', 'number'),), 'indexes': [Index(fields=['item_id'])], 'pk_attr': 'id', 'table_description': "An item of a donation; `content` and `copies` are the bureau's, made at the accession."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='PrintedAlbum',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='printed_albums', on_delete=OnDelete.RESTRICT)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='printed_albums', on_delete=OnDelete.RESTRICT)),
                ('student', fields.ForeignKeyField('models.Student', source_field='student_id', null=True, db_constraint=True, to_field='id', related_name='printed_albums', on_delete=OnDelete.RESTRICT)),
                ('person', fields.ForeignKeyField('models.Person', source_field='person_id', null=True, db_constraint=True, to_field='id', related_name='printed_albums', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=40)),
                ('subtitle', fields.CharField(default='', max_length=40)),
                ('year', fields.SmallIntField(null=True)),
                ('class_code', fields.CharField(default='', max_length=4)),
                ('state', fields.CharEnumField(default=AlbumState.WAITING, description='WAITING: waiting\nPRINTING: printing\nREADY: ready', enum_type=AlbumState, max_length=10)),
                ('progress', fields.SmallIntField(default=0, description='In per cent.')),
                ('pages', fields.IntField(default=0)),
                ('photos', fields.IntField(default=0)),
                ('pdf_key', fields.CharField(default='', max_length=200)),
                ('pdf_bytes', fields.BigIntField(default=0)),
                ('pdf_sha256', fields.CharField(default='', max_length=64)),
                ('ready_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'printed_albums', 'app': 'models', 'indexes': [Index(fields=['family_id', 'id']), Index(fields=['student_id']), Index(fields=['person_id'])], 'pk_attr': 'id', 'table_description': 'Of a year, of a person, of a child, of a class of filed items, or of several of these.'},
            bases=['Record'],
        ),
        ops.AlterField(
            model_name='Notice',
            name='kind',
            field=fields.CharEnumField(description='CONSENT_GRANTED: consent_granted\nCONSENT_WITHDRAWN: consent_withdrawn\nCONSENT_TEXT_CHANGED: consent_text_changed\nMEMBER_JOINED: member_joined\nMEMBER_LEFT: member_left\nDISPUTE_OPENED: dispute_opened\nDISPUTE_SETTLED: dispute_settled\nCHILD_FOURTEEN: child_fourteen\nCHILD_EIGHTEEN: child_eighteen\nDRAFT_TO_CONFIRM: draft_to_confirm\nPHOTO_REFUSED: photo_refused\nPHOTO_DOUBTFUL: photo_doubtful\nWORDS_DOUBTFUL: words_doubtful\nREVIEW_DECIDED: review_decided\nCAPTION_DECIDED: caption_decided\nARCHIVE_LOOKED_AT: archive_looked_at\nERASURE_ASKED: erasure_asked\nERASURE_DONE: erasure_done\nSTORY_ADDED: story_added\nCOMMENT_ADDED: comment_added\nENTRY_ENDORSED: entry_endorsed\nTASK_OPENED: task_opened\nBOOKLET_TO_CONFIRM: booklet_to_confirm\nBOOKLET_CONFIRMED: booklet_confirmed\nBOOKLET_TO_ENDORSE: booklet_to_endorse\nBOOKLET_ENDORSED: booklet_endorsed\nBOOKLET_READY: booklet_ready\nIMPORT_DONE: import_done\nEXPORT_ASKED: export_asked\nEXPORT_READY: export_ready\nALBUM_READY: album_ready\nDONATION_OFFERED: donation_offered\nDONATION_DECIDED: donation_decided\nDONATION_SIGNED: donation_signed\nDONATION_ACCESSIONED: donation_accessioned\nDESK_SIGNED_IN: desk_signed_in\nPOST_SHOWN: post_shown\nPOST_REFUSED: post_refused\nPOST_DOUBTFUL: post_doubtful\nPOST_FEATURED: post_featured\nPOST_COMMENTED: post_commented\nPOST_COMMENT_ANSWERED: post_comment_answered\nSHOW_PAGE_READY: show_page_ready\nSHOW_PAGE_REFUSED: show_page_refused\nSHOW_PAGE_DOUBTFUL: show_page_doubtful\nPOSTER_READY: poster_ready\nREPORT_DECIDED: report_decided\nTAKEN_DOWN: taken_down\nSHOWN_AGAIN: shown_again\nAPPEAL_DECIDED: appeal_decided\nRESTRICTED: restricted\nURGENT_REPORT: urgent_report', enum_type=NoticeKind, max_length=24),
        ),
    ]
