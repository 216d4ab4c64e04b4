"""What people read of a matter that another place has to see to (domain §3.6)."""

from typing import Final

from handlers.message import Choice
from handlers.people.rules.roster import Station
from handlers.petitions.rules.petition import Petition
from handlers.petitions.rules.showing import shown
from handlers.words import Plain

CHOICES: Final = (
    Choice(
        digit=1,
        label="请记下来，转给那边的代表",
        plain=Plain.YES,
        also=("记下来", "转", "转过去", "转给那边", "转给那边的代表", "帮我转", "请转过去"),
    ),
    Choice(
        digit=2, label="不用了，我自己去找", plain=Plain.NO_THANKS, also=("我自己去找", "自己去找", "自己找", "自己去")
    ),
)
NOT_PASSED_ON: Final = "好的。本地的事随时告诉我，我照样给您登记。"


def of_another_place(station: Station) -> str:
    return (
        f"您好，您说的这件事不在{station.name}的范围，这里的代表管不到。\n"
        "请找那个地方的人大代表联络站，或者打那里的 12345。\n"
        "也可以由我们记下来，转给那个地方的代表。"
    )


def noted(tail: int) -> str:
    return f"尾号 {tail} 按外地的事引导，选民可以请我们转给那边的代表。"


def to_be_passed_on(petition: Petition, station: Station) -> str:
    """To whoever knows the deputies of other places."""
    return (
        f"{station.name}尾号 {petition.tail}：{shown(petition)}\n"
        "这件事不在本站范围，选民请我们转给当地代表。请与当地联络站联系，转好后告诉选民。\n"
    )


def will_be_passed_on(station: Station) -> str:
    return f"好的，已经记下，请工作人员转给那边的代表，转好告诉您。急用请打 {station.phone}。"
