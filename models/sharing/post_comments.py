"""Comments under a post (晒), threaded one level deep."""

from uuid import UUID

from tortoise import fields

from models.base import RESTRICT, Record
from models.people.accounts import Account
from models.sharing.posts import Post
from models.trust.moderation import Standing


class PostComment(Record):
    """What somebody says under a post. `thread` is the comment it answers; an answer has none.

    What was deleted keeps its row without words while something answers it (「已删除」).
    """

    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "models.Post", "comments", on_delete=RESTRICT
    )
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "models.Account", "post_comments", on_delete=RESTRICT
    )
    thread: fields.ForeignKeyNullableRelation["PostComment"] = fields.ForeignKeyField(
        "models.PostComment", "answers", on_delete=RESTRICT, null=True
    )
    post_id: UUID
    author_id: UUID
    thread_id: UUID | None
    words = fields.CharField(max_length=500)
    standing = fields.CharEnumField(Standing, max_length=10, default=Standing.PENDING)
    deleted_at = fields.DatetimeField(null=True)
    deleted_by_id = fields.UUIDField(null=True)

    class Meta:
        table = "post_comments"
        indexes = (("post_id", "id"), ("thread_id", "id"), ("author_id",))
