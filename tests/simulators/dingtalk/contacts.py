"""The organisation's people, as the old API tells of them."""

from tests.simulators.dingtalk.answers import Body, Refused, ok
from tests.simulators.dingtalk.gates import Call
from tests.simulators.dingtalk.world import World


class Contacts:
    """Who is who."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def get(self, call: Call) -> Body:
        """Return somebody's details; now and then with texts for numbers, as the documents have it."""
        self._world.expect("user/get", call.body, ("userid", "language"))
        userid = call.body.get("userid")
        if not userid:
            raise Refused(400002)
        person = self._world.staff(userid)
        if person is None:
            raise Refused(60121)
        details: Body = {"admin": False, "boss": False, "active": True, "dept_id_list": [1]}
        if self._world.random.random() < 0.5:
            details = {"admin": "false", "boss": "false", "active": "true", "dept_id_list": "1"}
        result = {"userid": person.staff_id, "unionid": person.union_id, "name": person.name, "title": "", **details}
        return ok(result=result, request_id=self._world.new_id(""))

    async def get_by_union_id(self, call: Call) -> Body:
        """Return the userId that belongs to a unionId."""
        self._world.expect("user/getbyunionid", call.body, ("unionid",))
        people = self._world.people.values()
        person = next((one for one in people if one.union_id == call.body.get("unionid")), None)
        if person is None:
            raise Refused(60121)
        contact = {"contact_type": 0, "userid": person.staff_id} if person.staff_id else {"contact_type": 1}
        return ok(result=contact, request_id=self._world.new_id(""))
