"""The configuration of each instance: one station with a group and a bot at every door, in one database."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.platforms.wecom.adapter import WeCom
from tests.faults.instances.doors import APP, DOORS, OFFICE, SECRETS, Door, Platforms, group_of, village_of
from tests.support.wecom import AES_KEY, AGENT, CORP, SECRET, TOKEN

KEY: Final = "00" * 32
ANNOUNCED_BEFORE: Final = timedelta(days=3)
STAFF: Final = ("张明远", "陈玉兰", "林晓", "何建平")
ENVIRONMENT: Final = {**SECRETS, "CONTACTS_KEY": KEY}

STATION: Final = """
[[stations]]
id = "qs"
code = "QS"
name = "青石镇人大代表联络站"
county = "云川县"
township = "青石镇"
address = "青石镇政府一楼"
phone = "0399-6000001"
hours = "周一至周五 8:30—17:30"
congress = "青石镇人大"
units = ["供水站", "供电所"]

[[stations.deputies]]
id = "zhang"
name = "张明远"
levels = ["township"]
villages = ["李村"]
accounts = { called = "张明远" }

[[stations.deputies]]
id = "chen"
name = "陈玉兰"
levels = ["township"]
villages = ["王庄"]
accounts = { stream = "陈玉兰" }

[[stations.staff]]
id = "lin"
name = "林晓"
role = "staff"
accounts = { robot = "林晓" }

[[stations.staff]]
id = "he"
name = "何建平"
role = "head"
accounts = { called = "何建平" }
"""


def enter_everybody(at: Platforms, url: str) -> None:
    """Enter people, groups, bots and robots on both platforms; they are called below *url*."""
    at.wecom.add_members(*STAFF)
    at.dingtalk.add_members(*STAFF)
    app = at.wecom.add_app(CORP, AGENT, SECRET)
    at.wecom.set_url(app, url=f"{url}{WeCom.path}/app/{OFFICE}", token=TOKEN, aes_key=AES_KEY)
    for door in DOORS:
        door.enter(at, url)


def write_config(folder: Path, number: int, *, port: int, database: str, at: Platforms, today: date) -> Path:
    """Write the configuration of one instance and return its path; a reception day is to be announced *today*."""
    received = today + ANNOUNCED_BEFORE
    tables = [
        '[installation]\nname = "青石镇"',
        f'[storage]\nurl = "{database}"\nkey = "env:CONTACTS_KEY"\nfolder = "data-{number}"',
        "[webchat]\nenabled = false",
        f"[web]\nport = {port}",
        f'[wecom]\nqyapi = "{at.wecom.url}"\nsocket = "{at.wecom.socket}"\nmedia_hosts = ["{at.wecom.url}"]',
        APP,
        f'[dingtalk]\napi = "{at.dingtalk.api}"\noapi = "{at.dingtalk.oapi}"\napi_quota = 1000000\n'
        f'push_quota = 1000000\nstream_hosts = ["{at.dingtalk.stream}"]\nmedia_hosts = ["{at.dingtalk.files}"]',
        *(door.table for door in DOORS),
        STATION,
        f'[[stations.receptions]]\nid = "day"\nrule = "monthly_day"\nday = {received.day}\nstart = "09:00"\n'
        'end = "11:30"\ndeputies = ["zhang", "chen"]\nper_day = 1\non_weekend = "keep"\non_holiday = "keep"',
        *map(_group, DOORS),
    ]
    path = folder / f"instance-{number}.toml"
    path.write_text("\n\n".join(tables) + "\n", "utf-8")
    return path


def _group(door: Door) -> str:
    group, village = group_of(door), village_of(door)
    return (
        f'[[stations.groups]]\nid = "{group}"\nname = "{village}群"\nkind = "voters"\ndeputy = "zhang"\n'
        f'villages = ["{village}"]\nplatform = "{door.platform}"\naccount = "{door.name}"\nchat = "{group}"\n'
        f'webhook = "{group}"'
    )
