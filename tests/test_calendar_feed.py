"""The feed: one address, conditional requests, nothing for strangers, nobody waits."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import http.client
import socket
import threading
import time
import types
from collections.abc import Iterator

import pytest

from journey.calendar.feed import Feed, is_loopback, is_path, new_path
from journey.errors import CalendarError, FileError

Answer = tuple[int, http.client.HTTPMessage, bytes]


class Running:
    """A feed on a free port of this machine."""

    def __init__(self, path: str = "/calendar.ics", patience: float = 20) -> None:
        self.data = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
        self.has_ended = False
        self.fails = False
        self.feed = Feed(self.calendar, first=self.data, path=path)
        self.feed.patience = patience
        self.thread = threading.Thread(target=self.feed.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def calendar(self) -> bytes | None:
        if self.has_ended:
            return None
        if self.fails:
            raise CalendarError("half-saved")
        return self.data

    def ask(self, method: str = "GET", *, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.feed.server_port, timeout=10)
        connection.request(method, "/calendar.ics", headers=headers or {})
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read()
        connection.close()
        return found

    def raw(self, text: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.feed.server_port), timeout=10) as client:
            client.sendall(text)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(4096), b""))


@pytest.fixture
def running() -> Iterator[Running]:
    found = Running()
    yield found
    found.feed.shutdown()
    found.feed.server_close()


def test_the_calendar_is_served_with_what_subscribers_need(running: Running) -> None:
    status, headers, body = running.ask()
    assert (status, body) == (200, running.data)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["ETag"] == f'"{hashlib.sha256(running.data).hexdigest()}"'
    assert headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Server"].strip() == "journey"
    assert headers["Last-Modified"] is None


def test_head_says_the_same_without_a_body(running: Running) -> None:
    _, got, _ = running.ask()
    status, headers, body = running.ask("HEAD")
    assert (status, body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert headers[name] == got[name]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_subscriber_that_has_it_gets_304(running: Running, form: str) -> None:
    tag = running.ask()[1]["ETag"]
    status, headers, body = running.ask(headers={"If-None-Match": form.format(tag)})
    assert (status, body) == (304, b"")
    assert headers["ETag"] == tag


def test_a_subscriber_goes_through_200_304_200(running: Running) -> None:
    tag = running.ask()[1]["ETag"]
    assert running.ask(headers={"If-None-Match": tag})[0] == 304
    running.data += b"X\r\n"
    status, headers, body = running.ask(headers={"If-None-Match": tag})
    assert (status, body) == (200, running.data)
    assert headers["ETag"] != tag


@pytest.mark.parametrize(
    "path", ["/", "/calendar.ics/", "/calendar.icsx?y", "/../calendar.ics", "/é", "*"]
)
def test_there_is_nothing_else_and_no_listing(running: Running, path: str) -> None:
    answer = running.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert answer.split(b"\r\n")[0] == b"HTTP/1.1 404 Not Found"
    assert running.data not in answer
    assert b"Content-Type: text/plain" in answer
    assert answer.endswith(b"\r\n\r\n404 Not Found\n")


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("/calendar.ics?v=2", "localhost", "200"),  # against a program's own cache
        ("/calendar.ics?", "localhost", "200"),
        ("http://localhost/calendar.ics", "localhost", "200"),
        ("HTTP://127.0.0.1:8421/calendar.ics?v=2", "evil.example", "200"),  # the target counts
        ("http://evil.example/calendar.ics", "localhost", "421"),
        ("http://localhost/other.ics", "localhost", "404"),
        ("http://localhost", "localhost", "404"),
        ("ftp://localhost/calendar.ics", "localhost", "404"),
    ],
)
def test_a_target_may_be_absolute_and_may_have_a_query(
    running: Running, target: str, host: str, status: str
) -> None:
    answer = running.raw(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert answer.endswith(running.data) == (status == "200")


@pytest.mark.parametrize(
    ("form", "status"),
    [("{}", 200), ('"other", {}', 200), ("*", 200), ("W/{}", 412), ('"other"', 412), ("", 412)],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_wants_another_edition_is_told_that_it_is_gone(
    running: Running, form: str, status: int, method: str
) -> None:
    tag = running.ask()[1]["ETag"]
    got, _, body = running.ask(method, headers={"If-Match": form.format(tag)})
    assert got == status
    assert running.data not in body or (status, method) == (200, "GET")
    both = {"If-Match": form.format(tag), "If-None-Match": tag}
    assert running.ask(method, headers=both)[0] == (304 if status == 200 else 412)


def test_a_proxy_may_keep_or_take_away_its_own_path() -> None:
    feed = Feed(bytes, first=b"X", public_url="https://Plan.example/cal")
    try:
        assert feed.is_known_host("plan.example")
        assert feed.is_known_host("PLAN.example:443")
        assert not feed.is_known_host("example")
        assert feed.paths == ["/calendar.ics", "/cal/calendar.ics"]
    finally:
        feed.server_close()


def test_any_address_is_told_as_those_of_this_machine() -> None:
    for host in ("0.0.0.0", "127.0.0.1", "localhost"):
        feed = Feed(bytes, first=b"X", host=host)
        found = feed.addresses
        assert found
        for address in found:
            assert address.endswith(f":{feed.server_port}/calendar.ics")
            assert not address.startswith("0.0.0.0")
            assert feed.is_known_host(address.partition("/")[0])
        assert (host in found[0]) == (host != "0.0.0.0")
        feed.server_close()


def test_too_few_handles_are_waited_for(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("journey.calendar.feed.time.sleep", waits.append)

    def accept() -> None:
        raise OSError(errno.EMFILE, "too many open files")

    monkeypatch.setattr(running.feed, "socket", types.SimpleNamespace(accept=accept))
    with pytest.raises(OSError, match="too many"):
        running.feed.get_request()
    assert waits == [0.1]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "NONSENSE"])
def test_it_can_only_be_read(running: Running, method: str) -> None:
    status, headers, body = running.ask(method)
    assert status == 405
    assert headers["Allow"] == "GET, HEAD"
    assert b"<" not in body


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "", "[::1"]
)
def test_a_page_that_rebinds_its_name_reads_nothing(running: Running, host: str) -> None:
    answer = running.raw(f"GET /calendar.ics HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 421 ")
    assert running.data not in answer


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "10.0.0.7:8421"]
)
def test_this_machine_may_be_named_by_number_or_as_localhost(running: Running, host: str) -> None:
    answer = running.raw(f"GET /calendar.ics HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"GET /calendar.ics HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /calendar.ics HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", b"400"),
        (b"GET\r\n\r\n", b"400"),
        (b"\x00\xff\xfe nonsense HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /calendar.ics HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"431"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_plain_words(
    running: Running, request_text: bytes, status: bytes
) -> None:
    answer = running.raw(request_text)
    assert status in answer.split(b"\r\n")[0]
    assert b"<" not in answer
    assert running.ask()[0] == 200


def test_a_calendar_that_cannot_be_made_now_is_served_as_it_was(running: Running) -> None:
    first, running.fails = running.data, True
    assert running.ask()[::2] == (200, first)  # nobody has fetched it before
    running.fails = False
    running.data += b"X\r\n"
    tag = running.ask()[1]["ETag"]
    running.fails = True
    status, headers, body = running.ask()
    assert (status, headers["ETag"], body) == (200, tag, running.data)


def test_a_feed_that_has_ended_is_gone(running: Running) -> None:
    running.has_ended = True
    for method in ("GET", "HEAD"):
        assert running.ask(method)[0] == 410
    _, _, body = running.ask(headers={"If-None-Match": "*"})
    assert b"VCALENDAR" not in body


def test_slow_clients_keep_nobody_waiting(running: Running) -> None:
    slow = [socket.create_connection(("127.0.0.1", running.feed.server_port)) for _ in range(20)]
    for client in slow:
        client.sendall(b"GET /calendar.ics HT")
    began = time.monotonic()
    assert running.ask()[0] == 200
    assert time.monotonic() - began < 5
    for client in slow:
        client.close()


def test_a_client_that_drips_is_hung_up_on() -> None:
    running = Running(patience=0.3)
    client = socket.create_connection(("127.0.0.1", running.feed.server_port), timeout=10)
    began = time.monotonic()
    with contextlib.suppress(OSError):  # reset or broken pipe, as the system says it
        while time.monotonic() - began < 8:
            client.sendall(b"G")
            time.sleep(0.05)
    assert time.monotonic() - began < 5
    client.close()
    running.feed.shutdown()
    running.feed.server_close()


def test_a_secret_path_is_long_random_and_known_again() -> None:
    one, other = new_path(), new_path()
    assert one != other
    assert len(one) > 50
    assert is_path(one)
    assert not any(map(is_path, ("/calendar.ics", one + "x", "/../../calendar.ics", one[:-1])))


def test_loopback_is_this_machine_alone() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "192.168.0.7", "::", "example.org")))


def test_a_port_that_is_taken_is_told(running: Running) -> None:
    with pytest.raises(FileError, match=r"cannot serve at 127.0.0.1, port \d+: "):
        Feed(bytes, first=b"", port=running.feed.server_port)
    with pytest.raises(FileError, match=r"cannot serve at 203\.0\.113\.9"):
        Feed(bytes, first=b"", host="203.0.113.9")
