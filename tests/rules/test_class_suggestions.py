"""Class suggestions: always a class there is, nothing closed beside files, all examples known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.archive.photos import Medium
from service.archive.class_schemes import CURRENT, ClassNode, scheme
from service.archive.class_suggestions import suggest

EXAMPLES = [
    word for one in CURRENT for node in scheme(one).lowest for word in node.holds.split("、")
]
VERSIONS = st.sampled_from(CURRENT)
MEDIA = st.lists(st.sampled_from(Medium), max_size=4)
WORDS = st.lists(st.text(max_size=5) | st.sampled_from(EXAMPLES), max_size=5).map("".join)
BY_FILES = {"F1", "F2", "F3", "81", "82", "83"}
"""What these hold is told by the files, not by a word such as 照片, which stands everywhere."""


@given(words=WORDS, media=MEDIA, version=VERSIONS)
def test_it_is_a_lowest_class_and_none_that_is_closed_beside_files(words, media, version):
    node = scheme(version).nodes[suggest(words, media, version)]
    assert node.parent
    assert not (media and node.closed)


@given(words=WORDS, media=MEDIA)
def test_both_schemes_are_told_the_same(words, media):
    titles = {scheme(one).nodes[suggest(words, media, one)].holds for one in CURRENT}
    assert len(titles) == 1


def examples(*, closed: bool) -> list[tuple[str, ClassNode, str]]:
    return [
        (version, node, word)
        for version in CURRENT
        for node in scheme(version).lowest
        for word in node.holds.split("、")
        if node.closed is closed and node.code not in BY_FILES
    ]


@pytest.mark.parametrize("media", [[], [Medium.PHOTO], [Medium.VIDEO, Medium.AUDIO]])
def test_every_example_of_an_open_class_leads_to_it(media):
    for version, node, word in examples(closed=False):
        assert suggest(f"今天收拾出来{word}。", media, version) == node.code


def test_every_example_of_a_closed_class_leads_to_it_while_there_is_no_file():
    for version, node, word in examples(closed=True):
        assert suggest(f"{word}放在抽屉里", [], version) == node.code


@pytest.mark.parametrize(
    ("media", "code"),
    [
        ([], "B3"),
        ([Medium.PHOTO] * 3, "F1"),
        ([Medium.AUDIO], "F2"),
        ([Medium.VIDEO], "F3"),
        ([Medium.PHOTO, Medium.VIDEO], "F1"),
    ],
)
def test_without_such_a_word_the_files_say_it(media, code):
    assert suggest("那天风很大", media, "a_1") == code


def test_the_longest_word_counts():
    assert suggest("得了奖状，写进家庭大事记", [Medium.PHOTO], "a_1") == "B3"
