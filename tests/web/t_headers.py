"""What every answer carries, errors too; and names of files that try to be more than a name."""
import time

from cast import *

ODD = ['a"b', "a\r\nSet-Cookie: x=1", "a\nX: y", "a\rX: y", "a;b", "a'b", "a%0d%0aX: y", "a%22", "..", ".", "a\\b", "../../etc/passwd", "a\x00b",
       "\u202egpj.exe", "\u2028x", "\u200bx", "\u00e9t\u00e9", "\U0001f600", "a b", " a", "a ", "-a", "a,b", "=a", "<a>", "a|b", "a*b", "a?b",
       "CON", "a" * 200, "\u00fc" * 90, "a\tb", "a\x7fb", "a\x1bb", "filename*=UTF-8''x", "\"; filename=\"x.html", "a\u0085b", "\ufeffa", "a\x0bb"]
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
          "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'")
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def check(answer, where, wrong):
    headers = answer.headers
    policy = headers.get_all("Content-Security-Policy") or []
    if policy not in ([POLICY], [SANDBOX]):
        wrong.append(f"{where}: {answer.status}, policy {policy}")
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Opener-Policy", "same-origin"),
                        ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin")):
        if headers.get_all(name) != [value]:
            wrong.append(f"{where}: {answer.status}, {name} {headers.get_all(name)}")
    stored = headers.get("Cache-Control", "")
    if "no-store" not in stored and not where.split()[1].startswith("/assets/"):
        wrong.append(f"{where}: {answer.status} may be stored: {stored}")


@case
def every_answer_has_the_policy(place):
    make_reviews(place)
    wrong, codes = [], set()
    with Server(place) as server:
        cast = Cast(server)
        for method, path, _, _, _ in routes():
            marks = lines().get((method, path), ("", {}))[1]
            if "stream" in marks or "fresh" in marks:
                continue
            for who in ("visitor", "company", "owner", "administrator"):
                for address in (fill(path, marks), fill(path, marks, "PM9")):
                    answer = cast[who].get(address) if method == "GET" else cast[who].request(method, address, "")
                    codes.add(answer.status)
                    check(answer, f"{method} {address} as {who}", wrong)
        for method, address in (("GET", "/nothing"), ("BREW", "/help"), ("PUT", "/help"), ("GET", "/%zz"), ("GET", "/" + "a" * 9000)):
            answer = server.stranger().request(method, address)
            codes.add(answer.status)
            check(answer, f"{method} {address[:20]}", wrong)
        with_host = server.stranger().request("GET", "/help", headers={"Host": "elsewhere.example"})
        equal(with_host.status, 421)
        check(with_host, "GET /help", wrong)
    print(f"# statuses seen: {sorted(codes)}")
    equal({200, 303, 401, 403, 404, 405, 414, 501} <= codes, True)
    equal(wrong[:10], [])


def names():
    """500 of them: odd parts alone and together."""
    found = list(ODD)
    for first in ODD:
        for second in ODD:
            found.append(first + "-" + second)
    return found[:500]


def send(person, name, content):
    if not person.token:
        person.get("/help")
    query = urllib.parse.urlencode({"name": name})
    return person.request("POST", f"/api/reviews/PM1/evidence?{query}", content, {
        "Origin": person.server.origin, "Sec-Fetch-Site": "same-origin", "X-Token": person.token,
        "Content-Type": "application/octet-stream"})


@case
def a_name_of_a_file_is_never_a_header(place):
    make_reviews(place)
    wrong, sent, got = [], 0, 0
    with Server(place) as server:
        owner = Cast(server)["owner"]
        for number, name in enumerate(names() if os.environ.get("POSTMORTEM_SLOW") else names()[:len(ODD) * 2]):
            answer = send(owner, name, f"2026-11-20T10:00:00Z web[1]: ERROR step {number}\n".encode())
            sent += answer.status in (200, 201, 202)
        equal(sent > 20, True)
        for _ in range(600):  # they are read one after another
            if owner.get(f"/PM1/evidence/S{sent}").status == 200:
                break
            time.sleep(0.1)
        for number in range(1, sent + 1):
            answer = owner.get(f"/PM1/evidence/S{number}")
            if answer.status != 200:
                continue
            got += 1
            kept = answer.headers.get_all("Content-Disposition") or ["?"]
            plain = re.fullmatch(r"attachment; filename=\"[A-Za-z0-9._~ -]*\"; filename\*=UTF-8''[A-Za-z0-9._~%-]*", kept[0])
            if len(kept) != 1 or not plain or answer.headers.get("Set-Cookie") or answer.headers.get("X"):
                wrong.append((number, kept))
            if answer.headers.get("Content-Security-Policy") != SANDBOX:
                wrong.append((number, answer.headers.get("Content-Security-Policy")))
    print(f"# {sent} names taken, {got} given back")
    equal(got > 20, True)
    equal(wrong[:5], [])


main()
