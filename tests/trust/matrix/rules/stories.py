"""What is expected of the routes about stories, comments, reactions, and a human's look at words.

To the class there is nothing of them, not even on an entry that it sees.
"""

from tests.trust.matrix.roles import CLASS, GUARDIANS, READERS, WRITERS
from tests.trust.matrix.rule import OWNER, STUDENT, Rule, may, not_

VIEWER, GUARDIAN = frozenset({"viewer"}), frozenset({"guardian"})
AT_HOME = {
    **dict.fromkeys(("own", "class"), may(READERS)),
    "private": may(GUARDIANS),
    "pending": may(OWNER),
}
TELLING = AT_HOME | dict.fromkeys(("own", "class"), may(WRITERS | STUDENT, not_(VIEWER)))
CHANGING = {
    **dict.fromkeys(("own", "class"), may(OWNER, not_(READERS - OWNER))),
    "private": may(OWNER, not_(GUARDIAN)),
    "pending": may(OWNER),
}
TAKING_BACK = {
    **dict.fromkeys(("own", "class"), may(GUARDIANS, not_(READERS - GUARDIANS))),
    **dict.fromkeys(("private", "pending", "deleted"), may(GUARDIANS)),
}
ASKING = {"own": may(OWNER), "class": {409: OWNER, 403: READERS - OWNER}}
NO_MORE = {"own": may(OWNER), "class": may(OWNER, not_(READERS - OWNER))}
SEEN_BY_CLASS = (READERS | CLASS) - OWNER
ASKING_ABOUT_CAPTION = {
    "own": may(OWNER, not_(GUARDIAN)),
    "class": {409: OWNER, 403: SEEN_BY_CLASS},
}
NO_MORE_OF_CAPTION = ASKING_ABOUT_CAPTION | {"class": may(OWNER, not_(SEEN_BY_CLASS))}
SAID = {"words": "海边"}
OF_STORIES = {
    "POST entries/<entry_id:uuid>/stories": Rule("entry", TELLING, SAID),
    "GET entries/<entry_id:uuid>/stories": Rule("entry", AT_HOME),
    "GET stories/<story_id:uuid>": Rule("story", AT_HOME),
    "PUT stories/<story_id:uuid>": Rule("story", CHANGING, {"words": "山上"}),
    "DELETE stories/<story_id:uuid>": Rule("story", TAKING_BACK),
    "POST entries/<entry_id:uuid>/comments": Rule("entry", AT_HOME, SAID),
    "GET entries/<entry_id:uuid>/comments": Rule("entry", AT_HOME),
    "GET comments/<comment_id:uuid>": Rule("comment", AT_HOME),
    "DELETE comments/<comment_id:uuid>": Rule("comment", TAKING_BACK),
    "PUT entries/<entry_id:uuid>/reaction": Rule("entry", AT_HOME, {"warmth": "抱抱"}),
    "DELETE entries/<entry_id:uuid>/reaction": Rule("entry", AT_HOME),
    "GET entries/<entry_id:uuid>/reactions": Rule("entry", AT_HOME),
    "POST stories/<story_id:uuid>/review": Rule("doubtful_story", ASKING),
    "DELETE stories/<story_id:uuid>/review": Rule("doubtful_story", NO_MORE),
    "POST comments/<comment_id:uuid>/review": Rule("doubtful_comment", ASKING),
    "DELETE comments/<comment_id:uuid>/review": Rule("doubtful_comment", NO_MORE),
    "POST photos/<photo_id:uuid>/caption/review": Rule("doubtful_caption", ASKING_ABOUT_CAPTION),
    "DELETE photos/<photo_id:uuid>/caption/review": Rule("doubtful_caption", NO_MORE_OF_CAPTION),
}
