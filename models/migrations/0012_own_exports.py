from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('models', '0011_school_years')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Export',
            name='by_child',
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
