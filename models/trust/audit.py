"""The audit trail: append-only rows of opaque ids, written with what they record."""

from tortoise import fields

from models.base import Record


class AuditRecord(Record):
    """Who did what to which row. `actor_id` is null for the system itself."""

    actor_id = fields.UUIDField(null=True)
    action = fields.CharField(max_length=60)
    subject_id = fields.UUIDField()
    request_id = fields.CharField(max_length=36, default="")
    address_hash = fields.CharField(max_length=32, default="")

    class Meta:
        table = "audit_records"
        indexes = (("subject_id", "id"), ("actor_id", "id"))
