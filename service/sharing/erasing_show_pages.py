"""Erasing show pages: with the family, and as a whole with a child that one tells of."""

from models.sharing.show_pages import ShowFiledItem, ShowItem, ShowPage, ShowSection
from models.trust.erasures import ErasedKind
from service.trust.personal_data import Holding

PAGES_OF = {
    ErasedKind.STUDENT: "select c.page_id from show_sections c"
    " join show_items i on i.section_id = c.id join entries e on e.id = i.entry_id"
    " where e.student_id = $1"
    " union select c.page_id from students s"
    " join entry_persons told on told.person_id = s.person_id"
    " join show_items i on i.entry_id = told.entry_id"
    " join show_sections c on c.id = i.section_id where s.id = $1"
    " union select c.page_id from students s"
    " join photo_persons said on said.person_id = s.person_id"
    " join entry_photos place on place.photo_id = said.photo_id"
    " join show_items i on i.entry_id = place.entry_id"
    " join show_sections c on c.id = i.section_id where s.id = $1"
    " union select c.page_id from show_sections c"
    " join show_filed_items o on o.section_id = c.id where o.consent_ids ?|"
    " array(select id::text from consents where student_id = $1)",
    ErasedKind.FAMILY: "select id from show_pages where family_id = $1",
}
"""Its title and words may tell of the child as well as its records do; items stand on a grant of
every child that they tell of."""
_IN_PAGES = {kind: f"page_id in ({pages})" for kind, pages in PAGES_OF.items()}
_IN_SECTIONS = {
    kind: f"section_id in (select id from show_sections where {pages})"  # noqa: S608
    for kind, pages in _IN_PAGES.items()
}

HOLDINGS = [
    Holding(ShowItem, "单独展示里的记录", _IN_SECTIONS | {ErasedKind.ENTRY: "entry_id = $1"}),
    Holding(ShowFiledItem, "单独展示里收进档案的东西", _IN_SECTIONS),
    Holding(ShowSection, "单独展示的小标题", _IN_PAGES),
    Holding(
        ShowPage,
        "单独展示",
        {kind: f"id in ({pages})" for kind, pages in PAGES_OF.items()},
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why="属于家庭的档案，由家里决定去留",
    ),
]
