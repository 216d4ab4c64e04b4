"""The words people type: every command with its spellings, and the small words its arguments are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final


class Bare(Enum):
    """How a command word without a leading sign must stand, so that plain speech is not taken for a command."""

    NEVER = "not at all: a sign stands before it"
    ALONE = "nothing else in the message"
    APART = "alone, or its argument set off by a space or a colon"
    JOINED = "its argument may follow at once; the argument's parser decides"


class Plain(StrEnum):
    """An answer in the plainest of words (`PLAIN` has them)."""

    SURE = "sure"
    YES = "yes"  # nods as well, which may be meant for something else
    NO = "no"
    NO_THANKS = "no_thanks"  # what waves an offer away as well


@dataclass(frozen=True, slots=True)
class Word:
    """A command word: what help shows, and all that is accepted in its place."""

    main: str
    ascii: str
    also: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    bare: Bare = Bare.APART

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that is accepted for this word."""
        return (self.main, self.ascii, *self.also, *self.slips, *self.pinyin)


# Voters (domain 6.2).
PETITION: Final = Word(
    "诉求",
    "sq",
    slips=("诉球", "诉救", "素求", "述求", "苏求", "速求", "溯求"),
    pinyin=("suqiu",),
    bare=Bare.JOINED,
)
ANONYMOUS_PETITION: Final = Word(
    "匿名诉求", "nm", also=("匿名", "匿名反映"), slips=("匿名诉球", "匿名素求"), pinyin=("niming",), bare=Bare.JOINED
)
SUGGESTION: Final = Word("建议", "jy", slips=("建义", "健议", "见议"), pinyin=("jianyi",), bare=Bare.JOINED)
SUPPLEMENT: Final = Word("补充", "bc", slips=("补冲", "不充", "补允"), pinyin=("buchong",), bare=Bare.JOINED)
PROGRESS: Final = Word(
    "进度",
    "jd",
    also=("进展", "到哪了", "到哪儿了", "到哪一步了", "查进度", "查询进度"),
    slips=("进渡", "近度", "进度查询", "尽度"),
    pinyin=("jindu", "jinzhan"),
    bare=Bare.JOINED,
)
DEADLINE: Final = Word(
    "期限",
    "qixian",
    also=("为什么是这一天", "为什么是这天", "什么时候到期", "哪天到期"),
    bare=Bare.JOINED,
)
PRESS: Final = Word("催", "cui", also=("催一下", "催一催", "催催"), bare=Bare.JOINED)
MINE: Final = Word("我的", "wd", also=("我的诉求", "我的事"), slips=("窝的",), pinyin=("wode",), bare=Bare.ALONE)
WITHDRAW: Final = Word(
    "撤回",
    "ch",
    also=("撤销", "取消登记", "不办了"),
    slips=("撒回", "撤消", "彻回", "撤会"),
    pinyin=("chehui",),
    bare=Bare.JOINED,
)
RATE: Final = Word("评价", "pj", also=("满意度", "打分"), slips=("评介", "平价"), pinyin=("pingjia",), bare=Bare.JOINED)
REOPEN: Final = Word("重办", "cb", also=("重新办", "重新办理"), slips=("从办",), pinyin=("chongban",), bare=Bare.JOINED)
SAME_HERE: Final = Word(
    "我也遇到",
    "wyyd",
    also=("我也遇到了", "我家也是", "我家也这样", "我们这也是", "我们家也是", "我也遇到这事", "俺家也是"),
    pinyin=("woyeyudao",),
    bare=Bare.JOINED,
)
RECEPTION_DAY: Final = Word(
    "接待日",
    "jdr",
    also=("接待", "接待时间", "接待日是哪天", "哪天接待", "什么时候接待", "下次接待是哪天"),
    slips=("接代", "接代日", "接待曰"),
    pinyin=("jiedairi", "jiedai"),
    bare=Bare.ALONE,
)
DEPUTIES: Final = Word("代表", "db", also=("我的代表",), slips=("带表", "代彪"), pinyin=("daibiao",), bare=Bare.ALONE)
WEEKLY_VIEW: Final = Word("议事", "ys", slips=("议式", "义事"), pinyin=("yishi",))
APPOINTMENT: Final = Word("预约", "yy", also=("约代表",), slips=("予约",), pinyin=("yuyue",), bare=Bare.APART)
DRAFT_VIEW: Final = Word("立法", "lf", slips=("立发",), pinyin=("lifa",))
EVALUATE: Final = Word("测评", "cp", slips=("测平",), pinyin=("ceping",), bare=Bare.JOINED)
PROPOSAL: Final = Word("实事", "ss", slips=("实是",), pinyin=("shishi",))
STATION: Final = Word("站点", "zd", also=("联络站",), slips=("占点",), pinyin=("zhandian",), bare=Bare.ALONE)
PHONES: Final = Word("电话", "dh", also=("常用电话",), pinyin=("dianhua",))
WHERE: Final = Word("去哪办", "nq", also=("到哪办", "去哪里办"), pinyin=("qunaban",))
MY_DATA: Final = Word("我的信息", "xx", also=("个人信息",), pinyin=("wodexinxi",))
FETCH: Final = Word("取件", "qujian", bare=Bare.JOINED)
PRIVACY: Final = Word("隐私", "yinsi", slips=("隐思", "引私"), bare=Bare.ALONE)
HUMAN: Final = Word(
    "人工", "rg", also=("转人工", "找人工", "人工服务"), slips=("人公",), pinyin=("rengong",), bare=Bare.APART
)
IN_PRIVATE: Final = Word("私下", "sx", also=("私聊", "单独说"), pinyin=("sixia", "siliao"), bare=Bare.JOINED)
HELP: Final = Word(
    "帮助",
    "help",
    also=("帮忙", "怎么用", "?", "菜单", "功能"),
    slips=("邦助", "帮住"),
    pinyin=("bz", "bangzhu"),
    bare=Bare.ALONE,
)

# Deputies (domain 6.3).
TO_DO: Final = Word("待办", "daiban", slips=("代办", "带办"), bare=Bare.ALONE)
TAKE_UP: Final = Word("接手", "js", also=("我来接",), slips=("接受", "接守"), pinyin=("jieshou",), bare=Bare.JOINED)
PASS_ON: Final = Word("转", "zj", also=("转交", "转给"), pinyin=("zhuanjiao",), bare=Bare.JOINED)
ANSWER: Final = Word("答复", "df", slips=("答覆", "打复"), pinyin=("dafu",), bare=Bare.JOINED)
REGISTER: Final = Word("登记", "dj", slips=("登计", "等记"), pinyin=("dengji",))
LIFT: Final = Word("转建议", "zjy", slips=("转建义",), pinyin=("zhuanjianyi",), bare=Bare.JOINED)
CO_SIGN: Final = Word("附议", "fy", also=("联署",), slips=("付议", "附义"), pinyin=("fuyi",), bare=Bare.JOINED)
SIGN: Final = Word("签", "qz", also=("签字", "签名"), pinyin=("qianzi",), bare=Bare.JOINED)
LEAVE: Final = Word("请假", "qj", pinyin=("qingjia",), bare=Bare.JOINED)
SWAP: Final = Word("换班", "huanban", also=("调班",), slips=("换般",), bare=Bare.JOINED)

INTERVIEW: Final = Word("约见", "yj", slips=("约建",), pinyin=("yuejian",))
BUDGET_NOTE: Final = Word("预审", "ybs", slips=("予审",), pinyin=("yushen",))

SATISFIED: Final = Word("满意", "my", bare=Bare.NEVER)
DISSATISFIED: Final = Word("不满意", "bmy", bare=Bare.NEVER)

# Staff, heads, presidium, handling units (domain 6.4).
ENTER: Final = Word("新增", "xz", slips=("新曾",), pinyin=("xinzeng",))
CLASSIFY: Final = Word("分类", "fl", pinyin=("fenlei",), bare=Bare.JOINED)
MERGE: Final = Word("并", "bing", also=("合并", "并案"), pinyin=("hebing",), bare=Bare.JOINED)
SPLIT: Final = Word("拆", "chai", also=("拆开", "分开"), pinyin=("chaikai",), bare=Bare.JOINED)
ASSIGN: Final = Word("派", "pai", also=("分派", "指派"), bare=Bare.JOINED)
REDIRECT: Final = Word("引导", "yd", pinyin=("yindao",), bare=Bare.JOINED)
DECLINE: Final = Word("不登记", "bdj", slips=("不登计",), pinyin=("budengji",), bare=Bare.JOINED)
ASK_BACK: Final = Word("补问", "bw", pinyin=("buwen",), bare=Bare.JOINED)
HAND_OVER: Final = Word("交办", "jb", pinyin=("jiaoban",), bare=Bare.JOINED)
ESCALATE: Final = Word("上报", "sb", pinyin=("shangbao",), bare=Bare.JOINED)
SEND_BACK_FORM: Final = Word("退回", "th", pinyin=("tuihui",), bare=Bare.JOINED)
ACCEPT: Final = Word("签收", "qs", pinyin=("qianshou",), bare=Bare.JOINED)
RETURN_SLIP: Final = Word("退办", "tb", pinyin=("tuiban",), bare=Bare.JOINED)
HANDLE: Final = Word("办理", "bl", pinyin=("banli",), bare=Bare.JOINED)
REPLY: Final = Word("回复", "hf", slips=("回覆",), pinyin=("huifu",), bare=Bare.JOINED)
EXTEND: Final = Word("延期", "yq", slips=("沿期",), pinyin=("yanqi",), bare=Bare.JOINED)
TOLD: Final = Word("告知", "gz", also=("已告知",), pinyin=("gaozhi",), bare=Bare.JOINED)
EXPORT: Final = Word("导出", "dch", pinyin=("daochu",), bare=Bare.JOINED)
CONFER: Final = Word("会商", "hs", pinyin=("huishang",), bare=Bare.JOINED)
DAILY: Final = Word("日报", "rb", pinyin=("ribao",), bare=Bare.ALONE)
WEEKLY: Final = Word("周报", "zb", pinyin=("zhoubao",), bare=Bare.ALONE)
MONTHLY: Final = Word("月报", "yb", pinyin=("yuebao",), bare=Bare.JOINED)
OVERDUE: Final = Word("超期", "cq", slips=("超斯",), pinyin=("chaoqi",), bare=Bare.ALONE)
HOT_ISSUES: Final = Word("热点", "rd", also=("热点问题",), pinyin=("redian",), bare=Bare.ALONE)
MINUTES: Final = Word("纪要", "jiyao", also=("会议纪要",), bare=Bare.JOINED)
ACTIVITIES: Final = Word("活动", "huodong", also=("活动安排",), bare=Bare.APART)
TOPIC: Final = Word("议题", "yt", slips=("意题",), pinyin=("yiti",))
CALL: Final = Word("征集", "zhengji", slips=("征极",))
PROJECTS: Final = Word("民生实事", "msss", slips=("民生实是",))
INTERVIEWS: Final = Word("约见单", "yjd", pinyin=("yuejiandan",), bare=Bare.JOINED)
WATCHED: Final = Word("项目", "xiangmu", slips=("项木",))
PROBLEM: Final = Word("报问题", "bwt", slips=("报问提",), pinyin=("baowenti",))
CORRECTION: Final = Word("整改", "zhenggai", slips=("正改",))
INSPECT: Final = Word("督查", "ducha", slips=("督察",))
BULLETIN: Final = Word("通报", "tongb", pinyin=("tongbao",), bare=Bare.ALONE)
ADOPT: Final = Word("采纳", "caina", slips=("采那",), bare=Bare.JOINED)
UNDELIVERED: Final = Word("送达", "sd", pinyin=("songda",), bare=Bare.ALONE)
SEND_AGAIN: Final = Word("重发", "cf", pinyin=("chongfa",), bare=Bare.JOINED)
MOVE_RECEPTION: Final = Word("改期", "gq", also=("接待改期",), slips=("改其",), pinyin=("gaiqi",))
VISIT_INSTEAD: Final = Word("下访", "xf", pinyin=("xiafang",), bare=Bare.APART)
MOVE_ELSEWHERE: Final = Word("换地点", "hdd", also=("改地点",), pinyin=("huandidian",))
CANCEL_RECEPTION: Final = Word("取消接待", "qx", also=("取消接待日",), pinyin=("quxiaojiedai",), bare=Bare.JOINED)
ATTEND: Final = Word("到场", "dc", pinyin=("daochang",), bare=Bare.APART)
RECEIVE: Final = Word("接访", "jf", also=("接待登记",), pinyin=("jiefang",), bare=Bare.APART)
RECORD: Final = Word("接待记录", "jdjl", pinyin=("jiedaijilu",), bare=Bare.APART)
POSTER: Final = Word("海报", "haibao", bare=Bare.APART)
ROSTER: Final = Word("排班", "pb", also=("排班表",), pinyin=("paiban",), bare=Bare.JOINED)
KEEP_FROM: Final = Word("回避", "hb", pinyin=("huibi",), bare=Bare.JOINED)
PICK_UP_CODE: Final = Word("取件码", "qjm", pinyin=("qujianma",), bare=Bare.JOINED)
BIND: Final = Word("绑定", "bangding", bare=Bare.JOINED)
BIND_GROUP: Final = Word("绑定本群", "bdbq", pinyin=("bangdingbenqun",), bare=Bare.JOINED)
BINDING_CODE: Final = Word("绑定码", "bdm", pinyin=("bangdingma",))
ON_BEHALF: Final = Word("代行", "dx", pinyin=("daixing",), bare=Bare.JOINED)
AUDIT: Final = Word("审计", "sj", pinyin=("shenji",), bare=Bare.JOINED)
CHANGE_STATION: Final = Word("换站", "hzd", pinyin=("huanzhan",), bare=Bare.ALONE)
ANSWER_ENQUIRY: Final = Word("答问", "dw", also=("解答",), pinyin=("dawen",), bare=Bare.JOINED)
CALLED_BACK: Final = Word("已联系", "ylx", also=("联系了", "联系上了"), pinyin=("yilianxi",), bare=Bare.JOINED)
CLOSE_EMERGENCY: Final = Word("接警", "jj", pinyin=("jiejing",))

# After the word for a petition: the wish to stay unnamed.
ANONYMOUSLY: Final = ("匿名", "anon", "不留名", "不具名")

# Signs people put before a command in place of a slash, and between it and its argument.
SIGNS: Final = "/\\、。·-#|"
SEPARATORS: Final = " \n\t:,、。;"
# A bare word is set off by these only; a comma or stop after it may just be the pause of a sentence.
GAPS: Final = " \n\t:"
CLOSING: Final = SEPARATORS + "!?~.…"

# Numbers in speech.
NUMERALS: Final[Mapping[str, int]] = {
    **{numeral: value for value, numeral in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "○": 0,
    "两": 2,
}
TEN, HUNDRED, THOUSAND = "十百千"

# The last digits of a petition's number, as people say them.
TAIL_BEFORE: Final = ("尾号", "尾数", "编号", "号码", "no.", "no", "#")
ORDINAL: Final = "第"
TAIL_LINKS: Final = ("是", "为")
TAIL_AFTER: Final = ("号", "件", "号那件", "那件")
# A number before one of these counts or names something else: "3 days", "building 12".
MEASURES: Final = "天个点月日年次户家人块元栋楼幢座层单小时分秒米公里斤吨度岁周路组队村区厘毫多几余来条片只头亩万亿级位名下些直般样起共旦边会儿"
ASIDES: Final = (
    "到哪了",
    "到哪儿了",
    "怎么样了",
    "怎么样",
    "办好了吗",
    "谢谢",
    "的进度",
    "进度",
    "吧",
    "呢",
    "啊",
    "吗",
    "的",
)

# Ratings, by the digit that also gives them (domain MSG "满意回 2，基本满意回 3，不满意回 4").
RATINGS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("满意", "很满意", "非常满意", "十分满意", "挺满意"), 2),
    **dict.fromkeys(("基本满意", "比较满意", "还算满意", "还行", "一般"), 3),
    **dict.fromkeys(
        ("不满意", "很不满意", "非常不满意", "不太满意", "不大满意", "不怎么满意", "没满意", "不够满意"), 4
    ),
}
# What may follow a contented rating at once; anything else there may turn it round ("满意个啥").
RATING_TAILS: Final = ("了", "的", "吧", "啊", "谢谢", "感谢")

# A digit said in so many words: "回1", "选1吧", "1。".
DIGIT_BEFORE: Final = ("好的", "好", "嗯", "我选", "我回", "回复", "回", "选择", "选", "按", "发", "第")
DIGIT_AFTER: Final = ("吧", "号", "个", "项", "了", "谢谢", "好了", "的")

# A choice said in plain words, and what may stand around the words: "那就要吧", "嗯，找到了，谢谢".
_SURE: Final = (
    "是", "是的", "是啊", "是呀", "对", "对的", "对啊", "没错", "确定", "确认", "肯定", "同意", "同义", "统一",
)  # fmt: skip
_NO: Final = (
    "不",
    "不是",
    "不是的",
    "不对",
    "不行",
    "不能",
    "不同意",
    "不同义",
    "没",
    "没有",
    "还没",
    "还没有",
    "没得",
    "别",
)
PLAIN: Final[Mapping[Plain, tuple[str, ...]]] = {
    Plain.SURE: _SURE,
    Plain.YES: (
        *_SURE,
        *(
            "要",
            "要的",
            "药",
            "好",
            "好的",
            "好啊",
            "好吧",
            "好嘞",
            "行",
            "行啊",
            "可以",
            "可以的",
            "嗯",
            "嗯嗯",
            "恩",
            "ok",
        ),
        *("愿意", "愿意的", "能", "方便", "成", "中", "麻烦你们了", "那麻烦了"),
    ),
    Plain.NO: _NO,
    Plain.NO_THANKS: (
        *_NO,
        "不要",
        "不要了",
        "不用",
        "不用了",
        "不必",
        "不必了",
        "不需要",
        "不愿意",
        "算了",
        "没事",
        "不方便",
    ),
}
SAID_BEFORE: Final = ("那就", "那", "就", "嗯嗯", "嗯", "恩", "哦", "好的", "我选", "我要", "我", "俺", "已经")
SAID_AFTER: Final = ("吧", "啊", "呀", "呢", "嘛", "哈", "哦", "的", "谢谢", "谢谢你", "谢谢您", "多谢", "麻烦了")

# Where a reception is moved to: "3月20日改到3月21日"; and which of a day's receptions is meant.
MOVED_TO: Final = ("改到", "挪到", "移到", "换到", "到", "至")
THE_STATION: Final = ("站里", "本站", "联络站")

# Who came to a reception, and how many brought a matter.
ALL_CAME: Final = ("", "都到了", "全到了", "都来了", "到齐了", "到齐")
PEOPLE: Final = "人位"

# How an activity is changed: what it is about, when it is, or that it is not held.
CHANGES_OF_ACTIVITY: Final[Mapping[str, str]] = {
    "议题": "subject", "题目": "subject", "主题": "subject",
    **dict.fromkeys(("改到", "改期到", "改期", "推迟到", "提前到"), "move"),
    **dict.fromkeys(("取消", "不办"), "call_off"),
}  # fmt: skip

# What is counted at a reception.
COUNTED: Final = "人位名件个条户"

# Dates in speech.
DAYS_FROM_TODAY: Final[Mapping[str, int]] = {
    "今天": 0, "今日": 0, "今儿": 0, "明天": 1, "明日": 1, "明儿": 1, "后天": 2, "后日": 2, "后儿": 2, "大后天": 3,
}  # fmt: skip
YEAR, MONTH, DAYS = "年", "月", "日号"
NEXT_MONTH: Final = ("下个月", "下月")
MONTH_END: Final = ("月底", "本月底", "这个月底")
YEARS_FROM_NOW: Final[Mapping[str, int]] = {"今年": 0, "明年": 1, "后年": 2}
YEAR_END: Final = ("年底", "年末", "年内", "年终")
WEEK: Final = ("星期", "礼拜", "周")
THIS_WEEK: Final = ("这个", "本", "这")
NEXT_WEEK: Final = ("下个", "下")
WEEKDAYS: Final[Mapping[str, int]] = {
    **{numeral: weekday for weekday, numeral in enumerate("一二三四五六日")},
    **{str(number): number - 1 for number in range(1, 8)},
    "天": 6,
}
BEFORE: Final = ("之前", "以前", "前", "之内", "内")
