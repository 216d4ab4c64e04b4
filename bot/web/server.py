"""The bot's HTTP side: health for whoever runs it, and the parts that are mounted."""

from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

LOOPBACK: Final = "127.0.0.1"


def make_web(
    *,
    registry: CollectorRegistry,
    ready: Mapping[str, Callable[[], bool]],
    parts: Mapping[str, web.Application],
) -> web.Application:
    """Return the application with *parts* mounted at their paths; *ready* asks each part whether it can work."""

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(request: web.Request) -> web.Response:
        missing = [name for name, is_ready in ready.items() if not is_ready()]
        return web.json_response({"ready": not missing, "missing": missing}, status=503 if missing else 200)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    for path, part in parts.items():
        app.add_subapp(path, part)
    return app


async def serve(app: web.Application, *, host: str = LOOPBACK, port: int) -> web.AppRunner:
    """Serve *app* and return its runner; cleaning that up ends it. Raise `OSError` where the port is taken."""
    # No access log: the addresses that are asked for hold a token.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
