"""Donation states: they move on alone, whatever is tried in whatever order; so does the veto."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.people.regions import Level, Region
from models.programme.donations import Donation, DonationState, Publication
from service.programme.donation_deeds import Listed, Restrictions, written
from service.programme.donation_rules import (
    accession_number,
    is_wider,
    publication_allowed,
    series_of,
)

STATES = st.sampled_from(DonationState)
WISHES = st.sampled_from(Publication)
DAYS = st.dates(date(2026, 1, 1), date(2126, 1, 1))
FINAL = {DonationState.DECLINED, DonationState.ACCESSIONED, DonationState.WITHDRAWN}
WORDS = st.text(max_size=20)
RESTRICTIONS = st.builds(
    Restrictions, publication=WISHES, closed_until=st.none() | DAYS, named=st.booleans()
)
ITEMS = st.lists(
    st.builds(
        Listed,
        st.fixed_dictionaries(
            {
                "number": st.just("XZ000123-ZP·2018·Y-0007"),
                "title": WORDS,
                "when": st.just("2018年"),
                "files": st.lists(st.none(), max_size=3),
            }
        ),
        st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    ),
    min_size=1,
    max_size=4,
)


def walked(wishes: list[DonationState]) -> list[DonationState]:
    """Where a donation has been after all these acts; one that may not be does nothing."""
    been = [DonationState.OFFERED]
    for wish in wishes:
        if been[-1].may_become(wish):
            been.append(wish)
    return been


@given(st.lists(STATES, max_size=40))
def test_no_state_comes_back_and_an_end_is_an_end(wishes: list[DonationState]):
    been = walked(wishes)
    assert len(set(been)) == len(been) <= 4
    assert not FINAL & set(been[:-1])


@given(st.lists(STATES, max_size=40))
def test_nothing_is_accessioned_that_was_not_wanted_and_signed(wishes: list[DonationState]):
    been = walked(wishes)
    if been[-1] is DonationState.ACCESSIONED:
        assert been[1:3] == [DonationState.WANTED, DonationState.SIGNED]
    if been[-1] not in FINAL:
        assert been[-1].may_become(DonationState.WITHDRAWN)


@given(WISHES, st.lists(WISHES, max_size=10), st.none() | DAYS, DAYS)
def test_a_veto_is_never_taken_away(
    signed: Publication, wishes: list[Publication], closed_until: date | None, day: date
):
    donation = Donation(
        state=DonationState.ACCESSIONED, publication=signed, closed_until=closed_until
    )
    allowed = [publication_allowed(donation, day)]
    for wish in wishes:
        if not is_wider(wish, donation.publication):
            donation.publication = wish
        allowed.append(publication_allowed(donation, day))
    assert not any(is_wider(later, earlier) for earlier, later in pairwise(allowed))
    if closed_until and day < closed_until:
        assert set(allowed) == {Publication.NEVER}
    if Publication.NEVER in wishes:
        assert allowed[-1] is Publication.NEVER


@given(STATES, WISHES, DAYS)
def test_what_was_not_accessioned_is_nobodys_to_publish(
    state: DonationState, wish: Publication, day: date
):
    donation = Donation(state=state, publication=wish)
    expected = wish if state is DonationState.ACCESSIONED else Publication.NEVER
    assert publication_allowed(donation, day) is expected


def test_on_the_day_itself_it_opens():
    day = date(2046, 1, 1)
    donation = Donation(
        state=DonationState.ACCESSIONED, publication=Publication.FREELY, closed_until=day
    )
    before = publication_allowed(donation, day - timedelta(days=1))
    assert (before, publication_allowed(donation, day)) == (Publication.NEVER, Publication.FREELY)


@given(ITEMS, RESTRICTIONS, RESTRICTIONS, WORDS)
def test_another_choice_is_another_text_and_the_same_is_the_same(
    items: list[Listed], first: Restrictions, second: Restrictions, family: str
):
    texts = [written(family, "香洲区档案馆", items, chosen) for chosen in (first, first, second)]
    assert texts[0].sha256 == texts[1].sha256
    assert (texts[0].text == texts[2].text) is (first == second)
    assert (texts[0].sha256 == texts[2].sha256) is (texts[0].text == texts[2].text)


@given(ITEMS, RESTRICTIONS)
def test_no_title_makes_a_paragraph_of_its_own(items: list[Listed], chosen: Restrictions):
    text = written("陈家", "香洲区档案馆", items, chosen).text
    (listed,) = [part for part in text.split("\n\n") if part.startswith("七、清单")]
    assert len(listed.strip().split("\n")) == len(items) + 1


def test_numbers_are_of_an_archive_and_a_year():
    district = Region(level=Level.DISTRICT, prefix="XZ")
    city = Region(level=Level.CITY, prefix="")
    assert accession_number(series_of(district, 2026), 1) == "XZ-J2026-0001"
    assert accession_number(series_of(city, 2026), 12345) == "ZH-J2026-12345"
