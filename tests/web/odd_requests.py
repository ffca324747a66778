"""Requests that are none, or that two programs in a row could read differently: (name, bytes).

Each ends with a second request behind it, HIDDEN, which nobody may answer."""

HIDDEN = b"GET /help?hidden HTTP/1.1\r\nHost: %HOST%\r\n\r\n"


def head(line=b"POST /sign-in HTTP/1.1", *fields, host=b"Host: %HOST%"):
    return b"\r\n".join([line, *([host] if host else []), *fields]) + b"\r\n\r\n"


def chunks(*pieces):
    return b"".join(pieces)


FORM = b"Content-Type: application/x-www-form-urlencoded"
TE = b"Transfer-Encoding: chunked"
ENDED = b"0\r\n\r\n"


def lengths():
    for value in (b"+5", b"-5", b" 5 5", b"5,5", b"5, 5", b"5,6", b"0x5", b"5.0", b"5e0", b"05x", b"", b"five", b"\xb5",
                  b"99999999999999999999", b"18446744073709551616", b"18446744073709551621", b"4294967301x", b"5;5",
                  b"5 chunked", b"\"5\"", b"'5'", b"_5", b"5_", b"1_0", b"5\x00", b"\x005", b"\x0b5", b"5\x0c", b"--5",
                  b"9223372036854775808", b"NaN", b"Infinity", b"5\t5", b"5 ,", b",5", b"0b101", b"0o5", b"5%20"):
        yield f"a length of {value!r}", head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: " + value) + b"a=b&c"
    for first, second in ((b"5", b"6"), (b"5", b"5"), (b"0", b"40"), (b"40", b"0"), (b"5", b""), (b"", b"5"), (b"5", b"+5")):
        yield (f"lengths of {first!r} and {second!r}",
               head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: " + first, b"Content-Length: " + second) + b"a=b&c")
        yield (f"lengths of {first!r} and {second!r}, apart",
               head(b"POST /sign-in HTTP/1.1", b"content-length: " + first, FORM, b"CONTENT-LENGTH: " + second) + b"a=b&c")


def both():
    for length in (b"0", b"3", b"5", b"6", b"40"):
        yield f"chunked with a length of {length!r}", head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: " + length, TE) + ENDED
        yield f"a length of {length!r} and chunked", head(b"POST /sign-in HTTP/1.1", FORM, TE, b"Content-Length: " + length) + ENDED
        yield (f"chunked on a GET with a length of {length!r}",
               head(b"GET /help HTTP/1.1", TE, b"Content-Length: " + length) + ENDED)


def codings():
    for value in (b"xchunked", b"chunked, chunked", b"chunked,identity", b"identity, chunked", b"gzip, chunked", b"gzip",
                  b"identity", b"chunked;a=b", b"\"chunked\"", b"'chunked'", b"chunked\x00", b"\x00chunked", b"\x0bchunked",
                  b"chunked\x0c", b"chunked chunked", b"chunke", b"chunkedd", b"chunked,", b",chunked", b"chunked, ", b"",
                  b"cow", b"deflate", b"chunked, gzip", b"x", b"trailers", b"chunked\x80", b"\xe2\x80\x8bchunked", b"chunked/1",
                  b"br, chunked"):
        yield f"a coding of {value!r}", head(b"POST /sign-in HTTP/1.1", FORM, b"Transfer-Encoding: " + value) + ENDED
        if value.strip():
            yield (f"a coding of {value!r} with a length",
                   head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: 5", b"Transfer-Encoding: " + value) + ENDED)
    yield "two codings", head(b"POST /sign-in HTTP/1.1", FORM, TE, TE) + ENDED
    yield "two codings that differ", head(b"POST /sign-in HTTP/1.1", FORM, TE, b"Transfer-Encoding: identity") + ENDED
    yield "chunked in HTTP/1.0", head(b"POST /sign-in HTTP/1.0", FORM, TE) + ENDED


def chunk_bodies():
    for body in (b"g\r\nabcde\r\n", b"-5\r\nabcde\r\n", b"+5\r\nabcde\r\n", b"0x5\r\nabcde\r\n", b" 5\r\nabcde\r\n", b"5x\r\nabcde\r\n",
                 b"\r\n5\r\nabcde\r\n", b"5\r\nabcdef\r\n", b"5\r\nab\r\n\r\n", b"ffffffffffffffff\r\nabcde\r\n",
                 b"10000000000000005\r\nabcde\r\n", b"5,5\r\nabcde\r\n", b"5 5\r\nabcde\r\n", b"\x00\r\n", b"5\x00\r\nabcde\r\n",
                 b"five\r\nabcde\r\n", b"5\r\nabcdeXX5\r\nabcde\r\n", b"\xb5\r\nabcde\r\n", b"5\r\nabcde5\r\nabcde\r\n",
                 b"7fffffffffffffff\r\nabcde\r\n", b"fffffffffffffffff0\r\na\r\n", b"5\rabcde\r\n", b"=5\r\nabcde\r\n", b"5\r\r\nabcde\r\n"):
        yield f"chunks {body!r}", head(b"POST /sign-in HTTP/1.1", FORM, TE) + body + ENDED


def fields():
    for field in (b"Content-Length : 5", b"Content-Length\t: 5", b" Content-Length: 5", b"\tX: y", b"X: a\r\n b", b"X: a\r\n\tb",
                  b"no colon", b": nothing", b"X Y: z", b"X\x00Y: z", b"X: a\x00b", b"X: a\x01b", b"X: a\x7fb", b"X\x80: z", b"X(: z", b"X,Y: z",
                  b"X/Y: z", b"X=Y: z", b"X@Y: z", b"X[: z", b"X{: z", b"X\": z", b"Transfer-Encoding : chunked", b"Transfer-Encoding\x0b: chunked",
                  b"Host: elsewhere.example", b"Host: %HOST%", b"X: a\rb", b"X: a\r\r\nY: b", b"\x00", b"X\r: z", b"\x0bX: z", b"X\xc2\xa0: z",
                  b"X: a\x08b", b"X: a\x1bb", b"X;: z", b"X<: z", b"X?: z", b"X\\: z"):
        yield f"a field {field!r}", head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: 5", field) + b"a=b&c"
    for host in (b"Host: elsewhere.example", b"Host:", b"Host: %HOST%.elsewhere.example", b"Host: %HOST%, elsewhere.example", b"Host: %HOST%:80",
                 b"Host: a@%HOST%", b"Host: %HOST%/", b"Host: %HOST%#", b"Host: [::1]", b"Host: %HOST% elsewhere", b"Host : %HOST%", None):
        yield f"a host {host!r}", head(b"GET /help HTTP/1.1", host=host)


def ends_of_lines():
    good = head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: 5")
    yield "line ends without CR", good.replace(b"\r\n", b"\n") + b"a=b&c"
    yield "one line end without CR", good.replace(b"\r\nContent", b"\nContent", 1) + b"a=b&c"
    yield "an end of the head without CR", good[:-4] + b"\n\n" + b"a=b&c"
    yield "an end of the head with half a CR", good[:-4] + b"\r\n\n" + b"a=b&c"
    yield "an end of the head the other way", good[:-4] + b"\n\r\n" + b"a=b&c"
    yield "line ends of CR alone", good.replace(b"\r\n", b"\r") + b"a=b&c"
    yield "CR CR LF", good.replace(b"\r\n", b"\r\r\n") + b"a=b&c"
    yield "a first line without CR", good.replace(b"\r\n", b"\n", 1) + b"a=b&c"
    yield "a length hidden by a bare CR", head(b"POST /sign-in HTTP/1.1", FORM, b"X: y\rContent-Length: 5") + b"a=b&c"
    yield "a coding hidden by a bare LF", head(b"POST /sign-in HTTP/1.1", FORM, b"X: y\nTransfer-Encoding: chunked") + ENDED
    yield "chunks without CR", head(b"POST /sign-in HTTP/1.1", FORM, TE) + b"5\na=b&c\n0\n\n"
    yield "a last chunk without CR", head(b"POST /sign-in HTTP/1.1", FORM, TE) + b"5\r\na=b&c\r\n0\n\n"


def first_lines():
    for line in (b"GET", b"GET ", b"GET /help", b"GET /help ", b"GET /help HTTP/0.9", b"GET /help HTTP/2.0", b"GET /help HTTP/1.2", b"GET /help HTTP/1.",
                 b"GET /help HTTP/11", b"GET /help HTTP/1.1 x", b"GET /help http/1.1", b"GET /help HTTP/1.1\x00", b"GET /help  x HTTP/1.1",
                 b"GET /help x HTTP/1.1", b"GET\x00/help HTTP/1.1", b"GET /he\x00lp HTTP/1.1", b"GET /he\x01lp HTTP/1.1", b"GET help HTTP/1.1",
                 b"GET http://elsewhere.example/help HTTP/1.1", b"GET http://%HOST%/help HTTP/1.1", b"GET //elsewhere.example HTTP/1.1",
                 b"GET * HTTP/1.1", b"OPTIONS * HTTP/1.1", b"CONNECT elsewhere.example:443 HTTP/1.1", b"TRACE /help HTTP/1.1",
                 b"PATCH /help HTTP/1.1", b"get /help HTTP/1.1", b"G\xc3\x89T /help HTTP/1.1", b"GET /%00 HTTP/1.1", b"GET /%zz HTTP/1.1",
                 b"GET /%f HTTP/1.1", b"GET /%ff HTTP/1.1", b"GET /%c0%af HTTP/1.1", b"GET /%ed%a0%80 HTTP/1.1", b"GET /help?%00 HTTP/1.1",
                 b"GET /..%2f..%2fetc%2fpasswd HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1", b"GET \\help HTTP/1.1",
                 b"PRI * HTTP/2.0", b"GET /help HTTPS/1.1", b"GET /help XXXX/1.1", b"X" * 40 + b" /help HTTP/1.1", b"\x16\x03\x01\x02\x00\x01",
                 b"SSH-2.0-x", b"GET /" + b"a" * 9000 + b" HTTP/1.1", b"GET /?" + b"a=b&" * 3000 + b" HTTP/1.1", b"\xef\xbb\xbfGET /help HTTP/1.1",
                 b" GET /help HTTP/1.1", b"\tGET /help HTTP/1.1", b"GET\t/help\tHTTP/1.1", b"GET /help\x0bHTTP/1.1", b"GET /help#x HTTP/1.1x"):
        yield f"a first line {line[:50]!r}", head(line)


def sizes():
    yield "a header of 20 KiB", head(b"GET /help HTTP/1.1", b"X: " + b"a" * (20 << 10))
    yield "a header of 200 KiB", head(b"GET /help HTTP/1.1", b"X: " + b"a" * (200 << 10))
    yield "a name of 20 KiB", head(b"GET /help HTTP/1.1", b"X" * (20 << 10) + b": a")
    yield "101 headers", head(b"GET /help HTTP/1.1", *(b"X-%d: a" % n for n in range(100)))
    yield "3,000 headers", head(b"GET /help HTTP/1.1", *(b"X-%d: a" % n for n in range(3000)))
    yield "a body where there is none", head(b"GET /help HTTP/1.1", b"Content-Length: 2000") + b"a" * 2000
    yield "a length that is refused", head(b"POST /sign-in HTTP/1.1", FORM, b"Content-Length: 99999999") + b"a=b"
    yield "a length that is refused at once", head(b"POST /account/name HTTP/1.1", FORM, b"Content-Length: 1048577") + b"a=b"
    yield "a body for nobody", head(b"POST /account/name HTTP/1.1", FORM, b"Content-Length: 100000") + b"a=b"
    yield "chunks for nobody", head(b"POST /account/name HTTP/1.1", FORM, TE) + b"5\r\na=b&c\r\n0\r\n\r\n"
    yield "a route that is not there, with a body", head(b"POST /nowhere HTTP/1.1", FORM, b"Content-Length: 50") + b"a=b"
    yield "a method that is not, with a body", head(b"BREW /help HTTP/1.1", FORM, b"Content-Length: 50") + b"a=b"


# Requests as they are meant to be, for what is not there.
ELSEWHERE = [b"/assets/../../etc/passwd", b"/assets/%2e%2e/%2e%2e/etc/passwd", b"/assets//etc/passwd", b"/assets/..%2f..%2fetc/passwd",
             b"/assets/..", b"/assets/.", b"/assets/", b"/assets/%2e%2e%5c", b"/help/../../x", b"/sign-in/..", b"/welcome/..%2f..",
             b"/api/", b"/api", b"//", b"/./help", b"/HELP", b"/help;x", b"/.git/config", b"/postmortem.db", b"/incoming/"]


def corpus():
    for group in (lengths, both, codings, chunk_bodies, fields, ends_of_lines, first_lines, sizes):
        yield from group()
