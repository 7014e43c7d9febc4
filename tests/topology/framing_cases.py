"""Framing: a hundred requests of which two readers might not agree where they end.

`{smuggled}` stands for a whole further request, which would found a family, and `{length}` and
`{chunk}` for its length in decimal and hexadecimal digits.
"""

from dataclasses import dataclass, replace

from tests.topology.wire import END_HEADERS, END_STREAM, HEADERS, fields, frame

BODY = b'{"code":"x"}'
GET = b"GET /healthz HTTP/1.1\r\nHost: h\r\n"
POST = b"POST /api/v1/sessions HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
SMUGGLED = b"{smuggled}"


@dataclass(frozen=True)
class Case:
    """What is sent, how many requests it is, and the status that each of them gets at the door.

    Of what is in `doubt` nobody can tell where it ends: it gets one refusal and an end. A 200 or
    422 is of a request that was read whole; what the door refuses may be clear to a web process.
    """

    name: str
    sent: bytes
    says: int
    inside: int = 0
    """The status that a web process by itself gives, where that is another."""
    doubt: bool = False
    requests: int = 1
    body: bytes = b""
    """What follows in a stream of HTTP/2."""

    @property
    def by_itself(self) -> "Case":
        """The same before a web process."""
        says = self.inside or self.says
        return replace(self, says=says, doubt=self.doubt and says >= 400)


def _doubt(name: str, sent: bytes, says: int = 400, inside: int = 0) -> Case:
    return Case(name, sent, says, inside, doubt=True)


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
        Case(
            "length twice", POST + b"Content-Length: 12\r\nContent-Length: 12\r\n\r\n" + BODY, 422
        ),
        Case("length as a list of one", POST + b"Content-Length: 12, 12\r\n\r\n" + BODY, 422, 400),
        Case("length with a leading zero", POST + b"Content-Length: 012\r\n\r\n" + BODY, 422),
        Case("length amid spaces", POST + b"Content-Length:   12  \r\n\r\n" + BODY, 422),
        _doubt("length of more than comes", POST + b"Content-Length: 60000\r\n\r\n" + BODY, 408),
        _doubt("length beyond the bound", POST + b"Content-Length: 65537\r\n\r\n" + BODY, 408, 413),
        _doubt("length before a colon of its own", POST + b"Content-Length : 12\r\n\r\n" + BODY),
    ]


def _codings() -> list[Case]:
    """Transfer-Encoding, above all beside a length (CL.TE, TE.CL, TE.TE)."""
    end = b"0\r\n\r\n" + SMUGGLED
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    unknown = (
        b"Transfer-Encoding: gzip, chunked",
        b"Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
    )
    hidden = (
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding : chunked",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: identity",
        b"Transfer-Encoding: chunked, chunked",
        b"Transfer-Encoding: \x0bchunked",
        b"Transfer-Encoding: chunked\x00",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
        b"X: y\rTransfer-Encoding: chunked",
        b"Transfer-Encoding\x00: chunked",
    )
    return [
        _doubt("coding after length", POST + both + end, 411, 400),
        _doubt(
            "coding before length",
            POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + end,
            411,
            400,
        ),
        *(
            _doubt(
                f"coding hidden as {one!r}",
                POST + b"Content-Length: 5\r\n" + one + b"\r\n\r\n" + end,
                422 if one in unknown else 400,
                400,
            )
            for one in (*hidden, *unknown)
        ),
        _doubt(
            "coding in capitals",
            POST + b"Content-Length: 5\r\nTRANSFER-ENCODING: CHUNKED\r\n\r\n" + end,
            411,
            400,
        ),
        _doubt(
            "coding on a folded line",
            POST + b"Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + end,
            411,
            400,
        ),
        _doubt(
            "coding after a bare line feed",
            POST + b"Content-Length: 5\r\nX: y\nTransfer-Encoding: chunked\r\n\r\n" + end,
            411,
            400,
        ),
        _doubt("coding on a GET", GET + both + end, 411, 200),
        _doubt("coding in HTTP/1.0", POST.replace(b"1.1", b"1.0") + both + end, 411, 400),
        Case(
            "coding under another name",
            POST + b"Content-Length: 12\r\nTransfer_Encoding: chunked\r\n\r\n" + BODY,
            422,
        ),
        Case("chunks that end", POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411, 400),
    ]


def _chunks() -> list[Case]:
    """Chunks, which the door does not take and a web process reads strictly."""
    whole = f"{len(BODY):x}".encode()
    odd = {
        "a size of seventeen digits": b"1000000000000000c\r\n" + BODY,
        "a negative size": b"-1\r\n" + BODY,
        "a size in C": b"0xc\r\n" + BODY,
        "no size": b"\r\n" + BODY,
        "a size that is none": b"zz\r\n" + BODY,
        "no line end after a chunk": whole + b"\r\n" + BODY + b"0\r\n\r\n" + SMUGGLED,
        "a chunk that does not end": whole + b"\r\n" + BODY[:5],
        "an extension with a line feed": whole + b";a\nb\r\n" + BODY + b"\r\n0\r\n\r\n",
    }
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    trailers = b"\r\n0\r\nContent-Length: 400\r\nTransfer-Encoding: chunked\r\n\r\n"
    feeds = b"\n" + BODY + b"\n0\n\n" + SMUGGLED
    extended = b';a="b"\r\n' + BODY + b"\r\n0\r\n\r\n"
    return [
        *(_doubt(f"chunks with {name}", head + one) for name, one in odd.items()),
        # which a web process waits for
        _doubt("chunks with a huge size", head + b"FFFFFFFFFFFFFFF0\r\n" + BODY, 400, 408),
        _doubt("chunks with line feeds alone", head + whole + feeds, 411, 400),
        Case("chunks with extensions", head + whole + extended, 411, 422),
        Case("chunks with trailers", head + whole + b"\r\n" + BODY + trailers, 411, 422),
    ]


def _fields() -> list[Case]:
    """Lines of the head."""
    return [
        _doubt("a name with a space", GET + b"X Y: z\r\n\r\n"),
        _doubt("a line without a colon", GET + b"nothing\r\n\r\n"),
        _doubt("a name of nothing", GET + b": z\r\n\r\n"),
        _doubt("a name in Chinese", GET + "名: z\r\n\r\n".encode()),
        _doubt("a NUL in a name", GET + b"X\x00Y: z\r\n\r\n"),
        Case("a NUL in a value", GET + b"X: y\x00z\r\n\r\n", 400),
        Case("a control character in a value", GET + b"X: y\x01z\r\n\r\n", 400),
        _doubt("a carriage return in a value", GET + b"X: y\rz\r\n\r\n"),
        _doubt("a folded first line", b"GET /healthz HTTP/1.1\r\n Host: h\r\n\r\n"),
        Case("a folded line", GET + b"X: y\r\n z\r\n\r\n", 200, 400),
        Case("line feeds alone", b"GET /healthz HTTP/1.1\nHost: h\n\n", 200),
        _doubt(
            "three hundred lines",
            GET + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + b"\r\n",
            400,
            431,
        ),
        _doubt("a line of 200 KB", GET + b"X: " + b"y" * 200_000 + b"\r\n\r\n", 400, 200),
        Case("a line of 4 KB", GET + b"X: " + b"y" * 4_000 + b"\r\n\r\n", 200),
        Case("an empty value", GET + b"X:\r\n\r\n", 200),
        Case(
            "a length that a connection claims",
            GET + b"Connection: content-length\r\nContent-Length: 0\r\n\r\n",
            200,
        ),
        Case(
            "a body that a connection claims",
            GET
            + b"Connection: close, content-length\r\nContent-Length: {length}\r\n\r\n"
            + SMUGGLED,
            200,
        ),
        Case(
            "an upgrade to HTTP/2",
            GET
            + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + b"HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
            200,
        ),
        Case(
            "an upgrade to WebSocket",
            GET
            + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            200,
        ),
        Case(
            "an expectation",
            POST + b"Expect: 100-continue\r\nContent-Length: 12\r\n\r\n" + BODY,
            422,
        ),
        Case(
            "an expectation of something else",
            POST + b"Expect: 200-ok\r\nContent-Length: 12\r\n\r\n" + BODY,
            422,
        ),
    ]


def _lines() -> list[Case]:
    """The first line, and whom it is for."""

    def to(line: bytes) -> bytes:
        return line + b"\r\nHost: h\r\n\r\n"

    return [
        Case("the whole address", to(b"GET http://h/healthz HTTP/1.1"), 200),
        _doubt(
            "the whole address of somebody else",
            to(b"GET http://evil.example/healthz HTTP/1.1"),
            400,
            200,
        ),
        Case("a tunnel", b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", 405, 400),
        Case("an echo", to(b"TRACE /healthz HTTP/1.1"), 405),
        Case("a method of our own", to(b"SMUGGLE /healthz HTTP/1.1"), 405),
        _doubt("a path without its slash", to(b"GET healthz HTTP/1.1")),
        Case("an asterisk", to(b"OPTIONS * HTTP/1.1"), 400),
        _doubt("HTTP/0.9", b"GET /healthz\r\n"),
        Case(
            "HTTP/1.0 that stays",
            to(b"GET /healthz HTTP/1.0").replace(b"Host", b"Connection: keep-alive\r\nHost"),
            200,
        ),
        Case("HTTP/1.0", to(b"GET /healthz HTTP/1.0"), 200),
        Case("HTTP/3.0", to(b"GET /healthz HTTP/3.0"), 200, 400),
        _doubt("HTTP/x", to(b"GET /healthz HTTP/x")),
        _doubt("another protocol", to(b"GET /healthz ICY/1.1")),
        _doubt("a space before the method", to(b" GET /healthz HTTP/1.1")),
        _doubt("a space in the path", to(b"GET /health z HTTP/1.1")),
        _doubt("a method with a colon", to(b"GET: /healthz HTTP/1.1")),
        Case("a line end before the request", b"\r\n" + to(b"GET /healthz HTTP/1.1"), 200),
        Case("a percent sign alone", to(b"GET /api/v1/%zz HTTP/1.1"), 404),
        Case("an overlong percent encoding", to(b"GET /s/%c0%ae%c0%ae HTTP/1.1"), 404),
        Case("no UTF-8 in percent encoding", to(b"GET /s/%ff%fe HTTP/1.1"), 404),
        Case("a NUL in percent encoding", to(b"GET /s/a%00b HTTP/1.1"), 404),
        Case("line ends in percent encoding", to(b"GET /s/a%0d%0aX:%20y HTTP/1.1"), 404),
        _doubt("no UTF-8 in the path", to(b"GET /s/\xff\xfe HTTP/1.1")),
        Case("a double slash", to(b"GET //readyz HTTP/1.1"), 404),
        Case("a way up", to(b"GET /../../readyz HTTP/1.1"), 404),
        Case("a way up in percent encoding", to(b"GET /..%2fmetrics HTTP/1.1"), 404),
        Case("a letter in percent encoding", to(b"GET /%72eadyz HTTP/1.1"), 404),
        Case("a backslash", to(b"GET /\\readyz HTTP/1.1"), 404),
        Case("a path of 3 KB", to(b"GET /" + b"x" * 3_000 + b" HTTP/1.1"), 414),
        _doubt("a path of 200 KB", to(b"GET /" + b"x" * 200_000 + b" HTTP/1.1"), 400, 414),
        Case("no host", b"GET /healthz HTTP/1.1\r\n\r\n", 400, 200),
        _doubt("two hosts", GET + b"Host: evil.example\r\n\r\n", 400, 200),
        Case("a host of nothing", b"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", 200),
        Case("a host with a path", b"GET /healthz HTTP/1.1\r\nHost: h/x@evil.example\r\n\r\n", 200),
        Case(
            "other words for the host",
            GET + b"X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\n\r\n",
            200,
        ),
    ]


def _pipelines() -> list[Case]:
    """Several requests on one connection, as many as they are."""
    body = b"Content-Length: {length}\r\n\r\n"
    return [
        Case("two at once", GET + b"\r\n" + GET + b"\r\n", 200, requests=2),
        Case("ten at once", (GET + b"\r\n") * 10, 200, requests=10),
        Case("a request in the body of a GET", GET + body + SMUGGLED, 200),
        Case("a request in a JSON body", POST + body + SMUGGLED, 400),
        Case("a request after the last word", GET + b"Connection: close\r\n\r\n" + SMUGGLED, 200),
        Case(
            "a request after an upgrade",
            GET + b"Connection: Upgrade\r\nUpgrade: h2c\r\n" + body + SMUGGLED,
            200,
        ),
        Case(
            "a request after an expectation",
            POST + b"Expect: 100-continue\r\n" + body + SMUGGLED,
            400,
        ),
        Case(
            "a request after a 411",
            POST + b"Transfer-Encoding: chunked\r\n\r\n{chunk}\r\n" + SMUGGLED + b"\r\n0\r\n\r\n",
            411,
            400,
        ),
    ]


def _streams() -> list[Case]:
    """HTTP/2, for the door alone: what it must not take for HTTP/1 inside.

    Their bodies hold what would be a request of its own, were such a head taken for one of
    HTTP/1. A stream that is reset `says` 0.
    """
    plain = {":method": "GET", ":scheme": "https", ":path": "/healthz", ":authority": "h"}
    reset = {
        "a connection's own field": {"connection": "close"},
        "a coding": {"transfer-encoding": "chunked"},
        "a field to keep alive": {"keep-alive": "5"},
        "an upgrade": {"upgrade": "h2c"},
        "a TE of gzip": {"te": "gzip"},
        "a capital letter": {"X-Upper": "y"},
        "a line end in a value": {"x": "y\r\nTransfer-Encoding: chunked"},
        "a line feed in a value": {"x": "y\nTransfer-Encoding: chunked"},
        "a NUL in a value": {"x": "y\0z"},
        "a line end in a name": {"x: y\r\ntransfer-encoding": "chunked"},
        "a colon in a name": {"transfer-encoding:x": "chunked"},
        "a space in a name": {"transfer-encoding ": "chunked"},
        "a line end in the path": {":path": "/healthz HTTP/1.1\r\nX: y\r\n\r\n"},
        "a space in the path": {":path": "/healthz HTTP/1.1"},
        "no slash in the path": {":path": "healthz"},
        "no path": {":path": ""},
        "a whole address as path": {":path": "https://evil.example/healthz"},
        "a space in the method": {":method": "GET /s/x HTTP/1.1\r\nX: y"},
        "a tunnel": {":method": "CONNECT"},
        "an unknown pseudo-field": {":smuggled": "y"},
        "a length in words": {"content-length": "+0"},
        "a body longer than its length": {"content-length": "0"},
        "a body shorter than its length": {"content-length": "60000"},
    }
    heads = {name: [*(plain | more).items()] for name, more in reset.items()}
    heads["a pseudo-field after a field"] = [("x", "y"), *plain.items()]
    heads["two paths"] = [*plain.items(), (":path", "/readyz")]
    end = b"0\r\n\r\n" + SMUGGLED
    up, other = plain | {":path": "/../readyz"}, plain | {"host": "evil.example"}
    empty = plain | {"content-length": "400"}
    return [
        *(Case(name, _opening(pairs), 0, body=end) for name, pairs in heads.items()),
        Case("a path up", _opening([*up.items()]), 404, body=end),
        Case("another host", _opening([*other.items()]), 200, body=end),
        # the door has a connection inside for each request: nobody else's makes up the length
        Case("a length without a body", _opening([*empty.items()], END_STREAM), 200),
    ]


def _opening(pairs: list[tuple[str, str]], ends: int = 0) -> bytes:
    """The head of a connection's first stream."""
    return frame(HEADERS, 1, fields(pairs), END_HEADERS | ends)


STREAMS = _streams()
CASES = [*_lengths(), *_codings(), *_chunks(), *_fields(), *_lines(), *_pipelines()]
