"""Bodies of what a class and a city invite to, of answers, and of teachers' words."""

from typing import Any

from service.archive.endorsements import EndorsementDraft
from service.archive.phrases import PhraseDraft
from service.programme.answers import AnswerDraft
from service.programme.tasks import TaskChange, TaskDraft
from service.programme.themes import ThemeDraft
from tests.edge.samples.common import NOBODY

THEME = {
    "title": "一张全家福",
    "words": "找出家里最早的一张全家福",
    "since": "2027-05-15",
    "until": "2027-06-09",
}
SAMPLES: dict[type, dict[str, Any]] = {
    AnswerDraft: {"entry_id": NOBODY, "shown": True},
    EndorsementDraft: {"words": "观察得真仔细", "phrase_id": NOBODY, "version": 1},
    PhraseDraft: {"words": "观察得真仔细"},
    TaskChange: {"title": "一张全家福", "words": "写下照片里的人", "until": "2027-06-09"},
    TaskDraft: THEME | {"theme_id": NOBODY},
    ThemeDraft: THEME,
}
