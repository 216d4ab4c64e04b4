"""A township of invented names for tests: one station, one point, three groups, deputies, staff."""

from datetime import time
from typing import Final

from handlers.dates.weeks import Weekday
from handlers.meetings.rules.nominal_days import MonthlyDay
from handlers.meetings.rules.reception_days import ReceptionRule
from handlers.message import Account
from handlers.people.rules.roster import (
    Deputy,
    DeputyLevel,
    Door,
    Group,
    GroupId,
    GroupKind,
    PersonId,
    Place,
    Point,
    PointId,
    Reception,
    Role,
    Roster,
    Staff,
    Station,
    StationId,
    Topic,
)
from handlers.petitions.rules.redirects import Redirect

PLATFORM: Final = "fake"
ROBOT: Final = "main"

LI_VILLAGE: Final = GroupId("li-village")
WANG_VILLAGE: Final = GroupId("wang-village")
DEPUTIES: Final = GroupId("deputies")


def _group(group: GroupId, name: str, kind: GroupKind, deputy: PersonId | None, point: PointId | None) -> Group:
    return Group(
        id=group,
        name=name,
        kind=kind,
        place=Place(platform=PLATFORM, account=ROBOT, chat=group),
        deputy=deputy,
        point=point,
        villages=(name.removesuffix("群"),) if kind is GroupKind.VOTERS else (),
    )


STATION: Final = Station(
    id=StationId("qs"),
    code="QS",
    name="青石镇人大代表联络站",
    county="云川县",
    township="青石镇",
    address="青石镇政府一楼",
    phone="0399-6000001",
    hours="周一至周五 8:30—17:30",
    congress="青石镇人大",
    points=(Point(id=PointId("li"), name="李村联络点", address="李村村委会"),),
    receptions=(
        Reception(
            id="station-20",
            rule=ReceptionRule(days=MonthlyDay(day=20)),
            point=None,
            start=time(9),
            end=time(11, 30),
            deputies=(PersonId("zhang"), PersonId("chen"), PersonId("zhou")),
            per_day=2,
        ),
        Reception(
            id="li-10",
            rule=ReceptionRule(days=MonthlyDay(day=10)),
            point=PointId("li"),
            start=time(15),
            end=time(17),
            deputies=(PersonId("zhang"),),
            per_day=1,
        ),
    ),
    groups=(
        _group(LI_VILLAGE, "李村群", GroupKind.VOTERS, PersonId("zhang"), PointId("li")),
        _group(WANG_VILLAGE, "王庄群", GroupKind.VOTERS, PersonId("chen"), None),
        _group(DEPUTIES, "代表工作群", GroupKind.DEPUTIES, None, None),
    ),
    deputies=(
        Deputy(
            person=PersonId("zhang"),
            name="张明远",
            levels=(DeputyLevel.TOWNSHIP,),
            villages=("李村",),
            point=PointId("li"),
        ),
        Deputy(
            person=PersonId("chen"),
            name="陈玉兰",
            levels=(DeputyLevel.TOWNSHIP, DeputyLevel.COUNTY),
            villages=("王庄",),
        ),
        Deputy(person=PersonId("zhou"), name="周国栋", levels=(DeputyLevel.COUNTY,)),
    ),
    staff=(
        Staff(person=PersonId("lin"), name="林晓", role=Role.STAFF),
        Staff(person=PersonId("he"), name="何建平", role=Role.HEAD),
        Staff(person=PersonId("qin"), name="秦书敏", role=Role.PRESIDIUM),
    ),
    units=("供水站", "供电所", "乡村建设办"),
    doors=(
        Door(
            name="云川县纪委监委信访室",
            address="云川县人民路 8 号",
            hours="工作日 8:30—17:30",
            redirect=Redirect.ACCUSATION,
        ),
        Door(name="云川县司法局行政复议窗口", phone="0399-6000012", redirect=Redirect.STATUTORY_PROCEDURE),
        Door(
            name="青石镇信访接待室",
            address="青石镇政府西侧",
            hours="工作日上午",
            phone="0399-6000013",
            redirect=Redirect.XINFANG,
        ),
        Door(
            name="青石镇人民调解委员会",
            about=("调解",),
            phone="0399-6000014",
            address="青石镇司法所一楼",
            redirect=Redirect.PRIVATE_DISPUTE,
        ),
        Door(
            name="便民服务中心社保窗口",
            about=("社保卡", "养老保险", "医保"),
            phone="0399-6000015",
            address="青石镇政府一楼三号窗口",
            hours="工作日 8:30—17:00",
            bring="身份证、户口本",
        ),
        Door(name="青石供水站", about=("供水", "停水", "水费", "自来水"), phone="0399-6000016"),
    ),
    topic=Topic(post_at=time(9), discussion_weekday=Weekday.THU, discussion_at=time(15), place="青石镇政府二楼会议室"),
)

TOWNSHIP: Final = Roster([STATION])

NAMES: Final = {one.name: one.person for one in STATION.deputies} | {one.name: one.person for one in STATION.staff}

BOUND: Final = {Account(platform=PLATFORM, account=ROBOT, user=name): person for name, person in NAMES.items()}
"""On the fake platform everybody's account is his name."""
