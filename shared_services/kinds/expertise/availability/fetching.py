"""Reading an address that somebody typed, without becoming her way into the house's own network.

Only http and https, only addresses of the public Internet, resolved once and connected to as resolved: a
name that answers differently the second time gains nothing. A few redirections, each looked at again;
so many bytes and so many seconds.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from ..errors import AddressRefused, CalendarTooLarge, CalendarUnreachable
from .busy import MOST_BYTES

SECONDS = 10
MOST_REDIRECTIONS = 3
REDIRECTIONS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}

Resolve = Callable[[str, int], Iterable[str]]
IsAllowed = Callable[[str], bool]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_rest, address in found]


def is_public(address: str) -> bool:
    """Whether it is an address of the public Internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # What is hidden in an IPv6 address is looked at too.
        hidden = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if hidden is not None:
            return is_public(str(hidden))
    return found.is_global and not found.is_multicast


def fetch(url: str, *, resolve: Resolve = resolve, is_allowed: IsAllowed = is_public) -> bytes:
    """What stands at the address. Raises AddressRefused, CalendarUnreachable, CalendarTooLarge."""
    deadline = time.monotonic() + SECONDS
    for _attempt in range(MOST_REDIRECTIONS + 1):
        target = _checked(url)
        response, connection = _ask(target, _address_of(target, resolve, is_allowed), deadline)
        try:
            if response.status in REDIRECTIONS:
                url = urljoin(url, response.headers.get("Location", ""))
                continue
            if response.status != 200:
                raise CalendarUnreachable
            return _read(response, deadline)
        finally:
            connection.close()
    raise CalendarUnreachable


def _checked(url: str) -> SplitResult:
    try:
        target = urlsplit(url)
        is_well_formed = target.scheme in PORTS and bool(target.hostname) and target.port != 0
    except ValueError:
        raise AddressRefused from None
    if not is_well_formed or target.username is not None:
        raise AddressRefused
    return target


def _address_of(target: SplitResult, resolve: Resolve, is_allowed: IsAllowed) -> str:
    """One address of the host; none when any of them is not allowed."""
    try:
        addresses = list(resolve(target.hostname or "", target.port or PORTS[target.scheme]))
    except (OSError, UnicodeError):
        raise CalendarUnreachable from None
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise AddressRefused
    return addresses[0]


def _ask(
    target: SplitResult, address: str, deadline: float
) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    port = target.port or PORTS[target.scheme]
    connection = _Connection(target.hostname or "", port, address, is_secure=target.scheme == "https")
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    try:
        connection.timeout = _left(deadline)
        connection.request("GET", path, headers={"Accept": "text/calendar", "Accept-Encoding": "identity"})
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException, ValueError):
        connection.close()
        raise CalendarUnreachable from None


def _read(response: http.client.HTTPResponse, deadline: float) -> bytes:
    content = bytearray()
    try:
        while chunk := response.read1(64 * 1024):
            content += chunk
            if len(content) > MOST_BYTES:
                raise CalendarTooLarge
            _left(deadline)
    except (OSError, http.client.HTTPException):
        raise CalendarUnreachable from None
    return bytes(content)


def _left(deadline: float) -> float:
    """Seconds that are left. Raises CalendarUnreachable when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise CalendarUnreachable
    return left


class _Connection(http.client.HTTPConnection):
    """Connects to the address that was looked at, and checks the certificate of the name."""

    def __init__(self, host: str, port: int, address: str, *, is_secure: bool) -> None:
        super().__init__(host, port)
        self._address = address
        self._is_secure = is_secure

    def connect(self) -> None:
        sock: Any = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
        self.sock = sock
