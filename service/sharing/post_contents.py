"""Post contents: what an edit lets stand, what it takes away at once, and what has to wait.

Others have never more than what was approved and not taken away since: an edit only ever removes
from it, and what it adds joins when its check has passed.
"""

from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True)
class Contents:
    """What a post says and shows. `coming` are the words that wait to replace `words`.

    `photos` are all of them in their order; those in `waiting` are not shown yet.
    """

    words: str
    photos: tuple[UUID, ...]
    coming: str | None = None
    waiting: frozenset[UUID] = frozenset()

    @property
    def wanted(self) -> str:
        """The words as their author means them to be."""
        return self.words if self.coming is None else self.coming

    @property
    def shown(self) -> tuple[UUID, ...]:
        """The photos that others have."""
        return tuple(photo for photo in self.photos if photo not in self.waiting)

    @property
    def waits(self) -> bool:
        """Whether anything has to be checked before others have it."""
        return self.coming is not None or bool(self.waiting)

    def says(self, words: str) -> "Contents":
        """With other words. The old ones stay until then only where nothing is taken from them."""
        if words == self.words:
            return replace(self, coming=None)
        kept = self.words if self.words in words else ""
        return replace(self, words=kept, coming=None if words == kept else words)

    def pictures(self, photos: tuple[UUID, ...]) -> "Contents":
        """With these photos: the order holds at once, what is left out goes at once."""
        shown = frozenset(self.shown)
        return replace(self, photos=photos, waiting=frozenset(photos) - shown)

    def passed(self) -> "Contents":
        """With all that waited."""
        return Contents(self.wanted, self.photos)

    def as_approved(self) -> "Contents":
        """Without what waits: what others have."""
        return Contents(self.words, self.shown)
