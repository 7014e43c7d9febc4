"""Each: many cases of one story in one world, where `parametrize` would build a world for each."""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from pytest import Subtests

Story = Callable[..., Awaitable[None]]


def each(
    names: str | tuple[str, ...],
    cases: Iterable[Any],
    ids: Iterable[str] | Callable[[Any], object] = (),
) -> Callable[[Story], Story]:
    """Tell the story once for each case, every one reported by itself.

    Takes what `parametrize` takes. The cases follow one another in the same world: only for
    stories that leave it as it was, such as those of what is refused.
    """
    wanted = names.split(",") if isinstance(names, str) else list(names)
    told, called = list(cases), [] if callable(ids) else list(ids)

    def over(story: Story) -> Story:
        signature = inspect.signature(story)

        async def stories(subtests: Subtests, **fixtures: Any) -> None:
            for number, case in enumerate(told):
                given = dict(zip(wanted, [case] if len(wanted) == 1 else case, strict=True))
                with subtests.test(called[number] if called else None, **given):
                    await story(**fixtures, **given)

        kept = [p for name, p in signature.parameters.items() if name not in wanted]
        asked = inspect.Parameter("subtests", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        stories.__signature__ = signature.replace(parameters=[asked, *kept])  # type: ignore[attr-defined]
        stories.__name__, stories.__doc__ = story.__name__, story.__doc__
        stories.__module__ = story.__module__
        return stories

    return over
