"""Bodies of requests: objects of JSON, or a refusal."""

import json

from tests.simulators.dingtalk.answers import Body, Code, Refused
from tests.simulators.dingtalk.world import World


def json_object(world: World, what: str, content: bytes, code: Code = "invalidParameter.param.invalid") -> Body:
    """Return a body of JSON; refuse what is none, and note it."""
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        world.breach(f"{what} is no object of JSON")
        raise Refused(code)
    return body
