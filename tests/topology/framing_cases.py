"""Framing: a hundred requests of which two readers might not agree where they end.

`{smuggled}` stands for a whole further request, which would found a family, and `{length}` and
`{chunk}` for its length in decimal and hexadecimal digits.
"""

from dataclasses import dataclass

from tests.topology.wire import END_HEADERS, END_STREAM, HEADERS, fields, frame

BODY = b'{"code":"x"}'
GET = b"GET /healthz HTTP/1.1\r\nHost: h\r\n"
POST = b"POST /api/v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
SMUGGLED = b"{smuggled}"


@dataclass(frozen=True)
class Case:
    """What is sent, how many requests it is, and whether nobody can tell where they end.

    What is in `doubt` gets one refusal and an end; before a web process itself it may be clear.
    """

    name: str
    sent: bytes
    doubt: bool = False
    requests: int = 1
    clear_inside: bool = False
    body: bytes = b""
    """What follows in a stream of HTTP/2."""


def _doubt(name: str, sent: bytes, *, clear_inside: bool = False) -> Case:
    return Case(name, sent, doubt=True, clear_inside=clear_inside)


def _lengths() -> list[Case]:
    """Content-Length, where readers differ in what a number is."""
    wrong = ("+12", "-12", "0x0c", "12abc", "1 2", "", "12,13", "12;13", "1_2", "12.0", "1e1")
    over = ("99999999999999999999", "18446744073709551628")
    odd = [
        _doubt(f"length {one!r}", POST + f"Content-Length: {one}\r\n\r\n".encode() + BODY)
        for one in (*wrong, *over)
    ]
    return [
        *odd,
        _doubt(
            "length in full-width digits", POST + "Content-Length: １２\r\n\r\n".encode() + BODY
        ),
        _doubt("length after a vertical tab", POST + b"Content-Length: \x0b12\r\n\r\n" + BODY),
        _doubt("two lengths", POST + b"Content-Length: 12\r\nContent-Length: 13\r\n\r\n" + BODY),
        _doubt(
            "two lengths, the shorter one first",
            GET + b"Content-Length: 0\r\nContent-Length: 400\r\n\r\n" + SMUGGLED,
        ),
        Case("length twice", POST + b"Content-Length: 12\r\nContent-Length: 12\r\n\r\n" + BODY),
        Case("length as a list of one", POST + b"Content-Length: 12, 12\r\n\r\n" + BODY),
        Case("length with a leading zero", POST + b"Content-Length: 012\r\n\r\n" + BODY),
        Case("length amid spaces", POST + b"Content-Length:   12  \r\n\r\n" + BODY),
        _doubt("length of more than comes", POST + b"Content-Length: 60000\r\n\r\n" + BODY),
        _doubt("length beyond the bound", POST + b"Content-Length: 65537\r\n\r\n" + BODY),
        _doubt("length before a colon of its own", POST + b"Content-Length : 12\r\n\r\n" + BODY),
    ]


def _codings() -> list[Case]:
    """Transfer-Encoding, above all beside a length (CL.TE, TE.CL, TE.TE)."""
    end = b"0\r\n\r\n" + SMUGGLED
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    hidden = (
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: identity",
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: chunked, chunked",
        b"Transfer-Encoding: \x0bchunked",
        b"Transfer-Encoding: chunked\x00",
        b"Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
        b"X: y\rTransfer-Encoding: chunked",
        b"Transfer-Encoding\x00: chunked",
    )
    return [
        _doubt("coding after length", POST + both + end),
        _doubt(
            "coding before length",
            POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + end,
        ),
        *(
            _doubt(
                f"coding hidden as {one!r}",
                POST + b"Content-Length: 5\r\n" + one + b"\r\n\r\n" + end,
            )
            for one in hidden
        ),
        _doubt(
            "coding in capitals",
            POST + b"Content-Length: 5\r\nTRANSFER-ENCODING: CHUNKED\r\n\r\n" + end,
        ),
        _doubt(
            "coding on a folded line",
            POST + b"Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + end,
        ),
        _doubt(
            "coding after a bare line feed",
            POST + b"Content-Length: 5\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n" + end,
        ),
        _doubt("coding on a GET", GET + both + end, clear_inside=True),
        _doubt("coding in HTTP/1.0", POST.replace(b"1.1", b"1.0") + both + end),
        Case(
            "coding under another name",
            POST + b"Content-Length: 12\r\nTransfer_Encoding: chunked\r\n\r\n" + BODY,
        ),
        Case("chunks that end", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ]


def _chunks() -> list[Case]:
    """Chunks, which the door does not take and a web process reads strictly."""
    whole = f"{len(BODY):x}".encode()
    odd = {
        "a huge size": b"FFFFFFFFFFFFFFF0\r\n" + BODY,
        "a size of seventeen digits": b"1000000000000000c\r\n" + BODY,
        "a negative size": b"-1\r\n" + BODY,
        "a size in C": b"0xc\r\n" + BODY,
        "no size": b"\r\n" + BODY,
        "a size that is none": b"zz\r\n" + BODY,
        "no line end after a chunk": whole + b"\r\n" + BODY + b"0\r\n\r\n" + SMUGGLED,
        "a chunk that does not end": whole + b"\r\n" + BODY[:5],
        "line feeds alone": whole + b"\n" + BODY + b"\n0\n\n" + SMUGGLED,
        "an extension with a line feed": whole + b";a\nb\r\n" + BODY + b"\r\n0\r\n\r\n",
    }
    made = [
        _doubt(f"chunks with {name}", POST + b"Transfer-Encoding: chunked\r\n\r\n" + one)
        for name, one in odd.items()
    ]
    trailers = b"\r\n0\r\nContent-Length: 400\r\nTransfer-Encoding: chunked\r\n\r\n"
    return [
        *made,
        Case(
            "chunks with extensions",
            POST
            + b"Transfer-Encoding: chunked\r\n\r\n"
            + whole
            + b';a="b"\r\n'
            + BODY
            + b"\r\n0\r\n\r\n",
        ),
        Case(
            "chunks with trailers",
            POST + b"Transfer-Encoding: chunked\r\n\r\n" + whole + b"\r\n" + BODY + trailers,
        ),
    ]


def _fields() -> list[Case]:
    """Lines of the head."""
    return [
        _doubt("a name with a space", GET + b"X Y: z\r\n\r\n"),
        _doubt("a line without a colon", GET + b"nothing\r\n\r\n"),
        _doubt("a name of nothing", GET + b": z\r\n\r\n"),
        _doubt("a name in Chinese", GET + "名: z\r\n\r\n".encode()),
        _doubt("a NUL in a name", GET + b"X\x00Y: z\r\n\r\n"),
        Case("a NUL in a value", GET + b"X: y\x00z\r\n\r\n"),
        Case("a control character in a value", GET + b"X: y\x01z\r\n\r\n"),
        _doubt("a carriage return in a value", GET + b"X: y\rz\r\n\r\n"),
        _doubt("a folded first line", b"GET /healthz HTTP/1.1\r\n Host: h\r\n\r\n"),
        Case("a folded line", GET + b"X: y\r\n z\r\n\r\n"),
        Case("line feeds alone", b"GET /healthz HTTP/1.1\nHost: h\n\n"),
        _doubt(
            "three hundred lines", GET + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + b"\r\n"
        ),
        _doubt("a line of 200 KB", GET + b"X: " + b"y" * 200_000 + b"\r\n\r\n", clear_inside=True),
        Case("a line of 4 KB", GET + b"X: " + b"y" * 4_000 + b"\r\n\r\n"),
        Case("an empty value", GET + b"X:\r\n\r\n"),
        Case(
            "a length that a connection claims",
            GET + b"Connection: content-length\r\nContent-Length: 0\r\n\r\n",
        ),
        Case(
            "a body that a connection claims",
            GET
            + b"Connection: close, content-length\r\nContent-Length: {length}\r\n\r\n"
            + SMUGGLED,
        ),
        Case(
            "an upgrade to HTTP/2",
            GET
            + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        ),
        Case(
            "an upgrade to WebSocket",
            GET
            + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        ),
        Case("an expectation", POST + b"Expect: 100-continue\r\nContent-Length: 12\r\n\r\n" + BODY),
        Case(
            "an expectation of something else",
            POST + b"Expect: 200-ok\r\nContent-Length: 12\r\n\r\n" + BODY,
        ),
    ]


def _lines() -> list[Case]:
    """The first line, and whom it is for."""

    def to(line: bytes) -> bytes:
        return line + b"\r\nHost: h\r\n\r\n"

    return [
        Case("the whole address", to(b"GET http://h/healthz HTTP/1.1")),
        _doubt(
            "the whole address of somebody else",
            to(b"GET http://evil.example/healthz HTTP/1.1"),
            clear_inside=True,
        ),
        Case("a tunnel", b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
        Case("an echo", to(b"TRACE /healthz HTTP/1.1")),
        Case("a method of our own", to(b"SMUGGLE /healthz HTTP/1.1")),
        _doubt("a path without its slash", to(b"GET healthz HTTP/1.1"), clear_inside=True),
        Case("an asterisk", to(b"OPTIONS * HTTP/1.1")),
        _doubt("HTTP/0.9", b"GET /healthz\r\n"),
        Case(
            "HTTP/1.0 that stays",
            to(b"GET /healthz HTTP/1.0").replace(b"Host", b"Connection: keep-alive\r\nHost"),
        ),
        Case("HTTP/1.0", to(b"GET /healthz HTTP/1.0")),
        Case("HTTP/3.0", to(b"GET /healthz HTTP/3.0")),
        _doubt("HTTP/x", to(b"GET /healthz HTTP/x")),
        _doubt("another protocol", to(b"GET /healthz ICY/1.1")),
        _doubt("a space before the method", to(b" GET /healthz HTTP/1.1")),
        _doubt("a space in the path", to(b"GET /health z HTTP/1.1")),
        _doubt("a method with a colon", to(b"GET: /healthz HTTP/1.1")),
        Case("a line end before the request", b"\r\n" + to(b"GET /healthz HTTP/1.1")),
        Case("a percent sign alone", to(b"GET /api/v1/%zz HTTP/1.1")),
        Case("an overlong percent encoding", to(b"GET /s/%c0%ae%c0%ae HTTP/1.1")),
        Case("no UTF-8 in percent encoding", to(b"GET /s/%ff%fe HTTP/1.1")),
        Case("a NUL in percent encoding", to(b"GET /s/a%00b HTTP/1.1")),
        Case("line ends in percent encoding", to(b"GET /s/a%0d%0aX:%20y HTTP/1.1")),
        _doubt("no UTF-8 in the path", to(b"GET /s/\xff\xfe HTTP/1.1")),
        Case("a double slash", to(b"GET //readyz HTTP/1.1")),
        Case("a way up", to(b"GET /../../readyz HTTP/1.1")),
        Case("a way up in percent encoding", to(b"GET /..%2fmetrics HTTP/1.1")),
        Case("a letter in percent encoding", to(b"GET /%72eadyz HTTP/1.1")),
        Case("a backslash", to(b"GET /\\readyz HTTP/1.1")),
        Case("a path of 3 KB", to(b"GET /" + b"x" * 3_000 + b" HTTP/1.1")),
        _doubt("a path of 200 KB", to(b"GET /" + b"x" * 200_000 + b" HTTP/1.1")),
        Case("no host", b"GET /healthz HTTP/1.1\r\n\r\n"),
        _doubt("two hosts", GET + b"Host: evil.example\r\n\r\n", clear_inside=True),
        Case("a host of nothing", b"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n"),
        Case("a host with a path", b"GET /healthz HTTP/1.1\r\nHost: h/x@evil.example\r\n\r\n"),
        Case(
            "other words for the host",
            GET + b"X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n\r\n",
        ),
    ]


def _pipelines() -> list[Case]:
    """Several requests on one connection, as many as they are."""
    body = b"Content-Length: {length}\r\n\r\n"
    return [
        Case("two at once", GET + b"\r\n" + GET + b"\r\n", requests=2),
        Case("ten at once", (GET + b"\r\n") * 10, requests=10),
        Case("a request in the body of a GET", GET + body + SMUGGLED),
        Case("a request in a JSON body", POST + body + SMUGGLED),
        Case("a request after the last word", GET + b"Connection: close\r\n\r\n" + SMUGGLED),
        Case(
            "a request after an upgrade",
            GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + body + SMUGGLED,
        ),
        Case(
            "a request after an expectation", POST + b"Expect: 100-continue\r\n" + body + SMUGGLED
        ),
        Case(
            "a request after a 411",
            POST + b"Transfer-Encoding: chunked\r\n\r\n{chunk}\r\n" + SMUGGLED + b"\r\n0\r\n\r\n",
        ),
    ]


def _streams() -> list[Case]:
    """HTTP/2, for the door alone: what it must not take for HTTP/1 inside."""
    plain = {":method": "GET", ":scheme": "https", ":path": "/healthz", ":authority": "h"}
    fields_of = {
        "a connection's own field": {"connection": "close"},
        "a coding": {"transfer-encoding": "chunked"},
        "a field to keep alive": {"keep-alive": "5"},
        "an upgrade": {"upgrade": "h2c"},
        "a TE of gzip": {"te": "gzip"},
        "a capital letter": {"X-Upper": "y"},
        "a line end in a value": {"x": "y\r\nTransfer-Encoding: chunked"},
        "a line feed in a value": {"x": "y\nz"},
        "a NUL in a value": {"x": "y\0z"},
        "a line end in a name": {"x: y\r\nz": "y"},
        "a colon in a name": {"x:y": "z"},
        "a space in a name": {"x y": "z"},
        "a line end in the path": {":path": "/healthz HTTP/1.1\r\nX: y\r\n\r\n"},
        "a space in the path": {":path": "/healthz HTTP/1.1"},
        "no slash in the path": {":path": "healthz"},
        "no path": {":path": ""},
        "a whole address as path": {":path": "https://evil.example/healthz"},
        "a space in the method": {":method": "GET /s/x HTTP/1.1\r\nX: y"},
        "a tunnel": {":method": "CONNECT"},
        "an unknown pseudo-field": {":smuggled": "y"},
        "a path up": {":path": "/../readyz"},
        "another host": {"host": "evil.example"},
        "a length without a body": {"content-length": "400"},
        "a length in words": {"content-length": "+0"},
    }
    made = [Case(name, _opening([*(plain | more).items()])) for name, more in fields_of.items()]
    late = [("x", "y"), *plain.items()]
    twice = [*plain.items(), (":path", "/readyz")]
    post = plain | {":method": "POST", ":path": "/api/v1/sessions"}
    short, long = post | {"content-length": "0"}, post | {"content-length": "60000"}
    return [
        *made,
        Case("a pseudo-field after a field", _opening(late)),
        Case("two paths", _opening(twice)),
        Case(
            "a body longer than its length", _opening([*short.items()], ends=False), body=SMUGGLED
        ),
        Case("a body shorter than its length", _opening([*long.items()], ends=False), body=BODY),
    ]


def _opening(pairs: list[tuple[str, str]], *, ends: bool = True) -> bytes:
    """The head of a connection's first stream."""
    return frame(HEADERS, 1, fields(pairs), END_HEADERS | (END_STREAM if ends else 0))


STREAMS = _streams()
CASES = [*_lengths(), *_codings(), *_chunks(), *_fields(), *_lines(), *_pipelines()]
