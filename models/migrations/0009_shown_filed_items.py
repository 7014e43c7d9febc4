from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from models.base import uuid7
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0008_albums_and_donations')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ShowFiledItem',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ('section', fields.ForeignKeyField('models.ShowSection', source_field='section_id', db_constraint=True, to_field='id', related_name='filed', on_delete=OnDelete.RESTRICT)),
                ('item', fields.ForeignKeyField('models.FiledItem', source_field='item_id', null=True, db_constraint=True, to_field='id', related_name='shown_as', on_delete=OnDelete.SET_NULL)),
                ('consent_ids', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('position', fields.SmallIntField()),
                ('version', fields.IntField()),
            ],
            options={'table': 'show_filed_items', 'app': 'models', 'unique_together': (('section_id', 'position'),), 'indexes': [Index(fields=['item_id'])], 'pk_attr': 'id', 'table_description': "A filed item (件) in its place after the section's entries, as it was when it was chosen."},
            bases=['Record'],
        ),
    ]
