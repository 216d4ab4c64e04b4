"""The bot's HTTP side: health for whoever runs it, and the parts that are mounted."""

from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web

LOOPBACK: Final = "127.0.0.1"
# prometheus.io/docs/instrumenting/exposition_formats
PROMETHEUS_TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"


def make_web(
    *,
    metrics: Callable[[], bytes],
    ready: Mapping[str, Callable[[], bool]],
    parts: Mapping[str, web.Application],
) -> web.Application:
    """Return the application with *parts* mounted at their paths; *ready* asks each part whether it can work.

    *metrics* gives the figures in Prometheus' text format.
    """

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(request: web.Request) -> web.Response:
        missing = [name for name, is_ready in ready.items() if not is_ready()]
        return web.json_response({"ready": not missing, "missing": missing}, status=503 if missing else 200)

    async def figures(request: web.Request) -> web.Response:
        return web.Response(body=metrics(), headers={"Content-Type": PROMETHEUS_TEXT})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", figures)
    for path, part in parts.items():
        app.add_subapp(path, part)
    return app


def make_waiting() -> web.Application:
    """Return the application of a process whose storage is away: it is alive, and asks whoever calls to call again."""

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def not_yet(request: web.Request) -> web.Response:
        return web.json_response({"ready": False, "missing": ["storage"]}, status=503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_route("*", "/{path:.*}", not_yet)
    return app


async def serve(app: web.Application, *, host: str = LOOPBACK, port: int) -> web.AppRunner:
    """Serve *app* and return its runner; cleaning that up ends it. Raise `OSError` where the port is taken."""
    # No access log: the addresses that are asked for hold a token.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
