"""The everyday of 小满's ten years, between the moments that chen.py tells: what makes a timeline.

years.tsv has a line for each: the day, the title, who tells it (her mother where nobody is named),
the dimension, the scene that was photographed, and a sentence.
"""

import csv
from pathlib import Path

from service.demo.shots import Shot
from service.demo.story.parts import Moment


def _moment(line: dict[str, str]) -> Moment:
    day, scene = line["day"], line["scene"]
    shots = (Shot(scene, "chat", age=_age(day)),) if scene else ()
    return Moment(line["title"], shots, day, line["story"], line["dimension"], by=line["by"])


def _age(day: str) -> int:
    """The girl's whole years on a day, to paint her so old; she was born on 20 May 2016."""
    year, _, rest = day.partition("-")
    return max(0, int(year) - 2016 - (rest < "05-20"))


def _lines() -> list[dict[str, str]]:
    with (Path(__file__).parent / "years.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


YEARS = tuple(_moment(line) for line in _lines())
