"""What the tests of the server share: a server on a workspace, and people who use it over HTTP.

usage, as in tests/cli: t_NAME.py PROGRAM SOURCE_ROOT

    with Server(place) as server:
        ada = server.first("ada")                 # looks after the workspace
        bo = server.join(ada, "bo")               # of the team
        ada.post("/new", title="Orders failed")   # a form, with the token and from our own page
"""
import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from harness import *  # noqa: E402,F401,F403
from harness import PROGRAM, expect  # noqa: E402

PASSWORD = "four quiet rivers run"


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.raw = body
        self.text = body.decode("utf-8", "replace")
        self.location = response.headers.get("Location")

    def json(self):
        return json.loads(self.raw)


class Person:
    """Somebody with a browser of their own: cookies and the token of the last page."""

    def __init__(self, server):
        self.server = server
        self.cookies = {}
        self.token = ""

    def request(self, method, path, body=None, headers=None):
        """One request just as given; cookies are sent and taken, nothing is followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        own = {"Host": self.server.host}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own.update(headers or {})
        connection.request(method, path, body, {k: v for k, v in own.items() if v is not None})
        response = connection.getresponse()
        answer = Answer(response, response.read())
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        found = re.search(r'data-token="([0-9a-f]+)"', answer.text)
        if found:
            self.token = found.group(1)
        return answer

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def _from_here(self):
        if not self.token:
            self.get("/help" if self.cookies else "/sign-in")
        return {"Origin": self.server.origin, "Sec-Fetch-Site": "same-origin"}

    def post(self, path, **fields):
        """A plain form, as a page of ours sends it. Lists give a field several times."""
        headers = self._from_here()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        fields.setdefault("token", self.token)
        return self.request("POST", path, urllib.parse.urlencode(fields, doseq=True), headers)

    def send(self, method, path, content, **headers):
        """JSON, as our scripts send it."""
        own = self._from_here()
        own.update({"Content-Type": "application/json", "X-Token": self.token})
        own.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.request(method, path, json.dumps(content), own)

    def follow(self, answer):
        """The page that a form leads to."""
        equal(answer.status, 303)
        return self.get(answer.location)

    def sign_in(self, login, password=PASSWORD):
        self.get("/sign-in")
        return self.post("/sign-in", login=login, password=password)


class Server:
    """`postmortem serve` on the workspace of a place, made when there is none."""

    def __init__(self, place, *options):
        self.place = place
        self.options = options
        self.process = None
        self.port = 0

    def __enter__(self):
        if not os.path.exists(os.path.join(self.place.workspace, "postmortem.db")):
            self.place.init()
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """The second start listens where the first did."""
        errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [PROGRAM, "-C", self.place.workspace, "serve", "--listen", f"127.0.0.1:{self.port}", *self.options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.place.folder)
        errors.close()
        self.said = self.process.stderr.readline().decode()
        found = re.search(r"(http://([^/]+:(\d+)))/", self.said)
        if not found:
            raise AssertionError(f"the server did not start: {self.said}{self.process.stderr.read().decode()}")
        self.origin, self.host, self.port = found.group(1), found.group(2), int(found.group(3))

    def first_link(self):
        """Printed as long as nobody may look after the workspace."""
        while True:
            line = self.process.stderr.readline().decode()
            if "/welcome/" in line:
                return urllib.parse.urlsplit(line.strip()).path
            if not line:
                raise AssertionError("the server printed no link")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(timeout=90)
        self.process.stderr.close()
        return code

    def kill(self):
        self.stop(signal.SIGKILL)

    def stranger(self):
        return Person(self)

    def welcome(self, link, login, name=""):
        person = Person(self)
        equal(person.get(link).status, 200)
        answer = person.post(link, login=login, name=name or login.title(), password=PASSWORD)
        if answer.status != 303:
            raise AssertionError(f"no account for {login}: {answer.status} {answer.text[-600:]}")
        person.token = ""
        person.get("/help")
        return person

    def first(self, login="ada"):
        """The first account, which looks after the workspace."""
        return self.welcome(self.first_link(), login)

    def join(self, administrator, login, reach="team"):
        """One more account, by an invitation."""
        page = administrator.post("/accounts/invite", reach=reach)
        found = re.search(r"/welcome/[0-9a-f]{64}", html.unescape(page.text))
        if not found:
            raise AssertionError(f"no invitation: {page.text[-900:]}")
        return self.welcome(found.group(0), login)

    def review(self, *others, title="Orders failed", options=("--circle", "team")):
        """ada, who owns PM1, and the others, who take part in it."""
        ada = self.first("ada")
        expect(self.place.run("new", title, *options), 0)
        equal(ada.post("/accounts/lead", review="PM1", login="ada").status, 303)
        people = [ada]
        for login in others:
            people.append(self.join(ada, login))
            equal(ada.post("/PM1/people", login=login, part="participant").status, 303)
        return people

    def raw(self, data, timeout=10):
        """Bytes as they are over a connection of its own; what came back until it was closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            got = b""
            try:
                while piece := connection.recv(65536):
                    got += piece
            except (socket.timeout, ConnectionResetError):
                pass
            return got


def read_all(connection):
    """What comes until the other side ends it; socket.timeout when it does not."""
    got = b""
    try:
        while piece := connection.recv(65536):
            got += piece
    except ConnectionResetError:
        pass
    return got
