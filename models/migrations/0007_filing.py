from tortoise import migrations
from tortoise.migrations import operations as ops
import datetime
import functools
from json import dumps, loads
from models.archive.exports import ExportState
from models.archive.filing import Category, OpenLevel, Retention
from models.archive.photos import TakenFrom
from models.base import uuid7
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0006_insight_counts')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Box',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='boxes', on_delete=OnDelete.RESTRICT)),
                ('number', fields.IntField()),
                ('title', fields.CharField(max_length=40)),
                ('location', fields.CharField(default='', max_length=60)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'boxes', 'app': 'models', 'unique_together': (('family_id', 'number'),), 'pk_attr': 'id', 'table_description': 'A box (盒) on a shelf at home, numbered from 1 within its family.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='CountedHousehold',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('household', fields.ForeignKeyField('models.Household', source_field='household_id', db_constraint=True, to_field='id', related_name='counted', on_delete=OnDelete.RESTRICT)),
                ('rule', fields.CharField(max_length=12)),
                ('numbers', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('until', fields.DatetimeField(null=True, description='Since then the rule is no longer met.', auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'counted_households', 'app': 'models', 'indexes': [Index(fields=['household_id', 'until'])], 'pk_attr': 'id', 'table_description': "A household from the moment at which a rule counted it; `numbers` are the items' 档号."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Export',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='exports', on_delete=OnDelete.RESTRICT)),
                ('student', fields.ForeignKeyField('models.Student', source_field='student_id', null=True, db_constraint=True, to_field='id', related_name='exports', on_delete=OnDelete.RESTRICT)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='exports', on_delete=OnDelete.RESTRICT)),
                ('state', fields.CharEnumField(default=ExportState.WAITING, description='WAITING: waiting\nPACKING: packing\nREADY: ready\nGONE: gone\nCANCELLED: cancelled', enum_type=ExportState, max_length=10)),
                ('progress', fields.SmallIntField(default=0, description='In per cent of the bytes.')),
                ('files', fields.IntField(default=0)),
                ('bytes', fields.BigIntField(default=0, description='Of the bag.')),
                ('sha256', fields.CharField(default='', description='Of the bag.', max_length=64)),
                ('key', fields.CharField(default='', max_length=200)),
                ('ready_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'exports', 'app': 'models', 'indexes': [Index(fields=['family_id', 'id']), Index(fields=['state', 'expires_at'])], 'pk_attr': 'id', 'table_description': 'With a student it is of that child alone. The bag is at `key` until `expires_at`.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='FamilyArchive',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.OneToOneField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='archive', on_delete=OnDelete.RESTRICT)),
                ('scheme', fields.CharField(max_length=8)),
                ('fonds', fields.CharField(null=True, unique=True, max_length=12)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('confirmed_by_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'family_archives', 'app': 'models', 'pk_attr': 'id', 'table_description': 'How a family files: by which scheme, and under which number outside the programme.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='FiledItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='filed_items', on_delete=OnDelete.RESTRICT)),
                ('student', fields.ForeignKeyField('models.Student', source_field='student_id', null=True, db_constraint=True, to_field='id', related_name='filed_items', on_delete=OnDelete.RESTRICT)),
                ('entry', fields.ForeignKeyField('models.Entry', source_field='entry_id', null=True, description='From which it was filed.', db_constraint=True, to_field='id', related_name='filed_items', on_delete=OnDelete.SET_NULL)),
                ('filed_by', fields.ForeignKeyField('models.Account', source_field='filed_by_id', db_constraint=True, to_field='id', related_name='filed_items', on_delete=OnDelete.RESTRICT)),
                ('box', fields.ForeignKeyField('models.Box', source_field='box_id', null=True, db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.RESTRICT)),
                ('number', fields.CharField(unique=True, max_length=40)),
                ('household', fields.CharField(max_length=12)),
                ('category', fields.CharEnumField(description='PHOTO: ZP\nSOUND: LY\nFILM: LX\nOBJECT: SW\nPAPER: WS', enum_type=Category, max_length=2)),
                ('year', fields.SmallIntField()),
                ('retention', fields.CharEnumField(description='PERMANENT: Y\nTHIRTY: D30\nTEN: D10', enum_type=Retention, max_length=3)),
                ('serial', fields.IntField()),
                ('scheme', fields.CharField(max_length=8)),
                ('class_code', fields.CharField(max_length=4)),
                ('title', fields.CharField(max_length=60)),
                ('happened', fields.CharField(description='EDTF.', max_length=40)),
                ('sort_day', fields.DateField(default=datetime.date.fromisoformat('9999-12-31'))),
                ('place', fields.CharField(default='', max_length=60)),
                ('words', fields.CharField(default='', max_length=500)),
                ('responsible', fields.CharField(max_length=40)),
                ('source', fields.CharField(max_length=60)),
                ('location', fields.CharField(default='', max_length=60)),
                ('open_level', fields.CharEnumField(default=OpenLevel.FAMILY, description='CLOSED: closed\nFAMILY: family\nOPEN: open', enum_type=OpenLevel, max_length=10)),
                ('words_by_id', fields.UUIDField(description='Who said it last: theirs alone until it passed.')),
                ('standing', fields.CharEnumField(default=Standing.PENDING, description='PENDING: pending\nPASSED: passed\nREVIEW: review\nRISKY: risky', enum_type=Standing, max_length=10)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'filed_items', 'app': 'models', 'unique_together': (('household', 'category', 'year', 'retention', 'serial'),), 'indexes': [Index(fields=['family_id', 'id']), Index(fields=['family_id', 'class_code']), Index(fields=['student_id']), Index(fields=['entry_id']), Index(fields=['box_id'])], 'pk_attr': 'id', 'table_description': 'An item (件). Its number, and what the number says, never change.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='FiledFile',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('item', fields.ForeignKeyField('models.FiledItem', source_field='item_id', db_constraint=True, to_field='id', related_name='files', on_delete=OnDelete.RESTRICT)),
                ('photo', fields.ForeignKeyField('models.Photo', source_field='photo_id', db_constraint=True, to_field='id', related_name='filed_as', on_delete=OnDelete.RESTRICT)),
                ('position', fields.SmallIntField()),
                ('media_type', fields.CharField(max_length=40)),
                ('bytes', fields.BigIntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('width', fields.IntField(default=0)),
                ('height', fields.IntField(default=0)),
            ],
            options={'table': 'filed_files', 'app': 'models', 'unique_together': (('item_id', 'photo_id'),), 'indexes': [Index(fields=['photo_id'])], 'pk_attr': 'id', 'table_description': 'A file of an item, with what was recorded of it when it was filed.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='FiledPerson',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('item', fields.ForeignKeyField('models.FiledItem', source_field='item_id', db_constraint=True, to_field='id', related_name='persons', on_delete=OnDelete.RESTRICT)),
                ('person', fields.ForeignKeyField('models.Person', source_field='person_id', db_constraint=True, to_field='id', related_name='filed_items', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'filed_persons', 'app': 'models', 'unique_together': (('item_id', 'person_id'),), 'indexes': [Index(fields=['person_id'])], 'pk_attr': 'id', 'table_description': 'Somebody of whom an item tells.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='WithdrawnNumber',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family_id', fields.UUIDField(db_index=True)),
                ('number', fields.CharField(unique=True, max_length=40)),
            ],
            options={'table': 'withdrawn_numbers', 'app': 'models', 'pk_attr': 'id', 'table_description': 'The tombstone of an item: its number was given once and never will be again.'},
            bases=['Record'],
        ),
        ops.AlterField(
            model_name='Check',
            name='subject',
            field=fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page\nFILED_ITEM: filed_item', enum_type=Subject, max_length=20),
        ),
        ops.AlterField(
            model_name='ImportItem',
            name='taken_from',
            field=fields.CharEnumField(default=TakenFrom.NOBODY, description='NOBODY: \nCAMERA: camera\nFILE_NAME: file_name\nSIDECAR: sidecar\nPERSON: person', enum_type=TakenFrom, max_length=10),
        ),
        ops.AddField(
            model_name='ImportItem',
            name='caption',
            field=fields.CharField(default='', description='What stood beside the file.', db_default='', max_length=500),
        ),
        ops.AddField(
            model_name='ImportItem',
            name='album',
            field=fields.CharField(default='', description='Which people had put it into.', db_default='', max_length=60),
        ),
        ops.AlterField(
            model_name='Notice',
            name='kind',
            field=fields.CharEnumField(description='CONSENT_GRANTED: consent_granted\nCONSENT_WITHDRAWN: consent_withdrawn\nCONSENT_TEXT_CHANGED: consent_text_changed\nMEMBER_JOINED: member_joined\nMEMBER_LEFT: member_left\nDISPUTE_OPENED: dispute_opened\nDISPUTE_SETTLED: dispute_settled\nCHILD_FOURTEEN: child_fourteen\nCHILD_EIGHTEEN: child_eighteen\nDRAFT_TO_CONFIRM: draft_to_confirm\nPHOTO_REFUSED: photo_refused\nPHOTO_DOUBTFUL: photo_doubtful\nWORDS_DOUBTFUL: words_doubtful\nREVIEW_DECIDED: review_decided\nCAPTION_DECIDED: caption_decided\nARCHIVE_LOOKED_AT: archive_looked_at\nERASURE_ASKED: erasure_asked\nERASURE_DONE: erasure_done\nSTORY_ADDED: story_added\nCOMMENT_ADDED: comment_added\nENTRY_ENDORSED: entry_endorsed\nTASK_OPENED: task_opened\nBOOKLET_TO_CONFIRM: booklet_to_confirm\nBOOKLET_CONFIRMED: booklet_confirmed\nBOOKLET_TO_ENDORSE: booklet_to_endorse\nBOOKLET_ENDORSED: booklet_endorsed\nBOOKLET_READY: booklet_ready\nIMPORT_DONE: import_done\nEXPORT_ASKED: export_asked\nEXPORT_READY: export_ready\nDESK_SIGNED_IN: desk_signed_in\nPOST_SHOWN: post_shown\nPOST_REFUSED: post_refused\nPOST_DOUBTFUL: post_doubtful\nPOST_FEATURED: post_featured\nPOST_COMMENTED: post_commented\nPOST_COMMENT_ANSWERED: post_comment_answered\nSHOW_PAGE_READY: show_page_ready\nSHOW_PAGE_REFUSED: show_page_refused\nSHOW_PAGE_DOUBTFUL: show_page_doubtful\nPOSTER_READY: poster_ready\nREPORT_DECIDED: report_decided\nTAKEN_DOWN: taken_down\nSHOWN_AGAIN: shown_again\nAPPEAL_DECIDED: appeal_decided\nRESTRICTED: restricted\nURGENT_REPORT: urgent_report', enum_type=NoticeKind, max_length=24),
        ),
        ops.AlterField(
            model_name='Photo',
            name='taken_from',
            field=fields.CharEnumField(default=TakenFrom.NOBODY, description='NOBODY: \nCAMERA: camera\nFILE_NAME: file_name\nSIDECAR: sidecar\nPERSON: person', enum_type=TakenFrom, max_length=10),
        ),
        ops.AlterField(
            model_name='Report',
            name='subject',
            field=fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page\nFILED_ITEM: filed_item', enum_type=Subject, max_length=20),
        ),
        ops.AlterField(
            model_name='Review',
            name='subject',
            field=fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page\nFILED_ITEM: filed_item', enum_type=Subject, max_length=20),
        ),
    ]
