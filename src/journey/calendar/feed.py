"""A calendar as a feed: one address, one file, for programs that subscribe.

Every answer is made from bytes that somebody hands over; nothing here looks at the clock. A strong
ETag lets subscribers ask whether anything changed. The Host header is checked, so that a page in a
browser cannot read the feed by giving its own name this machine's address (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import ipaddress
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import urlsplit

from journey.errors import FileError, JourneyError

FILE_NAME = "calendar.ics"
"""Neutral, since it shows in download lists."""
PATIENCE = 20.0
"""Seconds that a client has for one request, headers and answer."""


class Feed(ThreadingHTTPServer):
    """Serves one calendar at one path; `port` 0 takes a free one.

    `calendar` gives the bytes to serve, or nothing once there are none for ever (410 Gone), and is
    asked one request at a time. Where it raises a JourneyError, the bytes of before are served on,
    which are `first` at first.

    Raises FileError if the address cannot be had.
    """

    patience = PATIENCE
    daemon_threads = True
    block_on_close = False
    request_queue_size = 32

    def __init__(
        self, calendar: Callable[[], bytes | None], *, first: bytes | None, host: str = "127.0.0.1",
        port: int = 0, path: str = f"/{FILE_NAME}", public_url: str | None = None,
    ) -> None:  # fmt: skip
        self.calendar = calendar
        self.host = host
        self.path = path
        self._lock = threading.Lock()
        self._last = first
        outside = urlsplit(public_url or "")
        own = socket.gethostname().lower()
        self.names = {"localhost", host.lower(), own, f"{own}.local", outside.hostname}
        # A proxy may leave its own path before ours, or take it away.
        self.paths = [path, outside.path.rstrip("/") + path]
        try:
            [(family, _, _, _, place), *_] = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )
            self.address_family = family
            super().__init__((str(place[0]), port), _Handler)
        except (OSError, OverflowError, UnicodeError) as error:
            reason = (isinstance(error, OSError) and error.strerror) or "no such port"
            raise FileError(f"cannot serve at {host}, port {port}: {reason.lower()}") from error

    def server_bind(self) -> None:
        # HTTPServer would ask the network for this machine's name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    @property
    def addresses(self) -> list[str]:
        """Where the feed is, without the scheme: at any address, those of this machine."""
        hosts = [self.host]
        with contextlib.suppress(ValueError):
            if (at := ipaddress.ip_address(self.host)).is_unspecified:
                hosts = machine_addresses(at.version) or [socket.gethostname()]
        return [
            f"{f'[{host}]' if ':' in host else host}:{self.server_port}{self.path}"
            for host in hosts
        ]

    def get_request(self) -> tuple[socket.socket, Any]:
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                time.sleep(0.1)  # no handle is free: to try again at once would take a whole core
            raise

    def bytes_now(self) -> bytes | None:
        """What to serve; nothing once the feed has ended."""
        with self._lock:
            # A file half-saved, say: what was right before is better than nothing.
            with contextlib.suppress(JourneyError):
                self._last = self.calendar()
            return self._last

    def is_known_host(self, host: str) -> bool:
        """Whether a Host header names this machine: by number, as localhost, or as it was told."""
        name = re.sub(r":[0-9]*\Z", "", host).lower()
        if name in self.names:
            return True
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True  # a page that rebinds a name still sends that name

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


def machine_addresses(version: int) -> list[str]:
    """The addresses of this machine that others may reach; nothing is sent to find them."""
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    far = ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254")
    found: dict[str, None] = {}
    for other in far if version == 4 else ("2001:db8::1", "fd00::1"):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((other, 9))  # chooses a way there, and no more
            found[probe.getsockname()[0]] = None
    return [name for name in found if not is_loopback(name)]


def new_path() -> str:
    """A path that nobody guesses."""
    return f"/{secrets.token_urlsafe(32)}/{FILE_NAME}"


def is_path(path: str) -> bool:
    """Whether this could come from `new_path`."""
    return re.fullmatch(rf"/[A-Za-z0-9_-]{{43}}/{re.escape(FILE_NAME)}", path) is not None


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine reach the host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "journey"
    sys_version = ""
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def handle(self) -> None:
        # A timeout for each read is not enough: a byte now and then would hold the thread.
        timer = threading.Timer(cast("Feed", self.server).patience, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            super().handle()
        except OSError:
            pass  # the client went away, or was too slow
        finally:
            timer.cancel()

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def handle_one_request(self) -> None:
        self.close_connection = True
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:
            self.requestline = self.request_version = self.command = ""
            self.send_error(414)
        elif self.raw_requestline and self.parse_request():
            self.close_connection = True
            self._answer()
        self.wfile.flush()

    def _answer(self) -> None:
        feed = cast("Feed", self.server)
        hosts = self.headers.get_all("Host", [])
        # RFC 9112 section 3.2.2: a proxy's client names the host in the target, which counts.
        whole = re.fullmatch(r"https?://([^/?#]*)([^#]*)", self.path, re.IGNORECASE)
        host, target = whole.groups() if whole else (hosts[0].strip() if hosts else "", self.path)
        path = target.partition("?")[0]  # a program may add a query against its own cache
        if len(hosts) != 1:
            self.send_error(400, "Bad Request: one Host is needed")
        elif not feed.is_known_host(host):
            self.send_error(421, "Misdirected Request: not a name of this server")
        elif not any(secrets.compare_digest(path.encode(), p.encode()) for p in feed.paths):
            self.send_error(404)
        elif self.command not in ("GET", "HEAD"):
            self.send_error(405)
        elif (data := feed.bytes_now()) is None:
            self.send_error(410)
        else:
            self._send(data)

    def _send(self, data: bytes) -> None:
        tag = f'"{hashlib.sha256(data).hexdigest()}"'
        # RFC 9110 section 13.2.2: in this order; a weak tag is no match for the first.
        wanted = self.headers.get_all("If-Match", [])
        if wanted and not _names(wanted, tag, is_weak=False):
            self.send_error(412)
            return
        is_same = _names(self.headers.get_all("If-None-Match", []), tag, is_weak=True)
        self.send_response(304 if is_same else 200)
        self.send_header("Connection", "close")
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "private, no-cache")  # ask each time: 304 is cheap
        if not is_same:
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Content-Disposition", f'attachment; filename="{FILE_NAME}"')
            self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if not is_same and self.command == "GET":
            self.wfile.write(data)

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base's
        """Nothing is logged: who looks, and when, is nobody's business."""


def _names(headers: list[str], tag: str, *, is_weak: bool) -> bool:
    """Whether If-Match or If-None-Match names the tag (RFC 9110 section 8.8.3.2)."""
    named = [name.strip() for line in headers for name in line.split(",")]
    return bool({tag, "*", *([f"W/{tag}"] if is_weak else [])}.intersection(named))
