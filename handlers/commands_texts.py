"""What people read about commands: help by role, and what was wrong with the words after one (domain §6.5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers import words
from handlers.message import Choice
from handlers.parse import Missing
from handlers.people.rules.roster import Role
from handlers.words import Word

BOT_NAMES: Final = ("小助手", "联络站小助手")
IN_PRIVATE: Final = "我单独发给您了。"
WHICH_MATTER: Final = "您说的是哪一件？请带上尾号，例如“进度 12”。不知道尾号发“我的”。"


def is_it_this(question: str) -> str:
    """Put a question again that was answered too late to be sure."""
    return f"您说的是哪一件？是不是这一件：\n{question}\n是的话，请再回一次数字。"


NONE_OF_THESE: Final = "都不是"
MOST_GUESSES: Final = 3

VOTER_HELP: Final = """1 反映事情：@我，直接说
2 查进度：发“进度”
3 看接待日：发“接待日”
4 找人工：发“人工”
5 急事：110、119、120"""


@dataclass(frozen=True, slots=True)
class Use:
    """What a person would type, and what it does."""

    example: str
    does: str


USES: Final[Mapping[Word, Use]] = {
    words.PETITION: Use("诉求 李村小学门口路灯不亮三天了", "登记一件事"),
    words.ANONYMOUS_PETITION: Use("匿名诉求 河里有臭水", "登记一件事，不留名字"),
    words.SUGGESTION: Use("建议 文化广场装几个座椅", "登记一条建议"),
    words.SUPPLEMENT: Use("补充 12 昨晚又停了", "给登记过的事补充情况"),
    words.PROGRESS: Use("进度 12", "看办到哪一步"),
    words.DEADLINE: Use("期限 12", "看为什么是那一天到期"),
    words.PRESS: Use("催 12", "催一催该办的人"),
    words.MINE: Use("我的", "看自己登记过的事"),
    words.WITHDRAW: Use("撤回 12", "不办了（会再问一次）"),
    words.RATE: Use("评价 12 满意", "评价答复"),
    words.REOPEN: Use("重办 12 又坏了", "办结后又有新情况"),
    words.SAME_HERE: Use("我也遇到 12", "别人登记的事您也遇到了，一起登记"),
    words.RECEPTION_DAY: Use("接待日", "看代表哪天在哪里接待"),
    words.APPOINTMENT: Use("预约 周五上午", "约个时间见代表"),
    words.DEPUTIES: Use("/代表 李村", "看有哪些代表"),
    words.WEEKLY_VIEW: Use("议事 我觉得停车该划线", "看本周议题，或说一句看法"),
    words.DRAFT_VIEW: Use("立法 物业费该公开", "对正在征求意见的法规说一句看法"),
    words.PROPOSAL: Use("实事 盼着村口修座桥", "提明年最盼的一件实事"),
    words.EVALUATE: Use("测评", "评今年的民生实事，一件一件回数字；“测评 2 不满意”改第2件"),
    words.STATION: Use("站点", "看联络站地址、时间、电话"),
    words.MY_DATA: Use("我的信息", "看、改、拿走、删自己的信息，撤回同意"),
    words.FETCH: Use("取件 12 482913", "凭站里给的取件码看进展"),
    words.BIND: Use("绑定 482913", "用绑定码让这个账号认得您；换个平台用，先在原来那边发“绑定”要码"),
    words.PHONES: Use("电话 供水", "看常用电话"),
    words.WHERE: Use("去哪办 劳动仲裁", "看一件事该去哪里办"),
    words.PRIVACY: Use("隐私", "看信息怎么保管"),
    words.HUMAN: Use("人工", "请工作人员联系"),
    words.IN_PRIVATE: Use("私下", "转到单独聊"),
    words.HELP: Use("帮助", "看怎么用"),
    words.TO_DO: Use("待办", "看手上的事，和说好要联系的人"),
    words.TAKE_UP: Use("接手 12", "接手一件事"),
    words.PASS_ON: Use("转 12 王庄", "不是我的选区，请站里转别人"),
    words.ANSWER: Use("答复 12 已和电工去看过，明天修", "当场答复"),
    words.REGISTER: Use("登记 张村饮水管漏了", "替当面反映的乡亲登记；引用别人的话发“登记”也行"),
    words.LIFT: Use("转建议 12", "转成代表建议，看登记表"),
    words.CO_SIGN: Use("附议 12", "附议别的代表的建议"),
    words.SIGN: Use("签 12", "确认登记表，报镇人大"),
    words.SATISFIED: Use("/满意 12", "评价答复：满意"),
    words.DISSATISFIED: Use("/不满意 12 没看现场", "评价答复：不满意，说一句为什么"),
    words.EXPORT: Use("导出 登记表 12", "要登记表的文件，可以打印"),
    words.ENTER: Use("新增 王庄垃圾没人收", "登记电话、来信反映的事"),
    words.CLASSIFY: Use("分类 12 0301 镇", "定类别和层级"),
    words.ASSIGN: Use("派 12 张明远", "派给代表"),
    words.MERGE: Use("并 12 15 18", "几位乡亲说的是一件事，合在一起办（头一个带着）"),
    words.SPLIT: Use("拆 15", "并错了，分开办"),
    words.REDIRECT: Use("引导 12 R3", "告诉乡亲该去哪里办；别处的事发“引导 12 外地”"),
    words.DECLINE: Use("不登记 12 这是广告", "不登记，说明原因"),
    words.ASK_BACK: Use("补问 12 是哪一栋", "问乡亲一句"),
    words.TOLD: Use("告知 12 打过电话了", "记下已打电话或当面告诉乡亲"),
    words.OVERDUE: Use("超期", "看超期的事"),
    words.UNDELIVERED: Use("送达", "看没送到、没发的消息"),
    words.SEND_AGAIN: Use("重发 31", "没送到、没发的再发一次"),
    words.ANSWER_ENQUIRY: Use("答问 3 带身份证到三号窗口", "答复选民的咨询"),
    words.CALLED_BACK: Use("已联系 2 周三上午代表过去", "说好要联系的乡亲已经联系了"),
    words.CLOSE_EMERGENCY: Use("接警 7 已送医", "紧急的事已有人处理"),
    words.KEEP_FROM: Use("回避 12 张明远", "和本人有关，请他回避；被反映的加“投诉”"),
    words.BINDING_CODE: Use("绑定码 张明远", "给代表、站内人员或一个群一个绑定码"),
    words.BIND_GROUP: Use("绑定本群 482913", "在群里发，这里就是绑定码上的那个群"),
    words.PICK_UP_CODE: Use("取件码 12", "联系不上的乡亲来电来访，核对后给他取件码"),
    words.ON_BEHALF: Use("代行 12 导出", "乡亲本人要求时，代他导出或删除信息（要另一位同意）"),
    words.AUDIT: Use("审计 12", "看一件事的记录；不带尾号看到期删了多少"),
    words.CHANGE_STATION: Use("换站", "在几个站工作的，换一个站办事"),
    words.CONFER: Use("会商 12 周四下午三点", "请代表和单位坐到一起商量"),
    words.HAND_OVER: Use("交办 12 供水站 5日", "交给单位办"),
    words.ESCALATE: Use("上报 12 县住建局", "报县人大"),
    words.SEND_BACK_FORM: Use("退回 12 请写明地点", "登记表退给代表补充"),
    words.ACCEPT: Use("签收 12", "单位签收"),
    words.RETURN_SLIP: Use("退办 12 属县水利局", "单位说不归它管"),
    words.HANDLE: Use("办理 12 已换灯泡", "记办理情况"),
    words.REPLY: Use("回复 12 A 已修好", "记单位的答复和分类"),
    words.EXTEND: Use("延期 12 6月30日 等材料", "请交办的人同意延长期限"),
    words.MINUTES: Use("纪要 修好东街路灯（供电所，4月20日前）", "写活动、议事的纪要，一行一件"),
    words.ACTIVITIES: Use("活动", "看近期活动和没办完的事；改期、取消、定题目"),
    words.DAILY: Use("日报", "看今天的情况"),
    words.WEEKLY: Use("周报", "看上一周的情况"),
    words.MONTHLY: Use("月报", "看上个月的情况"),
    words.HOT_ISSUES: Use("热点", "看近来好几位乡亲都反映的事"),
    words.TOPIC: Use("议题 停车难", "定下次的周议事题目；只发“议题”，看有什么可议"),
    words.INTERVIEW: Use("约见 供水公司 停水", "想当面问一个单位，请站里约"),
    words.BUDGET_NOTE: Use("预审 教育支出想问校舍维修", "人代会前对预算和报告提意见"),
    words.CALL: Use(
        "征集 县人大常委会《物业管理条例》 4月20日 物业费收支要公开",
        "就法规草案征求意见，各条要点一行一条；也可“征集 实事 10月31日”“征集 预审 2月20日 地点”；只发“征集”看有哪些",
    ),
    words.PROJECTS: Use(
        "民生实事 名单 村口修桥 水利站；幼儿园操场 教育办",
        "公布一年的民生实事；“民生实事 测评 12月20日”请大家评，“民生实事 结果”要测评表",
    ),
    words.INTERVIEWS: Use(
        "约见单 3 4月20日 上午9点 镇政府二楼", "定一次约见；“约见单 3 答复 ……”“约见单 3 后续 ……”记结果"
    ),
    words.WATCHED: Use(
        "项目 村口修桥 水利站 民生实事 张明远、陈玉兰",
        "登记一个监督的项目：名称、单位、小组、代表；“项目 3”看一个，“项目 3 施工”记到了哪一步",
    ),
    words.PROBLEM: Use("报问题 3 6月10日 护栏没装，要求装好", "督查发现的问题，写明哪天前改好，可附照片，给整改通知单"),
    words.CORRECTION: Use("整改 3 1 护栏已装好", "第3号项目的第1个问题改好了，可附照片"),
    words.INSPECT: Use("督查 3 6月20日 上午9点 镇政府门口", "请小组代表去看一个项目"),
    words.BULLETIN: Use("通报", "拟一月一通报，点头以后发到代表工作群"),
    words.ADOPT: Use("采纳 3 第12条 第15条 物业费收支要公开", "意见写进了法规，告诉提过这一条的人"),
    words.LEAVE: Use("请假 3月20日 出差", "那天不能去接待，站里另请人"),
    words.SWAP: Use("换班 3月20日 陈玉兰 4月20日", "和别的代表换接待的日子；只写一天就是请他替"),
    words.RECEIVE: Use("接访 2人 李村小学门口路灯不亮", "接待时有人反映，用原话登记，写明几人"),
    words.ATTEND: Use("到场 张明远 周国栋", "记下接待日哪些代表到了"),
    words.RECORD: Use("接待记录 10月20日", "要一次接待的记录表"),
    words.VISIT_INSTEAD: Use("下访 10月20日 王庄", "那天的接待改成代表上门走访"),
    words.POSTER: Use("海报 3月20日", "要接待日的海报，打印和转发用"),
    words.ROSTER: Use("排班 4月", "看接待日安排；“排班 2027年”排一整年，发表格"),
    words.MOVE_RECEPTION: Use("改期 3月20日 3月21日 大雪", "把一次接待改到另一天；几处同一天的，在原因前写哪一处"),
    words.MOVE_ELSEWHERE: Use("换地点 3月20日 镇文化站 会议室维修", "把一次接待换个地方"),
    words.CANCEL_RECEPTION: Use("取消接待 10月20日 大雪", "取消一次接待"),
}


def help_lines(own: Sequence[Word]) -> str:
    """MSG-H1, and below it a line for each command of the speaker's own role."""
    lines = (f"{USES[word].does}：{USES[word].example}" for word in own)
    return "\n".join((VOTER_HELP, *lines))


def not_understood(word: Word, missing: Missing, phone: str) -> str:
    """Say what is missing after a command, what to do, and an example (MSG-ERR1, ERR2, ERR9)."""
    example = USES[word].example
    match missing:
        case Missing.WORDS:
            return f"您还没说什么事。例如：{example}"
        case Missing.TAIL:
            return f"请带上尾号，例如：{example}。不知道尾号发“我的”。"
        case Missing.RATING:
            return f"请说满意、基本满意或不满意，例如：{example}"
        case Missing.DATE:
            return f"请说成“3月20日”，或“下周五”，例如：{example}"
        case Missing.COUNTS | Missing.DIGIT | Missing.NOTHING:
            return f"“{word.main}”请这样发：{example}。要帮忙发“人工”，或打 {phone}。"


def choose_one_of(choices: Sequence[Choice]) -> str:
    """Ask for one of the digits that were offered."""
    return "请回一个数字：" + "，".join(f"{choice.digit} {choice.label}" for choice in choices)


def guesses(choices: Sequence[Choice]) -> str:
    """MSG-ERR7: ask which command a misspelling was meant for."""
    return "您是不是想说：" + " ".join(f"{choice.digit} {choice.label}" for choice in choices)


# Whose a command is, as others are told: staff where it is theirs too.
WHOSE: Final[Mapping[Role, str]] = {
    Role.STAFF: "工作人员",
    Role.DEPUTY: "代表",
    Role.PRESIDIUM: "主席团",
    Role.HEAD: "站长",
    Role.UNIT: "承办单位",
    Role.COUNTY: "县人大",
}


def not_allowed(word: Word, roles: Collection[Role], phone: str) -> str:
    """MSG-ERR5, without the promise that somebody was told: nobody was."""
    who = next((whose for role, whose in WHOSE.items() if role in roles), WHOSE[Role.STAFF])
    return f"“{word.main}”这一项由{who}办。您有事直接跟我说，或打 {phone}。"
