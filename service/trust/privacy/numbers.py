"""Numbers that show by themselves what they are: mobile and fixed lines, ID and bank cards."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.trust.privacy.finding import Kind, Spot
from service.trust.privacy.reading import EMOJI, GAP, Reading

SHORTEST, LONGEST = 10, 19
_RUN = re.compile(rf"\d+[Xx×]?(?:{GAP}\d+[Xx×]?)*")
_GROUP = re.compile(r"\d+[Xx×]?")
_OF_A_THING = re.compile(
    r"(?:单号?|编号|书号|序列号|条码|条形码|货号|串号|流水号|ISBN|IMEI)\W*$", re.I
)
_LETTER = re.compile(r"[A-Za-z]$")
_BIRTH = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_REGION = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}"
_ID_18 = re.compile(rf"{_REGION}(?:18|19|20)\d\d{_BIRTH}\d{{3}}[\dX]")
_ID_15 = re.compile(rf"{_REGION}\d\d{_BIRTH}\d{{3}}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"(?:86)?1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_MOBILE_SHAPES = {
    (11,), (3, 8), (7, 4), (3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (3, 2, 3, 3),
    (3, 4, 2, 2), (3, 2, 2, 2, 2),
}  # fmt: skip
_FIXED = re.compile(r"0(?:10|2\d|[3-9]\d\d)[2-8]\d{6,7}")
_LOCAL = re.compile(
    r"(?:电话|座机|固话|拨打?)[\s:=,、(号码是为个]{0,5}(?!20\d\d[01]\d[0-3]\d(?!\d))"
    rf"([2-8]\d{{2,3}}{GAP}\d{{4}})(?!\d)"
)


@dataclass(frozen=True)
class Number:
    """Groups of digits with what lies between them: 138 1234 5678 has the shape (3, 4, 4)."""

    digits: str
    ends_in_x: bool
    shape: tuple[int, ...]
    between: frozenset[str]
    before: str

    @property
    def whole(self) -> bool:
        """Written in one piece, digit by digit, or cut by emoji alone."""
        return len(self.shape) == 1 or set(self.shape) == {1} or self.between == {EMOJI}

    @property
    def after_letter(self) -> bool:
        """A letter makes it the number of a parcel, a flight, a bill."""
        return bool(_LETTER.search(self.before))

    @property
    def of_a_thing(self) -> bool:
        """Named as the number of an order, a parcel, a book."""
        return bool(_OF_A_THING.search(self.before))


def numbers(reading: Reading) -> Iterator[Spot]:
    """Both as written and with numerals read out: an 一 before a number may be just a word."""
    for text in {reading.text, reading.digits}:
        for run in _RUN.finditer(text):
            yield from _in_run(text, [group.span() for group in _GROUP.finditer(text, *run.span())])
        yield from (Spot(Kind.PHONE, *found.span(1)) for found in _LOCAL.finditer(text))


def _in_run(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[Spot]:
    """At each group the longest number that starts there; the next one starts behind it."""
    first = 0
    while first < len(groups):
        shortest, last = _fitting(groups, first)
        while last >= shortest:
            spans = groups[first:last]
            if kind := _kind(_number(text, spans)):
                yield Spot(kind, _led_in(text, spans[0][0]), spans[-1][1])
                break
            last -= 1
        first = last if last >= shortest else first + 1


def _led_in(text: str, start: int) -> int:
    """A plus or a bracket before the number is a part of it."""
    return start - 1 if text[start - 1 : start] in {"+", "("} else start


def _fitting(groups: Sequence[tuple[int, int]], first: int) -> tuple[int, int]:
    """Behind which groups a number that starts at `first` may end: the nearest, the farthest."""
    length, shortest, last = 0, first + 1, first
    for start, end in groups[first : first + LONGEST]:
        length += end - start
        if length > LONGEST:
            break
        last += 1
        if length < SHORTEST:
            shortest = last + 1
    return shortest, last


def _number(text: str, spans: Sequence[tuple[int, int]]) -> Number:
    start, last = spans[0][0], text[spans[-1][1] - 1]
    groups = [text[slice(*span)].rstrip("Xx×") for span in spans]
    gaps = (text[left[1] : right[0]] for left, right in pairwise(spans))
    return Number(
        digits="".join(groups),
        ends_in_x=not last.isdigit(),
        shape=tuple(map(len, groups)),
        between=frozenset(gaps),
        before=text[max(0, start - 8) : start],
    )


def _kind(number: Number) -> Kind | None:
    if _is_id_card(number.digits + "X" * number.ends_in_x):
        return Kind.ID_CARD
    kind = _shaped_as(number)
    return None if kind and number.of_a_thing else kind


def _shaped_as(number: Number) -> Kind | None:
    if _is_mobile(number) or _is_fixed(number):
        return Kind.PHONE
    if _is_bank_card(number) and not number.after_letter:
        return Kind.BANK_CARD
    return Kind.ID_CARD if _is_old_id_card(number) and not number.after_letter else None


def _is_mobile(number: Number) -> bool:
    if not _MOBILE.fullmatch(number.digits):
        return False
    shape = number.shape
    if len(number.digits) == 13:
        shape = shape[1:] if shape[0] == 2 else (shape[0] - 2, *shape[1:])
    return number.whole or shape in _MOBILE_SHAPES


def _is_fixed(number: Number) -> bool:
    """Area code and number, at most three groups, the code never cut."""
    area = 3 if number.digits[1:2] in {"1", "2"} else 4
    cut = len(number.shape) > 1 and number.shape[0] != area
    return bool(_FIXED.fullmatch(number.digits)) and len(number.shape) <= 3 and not cut


def _is_bank_card(number: Number) -> bool:
    if not (16 <= len(number.digits) <= LONGEST and number.digits[0] in "34569"):
        return False
    fours = set(number.shape[:-1]) == {4} and number.shape[-1] <= 4
    return (number.whole or fours or number.shape[0] == 6) and _luhn(number.digits)


def _is_old_id_card(number: Number) -> bool:
    """Fifteen digits, issued until 1999, without one that checks."""
    return bool(_ID_15.fullmatch(number.digits)) and (number.whole or number.shape == (6, 6, 3))


def _is_id_card(digits: str) -> bool:
    """GB 11643: region, birth date, serial; weights modulo 11 give the eighteenth character."""
    if not _ID_18.fullmatch(digits):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17]


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812: every second digit from the right doubled, the sum a multiple of ten."""
    doubled = "".join(
        str(int(digit) * (1 + place % 2)) for place, digit in enumerate(reversed(digits))
    )
    return sum(map(int, doubled)) % 10 == 0
