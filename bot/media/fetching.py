"""What lies at an address that came with a message: only ever asked of hosts that the settings name."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from socket import AF_INET, AddressFamily
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector, ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

PATIENCE: Final = ClientTimeout(total=60, connect=5)
MOST_MOVES: Final = 3
MOVED: Final = frozenset({301, 302, 303, 307, 308})


class Lost(Exception):
    """The bytes cannot be had, or are not what was sent; *why* is a word for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Fetcher:
    """Asks hosts like `*.qq.com` over HTTPS, and stand-ins written with their scheme and port; nobody else."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self._stand_ins = frozenset(URL(host).origin() for host in hosts if "://" in host)
        self._names = tuple(host.lower() for host in hosts if "://" not in host)
        self._session: ClientSession | None = None

    @asynccontextmanager
    async def answer(self, address: str) -> AsyncIterator[ClientResponse]:
        """Ask for *address* and wherever it has moved to; the answer's body is still to be read. Raise `Lost`."""
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(resolver=PublicOnly()), timeout=PATIENCE)
        try:
            at = URL(address, encoded=True)  # its signature is over the very signs it is written with
            for _ in range(MOST_MOVES):
                self._refuse_strangers(at)
                async with self._session.get(at, allow_redirects=False) as response:
                    if response.status in MOVED:
                        at = at.join(URL(response.headers.get("Location", ""), encoded=True))
                        continue
                    if response.status != 200:
                        raise Lost(f"status {response.status}")
                    yield response
                    return
            raise Lost("moved")
        except (ClientError, TimeoutError, OSError, ValueError) as error:  # their texts hold the address
            raise Lost(type(error).__name__) from None

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _refuse_strangers(self, at: URL) -> None:
        if not at.absolute or (at.origin() not in self._stand_ins and not self._is_named(at)):
            raise Lost("host")

    def _is_named(self, at: URL) -> bool:
        host = at.host or ""
        return (at.scheme, at.port) == ("https", 443) and any(
            host.endswith(name[1:]) if name.startswith("*.") else host == name for name in self._names
        )


class PublicOnly(AbstractResolver):
    """Finds addresses of the open internet only: a name that leads into the station's own network leads nowhere."""

    def __init__(self) -> None:
        self._names = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        found = await self._names.resolve(host, port, family)
        if not all(ip_address(one["host"]).is_global for one in found):
            raise OSError("not on the open internet")
        return found

    async def close(self) -> None:
        await self._names.close()
