"""The language server: its protocol, whatever is in the texts."""
from harness import *
from lsp_client import *

# ---- the protocol ----


@case
def a_session_begins_and_ends_by_the_rules(place):
    with client(place) as it:
        result = it.start()
        equal(result["serverInfo"]["name"], "postmortem")
        equal(result["capabilities"]["textDocumentSync"], {"openClose": True, "change": 2, "save": True})
        equal("diagnosticProvider" in result["capabilities"], False)
        refused(-32600, it.request, "initialize", {"capabilities": {}})
        refused(-32601, it.request, "textDocument/definition", {})
        it.notify("$/setTrace", {"value": "off"})
        it.notify("$/cancelRequest", {"id": 77})
        it.notify("workspace/didChangeConfiguration", {"settings": None})
        refused(-32601, it.request, "$/unknown", {})
        equal(it.request("shutdown"), None)
        refused(-32600, it.request, "textDocument/hover", {})
        it.notify("exit")
        equal(it.end(), 0)


@case
def the_end_without_a_shutdown_is_told_by_the_exit_code(place):
    with client(place) as it:
        it.notify("exit")
        equal(it.end(), 1)
    with client(place) as it:
        it.start()
        equal(it.end(), 1)  # the client closes the pipe
    with client(place) as it:
        it.start()
        it.request("shutdown")
        equal(it.end(), 0)
    with client(place) as it:
        it.write(b"Content-Length: 100\r\n\r\n{")
        equal(it.end(), 1)


@case
def nothing_is_done_before_initialize(place):
    with client(place) as it:
        refused(-32002, it.request, "textDocument/hover", {})
        it.notify("textDocument/didOpen", {"textDocument": {"uri": URI, "text": REVIEW, "version": 1}})
        refused(-32002, it.request, "shutdown")
        it.start()
        refused(-32803, it.hover, URI, {"line": 0, "character": 0})  # it was not opened
        equal(it.stop(), 0)


@case
def the_encoding_is_what_the_client_offers(place):
    for offered, taken in ((None, "utf-16"), (["utf-16"], "utf-16"), (["utf-32", "utf-16"], "utf-16"),
                           (["utf-16", "utf-8"], "utf-8"), ([], "utf-16")):
        with client(place) as it:
            it.start(offered)
            equal(it.encoding, taken)
            equal(it.stop(), 0)


@case
def bad_messages_are_answered_and_passed_over(place):
    def framed(body, header=b"Content-Length: %d\r\n\r\n"):
        return header % len(body) + body

    def answer(it, code):
        message = it.message()
        equal((message["id"], message["error"]["code"]), (None, code))

    with client(place) as it:
        it.start()
        for body, code in ((b"{", -32700), (b"", -32700), (b"nonsense", -32700), (b'{"a":1}x', -32700),
                           (b"[" * 100000, -32700), (b'{"a":' * 100000, -32700), (b"\xff\xfe", -32700),
                           (b'[{"jsonrpc":"2.0","method":"exit"}]', -32600), (b"[]", -32600),
                           (b"7", -32600), (b"{}", -32600), (b'{"jsonrpc":"2.0"}', -32600),
                           (b'{"jsonrpc":"2.0","id":{},"method":"shutdown"}', -32600),
                           (b'{"jsonrpc":"2.0","id":null,"method":"shutdown"}', -32600)):
            it.write(framed(body))
            answer(it, code)
        it.write(framed(b'{"jsonrpc":"2.0","id":900,"result":null}'))  # to nothing we asked
        it.write(framed(b'{"id":"x","jsonrpc":"2.0","method":"a\\u0000b"}',
                        b"content-type: text/x; a=b\r\ncOnTent-LENGTH:   %d  \r\nX: y\r\n\r\n"))
        refused(-32601, it.answer, "x")
        it.write(framed(b'{"id":"\\ud83d\\"","jsonrpc":"2.0","method":"?"}', b"Content-Length: %d\n\n"))
        refused(-32601, it.answer, '\ud83d"')
        equal(it.stop(), 0)


@case
def a_message_in_single_bytes_and_many_in_one(place):
    def framed(number):
        body = json.dumps({"jsonrpc": "2.0", "id": number, "method": "none"}).encode()
        return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

    with client(place) as it:
        it.start()
        for byte in framed("slow"):
            it.write(bytes([byte]))
        refused(-32601, it.answer, "slow")
        it.write(b"".join(framed(f"n{i}") for i in range(400)))
        for i in range(400):
            refused(-32601, it.answer, f"n{i}")
        equal(it.stop(), 0)


@case
def a_bad_header_ends_the_session(place):
    for header in (b"Content-Length: x\r\n\r\n", b"Content-Length: -1\r\n\r\n", b"Content-Length:\r\n\r\n",
                   b"Content-Length: 99999999999999999999999\r\n\r\n", b"\r\n\r\n", b"X: 1\r\n\r\n",
                   b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", b"A" * 5000):
        with client(place) as it:
            it.start()
            it.write(header)
            message = it.message()
            equal((message["id"], message["error"]["code"]), (None, -32700))
            out, err = it.process.communicate(timeout=TIMEOUT)
            equal((it.process.returncode, out), (5, b""))
            holds(err.decode(), "header")


@case
def a_gigabyte_is_passed_over_without_being_kept(place):
    with client(place) as it:
        it.start()
        it.write(b"Content-Length: 1073741824\r\n\r\n")
        message = it.message()
        equal((message["id"], message["error"]["code"]), (None, -32600))
        block = b" " * (1 << 20)
        for _ in range(1024):
            it.write(block)
        with open(f"/proc/{it.process.pid}/status") as status:
            peak = re.search(r"VmHWM:\s+(\d+) kB", status.read())
        if peak and int(peak.group(1)) > 200_000:  # a sanitizer has 100 MB of its own
            raise AssertionError(f"{peak.group(1)} kB for a message that was not kept")
        equal(it.stop(), 0)


@case
def documents_have_bounds(place):
    with client(place) as it:
        it.start()
        it.notify("textDocument/didOpen", {"textDocument": {
            "uri": URI, "version": 1, "languageId": "markdown", "text": "a" * (16 * 1024 * 1024 + 1)}})
        holds(it.called("window/showMessage")["params"]["message"], "16 MB")
        refused(-32803, it.hover, URI, {"line": 0, "character": 0})
        it.open(URI, "a" * (16 * 1024 * 1024))
        it.change(URI, 2, inserted("", {"line": 0, "character": 5}, "b"))
        holds(it.called("window/showMessage")["params"]["message"], "limit")
        refused(-32803, it.hover, URI, {"line": 0, "character": 0})
        for i in range(1000):
            it.open(f"file:///nowhere/{i}.md", "One.\n")
        it.notify("textDocument/didOpen", {"textDocument": {"uri": URI, "version": 1, "text": "One."}})
        holds(it.called("window/showMessage")["params"]["message"], "1000")
        it.close("file:///nowhere/500.md")
        it.open(URI, REVIEW)
        for bad in ({}, {"textDocument": {}}, {"textDocument": {"uri": "file:///nowhere/1.md"}}):
            it.notify("textDocument/didOpen", bad)
            it.called("window/showMessage")
        equal(it.stop(), 0)


@case
def an_edit_that_cannot_be_read_closes_the_document(place):
    good = {"line": 0, "character": 0}
    for edit in ({"range": {"start": good, "end": good}}, {"text": 7}, 7,
                 {"range": {"start": good}, "text": ""}, {"range": {"start": good, "end": {"line": 1}}, "text": ""},
                 {"range": {"start": {"line": -1, "character": 0}, "end": good}, "text": ""}):
        with client(place) as it:
            it.start()
            it.open(URI, REVIEW)
            it.change(URI, 2, edit)
            equal(it.published(URI, 2), [])
            holds(it.called("window/showMessage")["params"]["message"], "edit")
            refused(-32803, it.hover, URI, good)
            it.open(URI, REVIEW, 3)
            equal(it.stop(), 0)


@case
def the_client_is_asked_to_watch_the_settings(place):
    with client(place) as it:
        it.start(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
        call = it.called("client/registerCapability")
        it.send({"jsonrpc": "2.0", "id": call["id"], "result": None})
        registration = call["params"]["registrations"][0]
        equal(registration["method"], "workspace/didChangeWatchedFiles")
        equal(it.stop(), 0)


if __name__ == "__main__":
    main()
