from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.base import uuid7
from models.sharing.posters import PosterShape
from models.sharing.posts import PostState
from models.sharing.reports import ReportReason
from models.sharing.share_links import Layout
from models.trust.erasures import ErasedKind
from models.trust.moderation import Cause, Standing, Subject
from models.trust.notices import NoticeKind
from models.trust.reminders import ReminderKind
from models.trust.restrictions import Restricted
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0003_timeline')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Block',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='blocks', on_delete=OnDelete.RESTRICT)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='blocks', on_delete=OnDelete.RESTRICT)),
                ('blocked_by', fields.ForeignKeyField('models.Account', source_field='blocked_by_id', db_constraint=True, to_field='id', related_name='blocks_made', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'blocks', 'app': 'models', 'unique_together': (('family_id', 'account_id'),), 'indexes': [Index(fields=['account_id'])], 'pk_attr': 'id', 'table_description': 'A family keeps an account away (不让看): its posts are not there for it. Nobody is told.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Featuring',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('post', fields.ForeignKeyField('models.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='featurings', on_delete=OnDelete.RESTRICT)),
                ('proposed_by_id', fields.UUIDField()),
                ('confirmed_by_id', fields.UUIDField(null=True)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'featurings', 'app': 'models', 'indexes': [Index(fields=['post_id', 'id'])], 'pk_attr': 'id', 'table_description': 'Four eyes: it stands from `confirmed_at` until `ended_at`. Of staff only the ids.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Mute',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('account', fields.ForeignKeyField('models.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='mutes', on_delete=OnDelete.RESTRICT)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='mutes', on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'mutes', 'app': 'models', 'unique_together': (('account_id', 'family_id'),), 'pk_attr': 'id', 'table_description': "An account's feed leaves a family's posts out (不看); nobody is told."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='PostComment',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('post', fields.ForeignKeyField('models.Post', source_field='post_id', db_constraint=True, to_field='id', related_name='comments', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('models.Account', source_field='author_id', db_constraint=True, to_field='id', related_name='post_comments', on_delete=OnDelete.RESTRICT)),
                ('thread', fields.ForeignKeyField('models.PostComment', source_field='thread_id', null=True, db_constraint=True, to_field='id', related_name='answers', on_delete=OnDelete.RESTRICT)),
                ('words', fields.CharField(max_length=500)),
                ('standing', fields.CharEnumField(default=Standing.PENDING, description='PENDING: pending\nPASSED: passed\nREVIEW: review\nRISKY: risky', enum_type=Standing, max_length=10)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('deleted_by_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'post_comments', 'app': 'models', 'indexes': [Index(fields=['post_id', 'id']), Index(fields=['thread_id', 'id']), Index(fields=['author_id'])], 'pk_attr': 'id', 'table_description': 'What somebody says under a post. `thread` is the comment it answers; an answer has none.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Poster',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('link', fields.ForeignKeyField('models.ShareLink', source_field='link_id', db_constraint=True, to_field='id', related_name='posters', on_delete=OnDelete.RESTRICT)),
                ('asked_by', fields.ForeignKeyField('models.Account', source_field='asked_by_id', db_constraint=True, to_field='id', related_name='posters', on_delete=OnDelete.RESTRICT)),
                ('shape', fields.CharEnumField(description='SQUARE: 1:1\nTALL: 4:5', enum_type=PosterShape, max_length=4)),
                ('key', fields.CharField(default='', max_length=200)),
                ('etag', fields.CharField(default='', max_length=40)),
                ('bytes', fields.IntField(default=0)),
                ('digest', fields.CharField(default='', max_length=64)),
            ],
            options={'table': 'posters', 'app': 'models', 'unique_together': (('link_id', 'shape'),), 'indexes': [Index(fields=['key'])], 'pk_attr': 'id', 'table_description': 'Drawn by a job and kept, to be handed out no longer than its link lives.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Report',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('review', fields.ForeignKeyField('models.Review', source_field='review_id', db_constraint=True, to_field='id', related_name='reports', on_delete=OnDelete.RESTRICT)),
                ('reporter_id', fields.UUIDField(null=True)),
                ('subject', fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page', enum_type=Subject, max_length=20)),
                ('subject_id', fields.UUIDField()),
                ('reason', fields.CharEnumField(description='CHILD_IN_DANGER: child_in_danger\nPRIVATE: private\nABUSE: abuse\nINDECENT: indecent\nVIOLENT: violent\nFRAUD: fraud\nADVERTISING: advertising\nNOT_THEIRS: not_theirs\nOTHER: other', enum_type=ReportReason, max_length=20)),
                ('words', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'reports', 'app': 'models', 'unique_together': (('review_id', 'reporter_id'),), 'indexes': [Index(fields=['subject_id']), Index(fields=['reporter_id'])], 'pk_attr': 'id', 'table_description': "One person's report of one thing; without an account it came from an open page."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Restriction',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('account_id', fields.UUIDField(null=True)),
                ('family_id', fields.UUIDField(null=True)),
                ('what', fields.CharEnumField(description='SHOWING: showing\nCOMMENTING: commenting', enum_type=Restricted, max_length=12)),
                ('reason', fields.CharField(max_length=80)),
                ('until', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('imposed_by_id', fields.UUIDField()),
                ('lifted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('lifted_by_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'restrictions', 'app': 'models', 'indexes': [Index(fields=['account_id']), Index(fields=['family_id'])], 'pk_attr': 'id', 'table_description': 'Of exactly one of `account_id` and `family_id`; it ends by itself at `until`.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='ShowPage',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family', fields.ForeignKeyField('models.Family', source_field='family_id', db_constraint=True, to_field='id', related_name='show_pages', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('models.Account', source_field='author_id', db_constraint=True, to_field='id', related_name='show_pages', on_delete=OnDelete.RESTRICT)),
                ('consent', fields.ForeignKeyField('models.Consent', source_field='consent_id', db_constraint=True, to_field='id', related_name='show_pages', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=30)),
                ('words', fields.CharField(default='', max_length=500)),
                ('version', fields.IntField(default=1, db_default=1)),
                ('standing', fields.CharEnumField(default=Standing.PENDING, description='PENDING: pending\nPASSED: passed\nREVIEW: review\nRISKY: risky', enum_type=Standing, max_length=10)),
                ('hidden_at', fields.DatetimeField(null=True, description='An urgent report hides it until a human has looked.', auto_now=False, auto_now_add=False)),
                ('deleted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'show_pages', 'app': 'models', 'indexes': [Index(fields=['family_id', 'id'])], 'pk_attr': 'id', 'table_description': 'One page of a family. Only a link opens it, while its words passed and its consent lives.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='ShowSection',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('page', fields.ForeignKeyField('models.ShowPage', source_field='page_id', db_constraint=True, to_field='id', related_name='sections', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=30)),
                ('position', fields.SmallIntField()),
            ],
            options={'table': 'show_sections', 'app': 'models', 'unique_together': (('page_id', 'position'),), 'pk_attr': 'id', 'table_description': "A part of a page with a heading of the family's, such as 「太爷爷的船」."},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='ShowItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('section', fields.ForeignKeyField('models.ShowSection', source_field='section_id', db_constraint=True, to_field='id', related_name='items', on_delete=OnDelete.RESTRICT)),
                ('entry', fields.ForeignKeyField('models.Entry', source_field='entry_id', db_constraint=True, to_field='id', related_name='show_items', on_delete=OnDelete.RESTRICT)),
                ('consent', fields.ForeignKeyField('models.Consent', source_field='consent_id', null=True, db_constraint=True, to_field='id', related_name='show_items', on_delete=OnDelete.RESTRICT)),
                ('position', fields.SmallIntField()),
                ('version', fields.IntField()),
            ],
            options={'table': 'show_items', 'app': 'models', 'unique_together': (('section_id', 'position'),), 'indexes': [Index(fields=['entry_id'])], 'pk_attr': 'id', 'table_description': 'An entry in its place, shown as it was looked at: `version` is the one that was chosen.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='ShownCount',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('family_id', fields.UUIDField()),
                ('consent_id', fields.UUIDField()),
                ('topic_id', fields.UUIDField(null=True)),
                ('posts', fields.IntField(default=0)),
            ],
            options={'table': 'shown_counts', 'app': 'models', 'pk_attr': 'id', 'table_description': 'How many posts a family shows to everybody on one grant, under one topic or none.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Tally',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('post_id', fields.UUIDField(unique=True)),
                ('likes', fields.IntField(default=0)),
                ('comments', fields.IntField(default=0)),
            ],
            options={'table': 'tallies', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What was counted up to some moment. The database adds what came since: see the migration.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='TallyChange',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('post_id', fields.UUIDField(db_index=True)),
                ('likes', fields.IntField(default=0)),
                ('comments', fields.IntField(default=0)),
            ],
            options={'table': 'tally_changes', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One change that no tally holds yet: an insert each, so that nobody waits for anybody.'},
            bases=['Record'],
        ),
        ops.CreateModel(
            name='Topic',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('region', fields.ForeignKeyField('models.Region', source_field='region_id', db_constraint=True, to_field='id', related_name='topics', on_delete=OnDelete.RESTRICT)),
                ('author', fields.ForeignKeyField('models.Account', source_field='author_id', db_constraint=True, to_field='id', related_name='topics', on_delete=OnDelete.RESTRICT)),
                ('title', fields.CharField(max_length=20)),
                ('words', fields.CharField(default='', max_length=300)),
                ('since', fields.DateField()),
                ('until', fields.DateField()),
                ('standing', fields.CharEnumField(default=Standing.PENDING, description='PENDING: pending\nPASSED: passed\nREVIEW: review\nRISKY: risky', enum_type=Standing, max_length=10)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'topics', 'app': 'models', 'indexes': [Index(fields=['region_id', 'id'])], 'pk_attr': 'id', 'table_description': 'A tag under which posts gather; `region` is whose it is, from the district to the city.'},
            bases=['Record'],
        ),
        ops.AlterField(
            model_name='Check',
            name='subject',
            field=fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page', enum_type=Subject, max_length=20),
        ),
        ops.AlterField(
            model_name='Erasure',
            name='kind',
            field=fields.CharEnumField(description='ACCOUNT: account\nSTUDENT: student\nFAMILY: family\nPHOTOS: photos\nENTRY: entry\nPOST: post', enum_type=ErasedKind, max_length=10),
        ),
        ops.AlterField(
            model_name='Notice',
            name='kind',
            field=fields.CharEnumField(description='CONSENT_GRANTED: consent_granted\nCONSENT_WITHDRAWN: consent_withdrawn\nCONSENT_TEXT_CHANGED: consent_text_changed\nMEMBER_JOINED: member_joined\nMEMBER_LEFT: member_left\nDISPUTE_OPENED: dispute_opened\nDISPUTE_SETTLED: dispute_settled\nCHILD_FOURTEEN: child_fourteen\nCHILD_EIGHTEEN: child_eighteen\nDRAFT_TO_CONFIRM: draft_to_confirm\nPHOTO_REFUSED: photo_refused\nPHOTO_DOUBTFUL: photo_doubtful\nWORDS_DOUBTFUL: words_doubtful\nREVIEW_DECIDED: review_decided\nCAPTION_DECIDED: caption_decided\nARCHIVE_LOOKED_AT: archive_looked_at\nERASURE_ASKED: erasure_asked\nERASURE_DONE: erasure_done\nSTORY_ADDED: story_added\nCOMMENT_ADDED: comment_added\nENTRY_ENDORSED: entry_endorsed\nTASK_OPENED: task_opened\nBOOKLET_TO_CONFIRM: booklet_to_confirm\nBOOKLET_CONFIRMED: booklet_confirmed\nBOOKLET_TO_ENDORSE: booklet_to_endorse\nBOOKLET_ENDORSED: booklet_endorsed\nBOOKLET_READY: booklet_ready\nIMPORT_DONE: import_done\nDESK_SIGNED_IN: desk_signed_in\nPOST_SHOWN: post_shown\nPOST_REFUSED: post_refused\nPOST_DOUBTFUL: post_doubtful\nPOST_FEATURED: post_featured\nPOST_COMMENTED: post_commented\nPOST_COMMENT_ANSWERED: post_comment_answered\nSHOW_PAGE_READY: show_page_ready\nSHOW_PAGE_REFUSED: show_page_refused\nSHOW_PAGE_DOUBTFUL: show_page_doubtful\nPOSTER_READY: poster_ready\nREPORT_DECIDED: report_decided\nTAKEN_DOWN: taken_down\nSHOWN_AGAIN: shown_again\nAPPEAL_DECIDED: appeal_decided\nRESTRICTED: restricted\nURGENT_REPORT: urgent_report', enum_type=NoticeKind, max_length=24),
        ),
        ops.AddField(
            model_name='Photo',
            name='covers',
            field=fields.ForeignKeyField('models.Photo', source_field='covers_id', null=True, description='The one of which it is a copy with stickers on it.', db_constraint=True, to_field='id', related_name='covered_copies', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddIndex(
            model_name='Photo',
            index=Index(fields=['covers_id']),
        ),
        ops.AddField(
            model_name='Post',
            name='deleted_at',
            field=fields.DatetimeField(null=True, description='In the trash since then.', auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Post',
            name='edit',
            field=fields.CharEnumField(null=True, description='PENDING: pending\nREVIEW: review\nAPPROVED: approved\nREJECTED: rejected\nWITHDRAWN: withdrawn', enum_type=PostState, max_length=10),
        ),
        ops.AddField(
            model_name='Post',
            name='edited_by_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Post',
            name='entry',
            field=fields.ForeignKeyField('models.Entry', source_field='entry_id', null=True, db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='Post',
            name='hidden_at',
            field=fields.DatetimeField(null=True, description='An urgent report hides it until a human has looked.', auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Post',
            name='topic',
            field=fields.ForeignKeyField('models.Topic', source_field='topic_id', null=True, db_constraint=True, to_field='id', related_name='posts', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Post',
            name='version',
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.AddField(
            model_name='Post',
            name='words_waiting',
            field=fields.CharField(null=True, max_length=1000),
        ),
        ops.AddIndex(
            model_name='Post',
            index=Index(fields=['topic_id', 'shown_at', 'id']),
        ),
        ops.AlterModelOptions(
            name='PostPhoto',
            options={'table': 'post_photos', 'app': 'models', 'unique_together': (('post_id', 'photo_id'),), 'indexes': [Index(fields=['photo_id'])], 'pk_attr': 'id', 'table_description': 'A photo of a post in its place; one that `waits` was added by an edit not yet approved.'},
        ),
        ops.AddField(
            model_name='PostPhoto',
            name='cleared',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='PostPhoto',
            name='waits',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AlterField(
            model_name='Reminder',
            name='kind',
            field=fields.CharEnumField(description='ON_THIS_DAY: on_this_day\nTASK_DUE: task_due\nSTORY_ADDED: story_added\nPOST_SHOWN: post_shown\nPOST_COMMENTED: post_commented', enum_type=ReminderKind, max_length=16),
        ),
        ops.RemoveConstraint(
            model_name='Review',
            name=None,
            fields=['subject', 'subject_id'],
        ),
        ops.AlterModelOptions(
            name='Review',
            options={'table': 'reviews', 'app': 'models', 'indexes': [Index(fields=['decided_at', 'id']), Index(fields=['subject_id'])], 'pk_attr': 'id', 'table_description': "A human's look at one thing: why it is wanted, who holds it, and what was decided."},
        ),
        ops.AlterField(
            model_name='Review',
            name='asked_by_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AlterField(
            model_name='Review',
            name='subject',
            field=fields.CharEnumField(description='PHOTO: photo\nCAPTION: caption\nENTRY: entry\nSTORY: story\nENTRY_COMMENT: entry_comment\nENDORSEMENT: endorsement\nPHRASE: phrase\nTASK: task\nBOOKLET: booklet\nPOST: post\nPOST_COMMENT: post_comment\nTOPIC: topic\nSHOW_PAGE: show_page', enum_type=Subject, max_length=20),
        ),
        ops.AddField(
            model_name='Review',
            name='carried_out_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Review',
            name='cause',
            field=fields.CharEnumField(default=Cause.ASKED, description='ASKED: asked\nDOUBT: doubt\nREPORT: report\nAPPEAL: appeal', db_default='asked', enum_type=Cause, max_length=10),
        ),
        ops.AddField(
            model_name='Review',
            name='effective_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Review',
            name='leased_by_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Review',
            name='leased_until',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Review',
            name='reason',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Review',
            name='urgent',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name='Review',
            name='words',
            field=fields.CharField(default='', db_default='', max_length=300),
        ),
        ops.AddIndex(
            model_name='Review',
            index=Index(fields=['subject_id']),
        ),
        ops.AlterModelOptions(
            name='ShareLink',
            options={'table': 'share_links', 'app': 'models', 'indexes': [Index(fields=['post_id']), Index(fields=['show_page_id'])], 'pk_attr': 'id', 'table_description': 'Opens one post, or one show page, to whoever holds its token (only the SHA-256 is kept).'},
        ),
        ops.AlterField(
            model_name='ShareLink',
            name='post',
            field=fields.ForeignKeyField('models.Post', source_field='post_id', null=True, db_constraint=True, to_field='id', related_name='share_links', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='ShareLink',
            name='layout',
            field=fields.CharEnumField(default=Layout.GRID, description='GRID: grid\nSINGLE: single\nTHEN_AND_NOW: then_and_now', db_default='grid', enum_type=Layout, max_length=12),
        ),
        ops.AddField(
            model_name='ShareLink',
            name='picks',
            field=fields.JSONField(default=list, db_default='[]', encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='ShareLink',
            name='show_page',
            field=fields.ForeignKeyField('models.ShowPage', source_field='show_page_id', null=True, db_constraint=True, to_field='id', related_name='share_links', on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='ShareLink',
            name='story',
            field=fields.ForeignKeyField('models.Story', source_field='story_id', null=True, db_constraint=True, to_field='id', related_name='share_links', on_delete=OnDelete.SET_NULL),
        ),
        ops.AddField(
            model_name='ShareLink',
            name='story_hash',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddIndex(
            model_name='ShareLink',
            index=Index(fields=['show_page_id']),
        ),
        ops.AlterField(
            model_name='Subscription',
            name='kind',
            field=fields.CharEnumField(description='ON_THIS_DAY: on_this_day\nTASK_DUE: task_due\nSTORY_ADDED: story_added\nPOST_SHOWN: post_shown\nPOST_COMMENTED: post_commented', enum_type=ReminderKind, max_length=16),
        ),
        ops.AddField(
            model_name='Upload',
            name='areas',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Upload',
            name='covers_id',
            field=fields.UUIDField(null=True),
        ),
    ]
