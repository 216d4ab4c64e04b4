"""What the commands of whoever runs the bot say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

from bot.inbox import Row
from bot.platforms.base import Post
from handlers.message import Scope
from storage.errors import (
    Damaged,
    InUse,
    Missing,
    NewerSchema,
    NoDriver,
    NotForDatabases,
    NotReplaced,
    Occupied,
    OnlyRead,
    OtherKey,
    OtherVersion,
    OutOfReach,
    StorageRefused,
    Unwritable,
)

if TYPE_CHECKING:
    from bot.clustering import Agreement
    from bot.roster_file import ReadIn

LEARN: Final = "从站里的纠正学习：哪些话是诉求、归哪类（小助手运行时也可以，马上用上）"
ROLL_BACK: Final = "换回学习以前的判断"
RECOGNISE: Final = "识别：是不是意见、哪一类、急不急、该走哪条路（每行一个 JSON，有 id 和 text；不给文件就读标准输入）"
RECOGNISED_HOW_WELL: Final = "不写识别结果，只写和文件里的标注相比的成绩"
RUN: Final = "启动小助手"
CHECK: Final = "检查设置文件，一次说出所有错误"
GROUPS: Final = "列出各站的群：在哪个平台，谁在那里听，谁能在那里说"
AUDIT: Final = "再逐条核对审计记录有没有被改动（小助手运行时也可以）"
TAKE_OVER: Final = "企业微信智能机器人的长连接也试；若别的电脑正连着它，会被挤下线一分钟左右"
REHEARSE: Final = "预演：把一段时间里小助手会主动发的消息都列出来（没有人回话；议题用样例，标明“样例”）"
CALENDAR: Final = "列出接待日和各项通知的日期，还有活动（不写日期就是今后一年；--json 只有接待日）"
CALENDAR_STATION: Final = "只要这一个联络站"
CALENDAR_ICS: Final = "写成日历文件，手机和电脑日历能打开；另给出可以订阅的地址"
HOLIDAYS: Final = "导入一年的节假日安排（holidays import 文件），接待日和期限随着重新推算"
ROSTER: Final = "接待日安排：写成表格给人改，或把改好的表格读进来（读进来要先停下小助手）"
ROSTER_EXPORT: Final = "把一年的安排写成表格"
ROSTER_IMPORT: Final = "把改好的表格读进来；有一处不对就一处都不改"
ROSTER_YEAR: Final = "哪一年，不写就是今年"
ROSTER_STATION: Final = "哪个联络站（设置文件里的 id）；只有一个站可以不写"
NO_RECEPTIONS: Final = "这一年没有接待日。请看设置文件里的 [[stations.receptions]]。"
INBOX: Final = "列出收到并保存的消息（不带内容；带内容要加 --with-text，会留下记录）"
EXPORT: Final = "把全部数据导出成 JSON，放进一个文件夹"
IMPORT: Final = "把导出的数据读回一个空的库"
BACKUP: Final = "备份（小助手运行时也可以）"
RESTORE: Final = "用备份恢复（先停下小助手）"
REPLACE: Final = "换下现在的库（会丢掉备份以后的记录）"
MIGRATE: Final = "把旧版本的数据升级到这一版"
CLUSTER: Final = "归并：哪些话说的是同一件事（每行一个 JSON，有 id 和 text；不给文件就读标准输入）"
REPORT: Final = "不写归并结果，只写和文件里 cluster 一栏相比的成绩"

CANNOT_START: Final[Mapping[str, str]] = {
    "key": "封存个人信息的密钥读不出来：{}。请写 64 个十六进制字符（32 字节），或改用 file: 让小助手自己生成。",
    "lost key": "找不到封存个人信息的密钥文件：{}。没有它，库里的个人信息读不出来。请把另存的密钥放回原处，再启动。",
    "password": "数据库的密码读不出来：{}。请看设置文件里的 [storage] password。",
    "readings": "谁看了原话要先记下来，可文件夹 {} 里写不进去，所以没有给您看。请用运行小助手的那个账号，或用 root，再试一次。",
    "port": "端口已被占用：{}。请关掉占用它的程序，或在设置文件里换一个端口。",
}
STORAGE_FAILED: Final = "数据写不进磁盘，小助手已停下，已确认的都没有丢。请检查磁盘空间，再启动。"


class Said(TypedDict):
    """One message of a rehearsal."""

    at: str
    scope: str
    chat: str
    text: str


def so_far(percent: int, done: int, of: int) -> str:
    return f"已处理 {done} 条，共 {of} 条（{percent}%）"


def bar(percent: int, done: int, of: int) -> str:
    """Return the same behind a bar of so many percent."""
    full = percent // 5
    return f"[{'#' * full}{'.' * (20 - full)}] {so_far(percent, done, of)}"


def exported(folder: Path, documents: int) -> str:
    return f"已导出到 {folder}：{documents} 条记录。"


def imported(url: str, documents: int) -> str:
    return f"已读进 {_store(url)}：{documents} 条记录。"


def backed_up(file: Path, documents: int) -> str:
    return f"已备份到 {file}：{documents} 条记录。密钥不在里面，请另外保管。"


def restored(file: Path, url: str, documents: int) -> str:
    return f"已用 {file} 恢复 {_store(url)}：{documents} 条记录。"


def migrated(url: str, documents: int) -> str:
    return f"已把 {_store(url)} 升级到这一版：{documents} 条记录。"


def _store(url: str) -> str:
    return url.removeprefix("tinydb:")


def trail_whole(lines: int) -> str:
    """Say that nobody has touched the trail."""
    return f"审计记录共 {lines} 条，一条接一条，没有被改动。"


def trail_broken(line: int) -> str:
    """Say where the trail was touched first, and what to do."""
    return f"审计记录第 {line} 条起对不上：有人改过、删过、插进或调换过。请保管好现在的数据和备份，马上报告负责人。"


def refused(error: StorageRefused) -> str:
    """Say why the storage cannot be used like this, and what to do."""
    match error:
        case InUse(path=path):
            return f"数据库 {path} 正被另一个程序使用。请先停下正在运行的小助手。"
        case OtherKey(path=path):
            return f"密钥和数据库 {path} 对不上。请用建库时的那把密钥（见设置文件 [storage] key）。"
        case Missing(path=path):
            return f"找不到 {path}。"
        case NotReplaced(path=path):
            return f"{path} 里已经有数据，没有动它。确实要用备份换下它（会丢掉备份以后的记录），请加 --replace。"
        case Occupied(path=path):
            return f"{path} 里已经有数据，为了不丢东西，没有动它。"
        case Unwritable(path=path):
            return f"{path} 写不进去。请检查磁盘空间和文件夹权限。"
        case Damaged(path=path):
            return f"数据库 {path} 已损坏或不是小助手的数据。请用备份恢复：liaison-bot restore 备份文件 --replace"
        case OtherVersion(path=path, version=version, known=known):
            way = "请换用新版本的程序" if version > known else "请先运行 liaison-bot migrate"
            return f"数据库 {path} 的版本是 {version}，这个程序认识的是 {known}。{way}。"
        case OnlyRead(path=path):
            return f"数据库 {path} 现在只能读，不能写（是备库，或者被设成了只读），什么也没有改。请在设置文件里写主库的地址，或请管数据库的人放开写入，再试一次。"
        case OutOfReach(path=path):
            return f"连不上数据库 {path}。请检查数据库是否在运行，再检查设置文件里的地址、用户名和密码。"
        case NewerSchema(path=path):
            return f"数据库 {path} 已被新版本的程序升级，这个程序用不了。请换用新版本的程序。"
        case NoDriver():
            return "还没有装 PostgreSQL 的驱动。请运行：.venv/bin/pip install 'psycopg[binary,pool]'"
        case NotForDatabases():
            return "数据存在 PostgreSQL 里，备份和恢复请用它自己的 pg_dump 和 pg_restore。"
        case _:
            return f"不认识这个数据库地址。请写 tinydb:文件路径 或 postgresql://主机名/库名。（{type(error).__name__}）"


def unreadable(number: int) -> str:
    """Say which line cannot be read."""
    return f"第 {number} 行读不懂。每行要有一个 JSON，写明 id 和 text；加 --report 时还要写明 cluster。"


def no_file(path: Path) -> str:
    """Say that a file cannot be opened."""
    return f"打不开 {path}。"


def which_station(ids: Iterable[str]) -> str:
    """Ask for one of the stations."""
    return f"请写明哪个联络站：--station {' 或 '.join(ids)}"


def no_sheet(path: Path) -> str:
    """Say that a file is no workbook."""
    return f"{path} 不是 xlsx 表格。请在表格软件里另存为 .xlsx。"


def bad_sheet(faults: Sequence[str]) -> str:
    """List all that is wrong with a sheet."""
    return "\n".join((f"表格里有 {len(faults)} 处不对，都没有改：", *faults))


def roster_read(read: "ReadIn") -> str:
    """Tell what was read in."""
    if not read.changed:
        return f"读了 {read.rows} 行，和原来一样，没有改动。"
    return f"读了 {read.rows} 行，改了 {read.changed} 场接待的安排。"


def started(address: str) -> str:
    """Tell where the web chat is to be opened."""
    return f"小助手已启动。请在浏览器打开：\n{address}"


def sample_topic(proposed: str | None) -> str:
    """Return what a week's topic is called in a rehearsal."""
    return f"{proposed or '停车难'}（样例）"


def said_at(at: datetime, post: Post) -> Said:
    """Return what would be said, with moment and conversation."""
    return Said(at=at.isoformat(), scope=post.scope, chat=post.place.chat, text=post.text)


def said_line(at: datetime, post: Post) -> str:
    """Return what would be said under a line with moment and conversation."""
    where = "群" if post.scope is Scope.GROUP else "私聊"
    return f"{at:%Y-%m-%d %H:%M}　{where} {post.place.chat}\n{post.text}\n"


def unknown_year(year: int) -> str:
    """Warn that the dates of a year may still change."""
    return f"{year}年节假日安排未公布，日期可能调整。公布后请用 liaison-bot holidays import 导入。"


def calendar_written(path: Path, address: str) -> str:
    """Say where the calendar is, and what address may be given to whom."""
    return f"已写入 {path}。\n小助手运行时也可以订阅：{address}\n知道这个地址的人都能看，请只告诉要用的人。"


def inbox_line(row: Row) -> str:
    """Return one kept message in one line."""
    line = f"{row['received_at']} {row['platform']} {row['scope']} {row['chat']} {row['sender']} {row['state']} {row['id']}"
    return f"{line}\n{row['text']}" if "text" in row else line


def agreements(everything: "Agreement", with_company: "Agreement") -> str:
    """Say how well clusters were found, for all texts and for those people put together with others."""
    return f"全部{_agreement(everything)}\n有同伴的{_agreement(with_company)}"


def _agreement(measured: "Agreement") -> str:
    return f" {measured.texts} 条：B³ 精确率 {measured.precision:.3f} 召回率 {measured.recall:.3f} F {measured.f:.3f}"
