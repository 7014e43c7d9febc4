"""Fencing: the headers that every answer carries, whoever made it, if it has no better ones."""

from handlers.edge.limits import App, Message, Receive, Send

EVERY = (
    (b"x-content-type-options", b"nosniff"),
    # Signed addresses are in many answers, and a copy that is kept outlives a withdrawal.
    (b"cache-control", b"private, no-store"),
    # The address of a share page is its key: no other site is to learn it.
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    # What is opened by itself, as a file or as JSON, is a document too: it does and loads nothing.
    (
        b"content-security-policy",
        b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
)


class Fenced:
    """An ASGI application around `app` that adds to each of its answers what is missing of EVERY.

    Outermost, so that what is refused before the framework sees it is fenced in as well.
    """

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        async def fenced(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message["headers"]]
                names = {name.lower() for name, _ in given}
                given.extend(one for one in EVERY if one[0] not in names)
                message["headers"] = given
            await send(message)

        await self._app(scope, receive, fenced)
