"""Magic variables: how `$(…)` in a policy's templates becomes values."""

import json
import re
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import quote_plus

_VARIABLE = re.compile(r"\$\(([^()]*)\)")
_STRING_OR_VARIABLE = re.compile(r'"(?:[^"\\]|\\.)*"|\$\(([^()]*)\)')


class Variables:
    """The values of one upload, by name; a dotted name walks into an object."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def get(self, name: str) -> object:
        """The value, or None when it cannot be resolved."""
        if name in self._values:
            return self._values[name]
        first, *path = name.split(".")
        value = self._values.get(first)
        for step in path:
            value = cast(dict, value).get(step) if isinstance(value, dict) else None
        return value

    def in_form(self, template: str) -> str:
        """A form body: values percent-encoded, unknown ones empty."""
        return self._replace(template, quote_plus)

    def in_text(self, template: str) -> str:
        """A key or URL: values as they are."""
        return self._replace(template, str)

    def in_json(self, template: str) -> str:
        """A JSON body: inside quotes values are interpolated, outside they become literals."""

        def replace(match: re.Match[str]) -> str:
            if match[1] is None:
                return self._replace(match[0], _inside_string)
            return json.dumps(self.get(match[1]), ensure_ascii=False, separators=(",", ":"))

        return _STRING_OR_VARIABLE.sub(replace, template)

    def _replace(self, template: str, escape: Callable[[str], str]) -> str:
        return _VARIABLE.sub(lambda match: escape(_text(self.get(match[1]))), template)


def names_in(*templates: str) -> set[str]:
    """The first words of all variables the templates use: `imageInfo` of `$(imageInfo.width)`."""
    return {match.split(".")[0] for each in templates for match in _VARIABLE.findall(each)}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _inside_string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
