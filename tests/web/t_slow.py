"""Who is slow is in nobody's way. A file of its own, since it waits more than it works."""
import os
import socket
import threading
import time

import odd_requests
from client import *


def dribble(server, stop, how, count):
    """Connections that send their next byte as late as they can."""
    sockets = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        if how == "body":
            connection.sendall(odd_requests.head(b"POST /sign-in HTTP/1.1", odd_requests.FORM, b"Content-Length: 9000")
                               .replace(b"%HOST%", server.host.encode()))
        else:
            connection.sendall(b"GET /help HTTP/1.1\r\nHost: ")
        sockets.append(connection)
    while not stop.wait(1):
        for connection in sockets:
            try:
                connection.sendall(b"a")
            except OSError:
                pass
    return sockets


@case
def who_is_slow_is_in_nobodys_way_and_is_let_go(place):
    with Server(place) as server:
        ada = server.first()
        stop, held, took = threading.Event(), [], []
        threads = [threading.Thread(target=lambda how=how: held.extend(dribble(server, stop, how, 100))) for how in ("head", "body")]
        for thread in threads:
            thread.start()
        ends = time.monotonic() + (60 if os.environ.get("POSTMORTEM_SLOW") else 10)
        while time.monotonic() < ends:
            began = time.monotonic()
            equal(ada.get("/help").status, 200)
            took.append(time.monotonic() - began)
            time.sleep(0.02)
        stop.set()
        for thread in threads:
            thread.join()
        took.sort()
        print(f"# beside 200 slow ones: median {took[len(took) // 2] * 1e3:.1f} ms, p99 {took[len(took) * 99 // 100] * 1e3:.1f} ms")
        equal(len(held), 200)
        for connection in held:  # all are ended by the server, or this runs into the timeout
            connection.settimeout(40)
            read_all(connection)
            connection.close()


main()
