"""A plain client of the language server, and the positions of its protocol."""
import json
import os
import re
import select
import subprocess
import time

from harness import PROGRAM, equal

URI = "file:///nowhere/review.md"
HEAD = "# Analysis\n\n"
FOUND = "The operator failed to notice the alarm."  # which words are found: covered()
REVIEW = HEAD + FOUND + "\n\nThe pool had 12 nodes.\n"

TIMEOUT = 60
BREAK = re.compile(r"\r\n|\n|\r")


class Refused(Exception):
    """The server answered a request with an error."""

    def __init__(self, error):
        super().__init__(f"{error['code']} {error['message']}")
        self.code = error["code"]
        self.message = error["message"]


class Ended(Exception):
    """The server closed its output."""


def units(text, encoding):
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text.encode())


def position(text, index, encoding):
    """Where a character of a text stands, as a client tells it."""
    if text[index - 1:index + 1] == "\r\n":
        index -= 1
    line, start = 0, 0
    for found in BREAK.finditer(text):
        if found.end() > index:
            break
        line, start = line + 1, found.end()
    return {"line": line, "character": units(text[start:index], encoding)}


def index_of(text, at, encoding):
    """Which character stands at a position that the server told; it has to be one."""
    start = 0
    for _ in range(at["line"]):
        start = BREAK.search(text, start).end()
    index = start
    while units(text[start:index], encoding) < at["character"]:
        index += 1
    if position(text, index, encoding) != at:
        raise AssertionError(f"{at} is no place of the text")
    return index


def covered(text, span, encoding):
    return text[index_of(text, span["start"], encoding):index_of(text, span["end"], encoding)]


class Client:
    def __init__(self, program, folder):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("POSTMORTEM_")}
        self.process = subprocess.Popen([program, "lsp"], cwd=folder, env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE)
        self.buffer = b""
        self.asked = 0
        self.encoding = None
        self.calls = []  # of the server: notifications and requests
        self.answers = {}
        self.sync = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    # ---- bytes and messages ----

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def more(self, until):
        left = until - time.monotonic()
        if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
            raise AssertionError("the server keeps silent")
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            raise Ended()
        self.buffer += data

    def message(self):
        until = time.monotonic() + TIMEOUT
        while b"\r\n\r\n" not in self.buffer:
            self.more(until)
        header, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        length = int(re.fullmatch(rb"Content-Length: (\d+)", header).group(1))
        while len(self.buffer) < length:
            self.more(until)
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return json.loads(body)

    def read(self):
        """Takes one message and puts it where it belongs."""
        message = self.message()
        assert message["jsonrpc"] == "2.0"
        if "method" in message:
            self.calls.append(message)
        else:
            self.answers[message["id"]] = message

    # ---- calls ----

    def notify(self, method, params=None):
        self.send({"jsonrpc": "2.0", "method": method, **({} if params is None else {"params": params})})

    def request(self, method, params=None, number=None):
        self.asked += 1
        number = number or self.asked
        self.send({"jsonrpc": "2.0", "id": number, "method": method,
                   **({} if params is None else {"params": params})})
        return self.answer(number)

    def answer(self, number):
        while number not in self.answers:
            self.read()
        message = self.answers.pop(number)
        if "error" in message:
            raise Refused(message["error"])
        return message["result"]

    def called(self, method):
        """The next call of the server by this name."""
        while True:
            for i, call in enumerate(self.calls):
                if call["method"] == method:
                    return self.calls.pop(i)
            self.read()

    # ---- a session ----

    def start(self, encodings=None, text=None, workspace=None, options=None, root=None):
        capabilities = {"textDocument": text or {}, "workspace": workspace or {}}
        if encodings:
            capabilities["general"] = {"positionEncodings": encodings}
        result = self.request("initialize", {
            "processId": None, "rootUri": root, "capabilities": capabilities,
            "initializationOptions": options})
        self.encoding = result["capabilities"]["positionEncoding"]
        self.notify("initialized", {})
        return result

    def stop(self):
        self.request("shutdown")
        self.notify("exit")
        return self.end()

    def end(self):
        out, err = self.process.communicate(timeout=TIMEOUT)
        if self.buffer + out or err:
            raise AssertionError(f"left over: {self.buffer + out!r} {err!r}")
        return self.process.returncode

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "markdown", "version": version, "text": text}})
        return self.published(uri, version)

    def change(self, uri, version, *edits):
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": version}, "contentChanges": list(edits)})

    def close(self, uri):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def published(self, uri, version):
        while True:
            params = self.called("textDocument/publishDiagnostics")["params"]
            if (params["uri"], params["version"]) == (uri, version):
                return params["diagnostics"]

    def hover(self, uri, at):
        return self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})

    def actions(self, uri, span, **context):
        return self.request("textDocument/codeAction", {
            "textDocument": {"uri": uri}, "range": span,
            "context": {"diagnostics": [], **context}})


def client(place):
    return Client(PROGRAM, place.folder)


def refused(code, call, *arguments):
    try:
        call(*arguments)
    except Refused as refusal:
        equal(refusal.code, code)
        return refusal
    raise AssertionError(f"wanted {code}")


def inserted(text, at, words):
    return {"range": {"start": at, "end": at}, "text": words}
