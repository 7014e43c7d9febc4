"""Class suggestions: the likeliest class of what is to be filed, by its words and its files.

The words looked for are the examples that the schemes name. What is closed is never suggested for
something that shows pictures.
"""

from collections.abc import Collection

from models.archive.photos import Medium
from service.archive.class_schemes import COUNTED_BY, counterpart, scheme

_SOUND, _FILM, _PHOTO, _DIARY = "F2", "F3", "F1", "B3"
_BY_MEDIUM = {Medium.AUDIO: _SOUND, Medium.VIDEO: _FILM, Medium.PHOTO: _PHOTO}


def suggest(words: str, media: Collection[Medium], version: str) -> str:
    """A lowest class of `version` for words in Chinese and what the files are."""
    nodes = [node for node in scheme(COUNTED_BY).lowest if not (media and node.closed)]
    named = [
        (len(example), node.code)
        for node in nodes
        if node.code not in _BY_MEDIUM.values()
        for example in node.holds.split("、")
        if example in words
    ]
    code = max(named)[1] if named else _by_medium(media)
    return counterpart(code, COUNTED_BY, version)


def _by_medium(media: Collection[Medium]) -> str:
    if not media:
        return _DIARY
    return _BY_MEDIUM[next(iter(media))] if len(set(media)) == 1 else _PHOTO
