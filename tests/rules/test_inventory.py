"""Inventory: the ids that may follow a prefix in a span of keys, whatever ends the span."""

from uuid import UUID

from hypothesis import example, given
from hypothesis import strategies as st

from service.archive.inventory import LAST, Span, ids_within

PREFIXES = ("a/", "booklets/", "c/", "exports/", "k/", "m/", "o/", "posters/", "printed-albums/")
LEAST, GREATEST = UUID(int=0), UUID(int=2**128 - 1)
ONE, OTHER = (UUID(f"0192f0c1-2345-7000-8000-00000000000{n}") for n in (1, 2))

ends = st.one_of(
    st.text(max_size=45),
    st.builds(
        lambda prefix, id_, length, rest: f"{prefix}{str(id_)[:length]}{rest}",
        st.sampled_from(PREFIXES),
        st.uuids(),
        st.integers(0, 36),
        st.sampled_from(["", "/", ".jpg", "-", "z", "中"]),
    ),
)


@given(
    after=ends, to=ends, prefix=st.sampled_from(PREFIXES), id_=st.uuids(), rest=st.text(max_size=3)
)
@example(after="m/", to="m/0", prefix="m/", id_=LEAST, rest="")
@example(after="", to=f"m/{ONE}.jpg", prefix="m/", id_=ONE, rest=".jpg")
def test_no_key_of_a_span_has_an_id_outside(after, to, prefix, id_, rest):
    if after < f"{prefix}{id_}{rest}" <= to:
        within = ids_within(prefix, Span(after, to))
        assert within
        assert within[0] <= id_ <= within[1]


def test_the_ids_are_as_few_as_the_ends_of_the_span_say():
    assert ids_within("m/", Span(f"m/{ONE}.jpg", f"m/{OTHER}.jpg")) == (ONE, OTHER)
    assert ids_within("m/", Span()) == (LEAST, GREATEST)
    assert ids_within("m/", Span("k/x", f"m/{ONE}.jpg")) == (LEAST, ONE)
    assert ids_within("m/", Span(f"m/{ONE}.jpg", "o/1")) == (ONE, GREATEST)


def test_a_span_beside_the_prefix_has_none():
    for after, to in (("", "k/zzz"), ("o/1", LAST), ("n", "n/z")):
        assert ids_within("m/", Span(after, to)) is None
