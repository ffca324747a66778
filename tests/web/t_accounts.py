"""Accounts: links that work once, signing in, sessions, tokens, parts in a review, the audit."""
import threading

from client import *


@case
def the_first_link_works_once_and_only_until_there_is_an_account(place):
    with Server(place) as server:
        link = server.first_link()
        server.welcome(link, "ada")
        equal(server.stranger().get(link).status, 404)
        server.stop()
        server.start()
        equal("/welcome/" in server.said, False)


@case
def of_many_who_take_a_link_one_gets_it(place):
    with Server(place) as server:
        link, got = server.first_link(), []

        def take(number):
            person = server.stranger()
            person.get(link)
            got.append(person.post(link, login=f"p{number}", name="x", password=PASSWORD).status)

        threads = [threading.Thread(target=take, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        equal(sorted(got), [303] + [404] * 5)


@case
def weak_passwords_are_asked_about_and_keep_the_link(place):
    with Server(place) as server:
        link = server.first_link()
        person = server.stranger()
        person.get(link)
        for weak in ("short", "password1", "12345678", "abababab", "adaadaada", "a" * 129):
            answer = person.post(link, login="ada", name="Ada", password=weak)
            equal((weak, answer.status), (weak, 400))
        equal(person.post(link, login="ada", name="Ada", password="x" * 3 + " and " + "y" * 4 + " z").status, 303)


@case
def names_and_passwords_that_do_not_fit_look_alike(place):
    with Server(place) as server:
        server.first()
        stranger = server.stranger()
        wrong, unknown = stranger.sign_in("ada", "not this one"), stranger.sign_in("bob", "not this one")
        equal((wrong.status, unknown.status), (403, 403))
        # the name as it was typed, and nothing else: "ada" may stand in the digits of a token too
        equal(wrong.text.replace('value="ada"', "-"), unknown.text.replace('value="bob"', "-"))


@case
def guesses_are_limited_and_forgiven_elsewhere(place):
    with Server(place) as server:
        server.first()
        stranger = server.stranger()
        codes = [stranger.sign_in("ada", f"guess number {n}").status for n in range(12)]
        equal(codes[:10], [403] * 10)
        equal(codes[10:], [429, 429])
        equal(server.stranger().sign_in("ada").status, 429)


@case
def a_new_session_has_a_new_id_and_others_can_be_ended(place):
    with Server(place) as server:
        ada = server.first()
        other = server.stranger()
        equal(other.sign_in("ada").status, 303)
        equal(other.cookies["__Host-postmortem"] != ada.cookies["__Host-postmortem"], True)
        other.get("/account")
        page = ada.get("/account")
        ends = re.findall(r"/account/sessions/\d+/end", page.text)
        equal(len(set(ends)), 2)
        equal(ada.post("/account/password", old=PASSWORD, password="another five rivers run").status, 303)
        equal(other.get("/account").status, 303)  # to the sign-in
        equal(ada.get("/account").status, 200)
        equal(server.stranger().sign_in("ada").status, 403)
        equal(server.stranger().sign_in("ada", "another five rivers run").status, 303)


@case
def cookies_are_for_this_host_and_no_script(place):
    with Server(place) as server:
        person = server.stranger()
        server.welcome(server.first_link(), "ada")
        person.get("/sign-in")
        answer = person.post("/sign-in", login="ada", password=PASSWORD)
        cookie = [c for c in answer.headers.get_all("Set-Cookie") if c.startswith("__Host-postmortem=")][0]
        holds(cookie, "Secure", "HttpOnly", "SameSite=Lax", "Path=/")


@case
def a_token_reads_or_writes_and_is_shown_once(place):
    with Server(place) as server:
        ada = server.first()
        page = ada.post("/account/tokens", name="bot", days="5")
        secret = re.search(r'value="([0-9a-f]{64})" aria-label="The token"', page.text).group(1)
        equal(secret in ada.get("/account").text, False)
        bearer = {"Authorization": f"Bearer {secret}"}
        bot = server.stranger()
        equal(bot.request("GET", "/account", headers=bearer).status, 200)
        equal(bot.request("POST", "/account/name", "name=x", {**bearer,
              "Content-Type": "application/x-www-form-urlencoded"}).status, 403)
        equal(bot.request("GET", "/accounts", headers=bearer).status, 404)
        number = re.search(r"/account/tokens/(\d+)/end", ada.get("/account").text).group(1)
        equal(ada.post(f"/account/tokens/{number}/end").status, 303)
        equal(bot.request("GET", "/account", headers=bearer).status, 404)


@case
def parts_in_a_review_take_effect_at_once(place):
    place.init()
    expect(place.run("new", "Quiet matter", "--day", "2026-11-22", "--circle", "private"), 0)
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        equal([p.get("/PM1/people").status for p in (ada, bo)], [404, 404])
        equal(bo.post("/accounts/lead", review="PM1", login="bo").status, 404)
        equal(ada.post("/accounts/lead", review="PM1", login="bo").status, 303)
        equal([p.get("/PM1/people").status for p in (ada, bo)], [404, 200])
        equal(ada.post("/accounts/lead", review="PM1", login="ada").status, 403)
        equal(bo.post("/PM1/people", login="ada", part="reader").status, 303)
        equal(ada.get("/PM1/people").status, 200)
        equal(ada.post("/PM1/people", login="ada", part="owner").status, 404)
        equal(bo.post("/PM1/people", login="bo", part="participant").status, 400)
        equal(bo.post("/PM1/people", login="ada").status, 303)
        equal(ada.get("/PM1/people").status, 404)


@case
def closing_an_account_ends_what_it_has_and_the_last_one_stays(place):
    with Server(place) as server:
        ada = server.first()
        bo = server.join(ada, "bo")
        equal(bo.get("/account").status, 200)
        equal(ada.post("/accounts/2", reach="team", name="Bo", closed="yes").status, 303)
        equal(bo.get("/account").status, 303)
        equal(ada.post("/accounts/1", reach="team", name="Ada", closed="yes").status, 409)
        holds(ada.get("/audit").text, "account", "ada")


@case
def nobody_is_led_elsewhere_by_a_link_to_the_sign_in(place):
    with Server(place) as server:
        server.first()
        for to in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"):
            person = server.stranger()
            person.get("/sign-in")
            equal(person.post("/sign-in", login="ada", password=PASSWORD, to=to).location, "/")


main()
