"""The expectation: which role may use which command, and on whose matter it then acts (domain §8.6).

V voter, D deputy, S staff, H head, P presidium, U handling unit, C county office. Everybody is a voter too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Access:
    """Who *may* use a command, and who reaches with it a matter of his *own* and one of *others*.

    One's own is what a voter registered, what a deputy or a unit was given, and what the county office was asked for;
    staff, head and presidium answer for all of their station.
    """

    may: str
    own: str = ""
    others: str = ""

    @property
    def about_matters(self) -> bool:
        """Whether it names a petition."""
        return bool(self.own or self.others)


ALL: Final = "VDSHPUC"
MAY: Final[Mapping[str, Access]] = {
    "诉求": Access(ALL),
    "匿名诉求": Access(ALL),
    "建议": Access(ALL),
    "补充": Access(ALL, own="V"),
    "进度": Access(ALL, own="V"),
    "期限": Access(ALL, own="VDSHPUC", others="SHP"),
    "催": Access(ALL, own="VDSHPUC", others="SHP"),
    "我的": Access(ALL),
    "撤回": Access(ALL, own="V"),
    "评价": Access(ALL, own="V"),
    "重办": Access(ALL, own="V"),
    "满意": Access(ALL, own="V"),
    "不满意": Access(ALL, own="V"),
    "我也遇到": Access(ALL, own="VDSHPUC", others="VDSHPUC"),
    "接待日": Access(ALL),
    "预约": Access(ALL),
    "议事": Access(ALL),
    "立法": Access(ALL),
    "实事": Access(ALL),
    "测评": Access(ALL),
    "代表": Access(ALL),
    "站点": Access(ALL),
    "我的信息": Access(ALL),
    "取件": Access(ALL),
    "绑定": Access(ALL),
    "电话": Access(ALL),
    "去哪办": Access(ALL),
    "隐私": Access(ALL),
    "人工": Access(ALL),
    "私下": Access(ALL),
    "帮助": Access(ALL),
    "待办": Access("DSHPC"),
    "接手": Access("D", own="D"),
    "转": Access("D", own="D"),
    "答复": Access("DSHPC", own="DSHPC", others="SHP"),
    "登记": Access("DSH"),
    "转建议": Access("DSH", own="DSH", others="SH"),
    "导出": Access("DSHP", own="DSHP", others="SHP"),
    "附议": Access("D"),
    "签": Access("D", own="D"),
    "接访": Access("DSH"),
    "预审": Access("D"),
    "约见": Access("D"),
    "请假": Access("D"),
    "换班": Access("DSH"),
    "新增": Access("SH"),
    "分类": Access("SH", own="SH", others="SH"),
    "派": Access("SH", own="SH", others="SH"),
    "并": Access("SH", own="SH", others="SH"),
    "拆": Access("SH", own="SH", others="SH"),
    "引导": Access("SH", own="SH", others="SH"),
    "不登记": Access("SH", own="SH", others="SH"),
    "补问": Access("SH", own="SH", others="SH"),
    "回避": Access("SH", own="SH", others="SH"),
    "告知": Access("DSH", own="DSH", others="SH"),
    "取件码": Access("SH", own="SH", others="SH"),
    "绑定码": Access("SH"),
    "绑定本群": Access("SH"),
    "代行": Access("SH", own="SH", others="SH"),
    "审计": Access("HC", own="HC", others="H"),
    "换站": Access("DSHPUC"),
    "超期": Access("SH"),
    "送达": Access("SH"),
    "重发": Access("SH"),
    "答问": Access("SHPC"),
    "已联系": Access("SHPC"),
    "接警": Access("SH", own="SH", others="SH"),
    "热点": Access("SH"),
    "议题": Access("SH"),
    "到场": Access("SH"),
    "接待记录": Access("SH"),
    "下访": Access("SH"),
    "征集": Access("SH"),
    "采纳": Access("SH"),
    "项目": Access("SH"),
    "报问题": Access("DSH"),
    "整改": Access("SPU"),
    "督查": Access("SH"),
    "通报": Access("SH"),
    "约见单": Access("SH"),
    "民生实事": Access("SH"),
    "纪要": Access("SH"),
    "活动": Access("SH"),
    "海报": Access("SH"),
    "排班": Access("SH"),
    "取消接待": Access("SH"),
    "改期": Access("SH"),
    "换地点": Access("SH"),
    "日报": Access("SH"),
    "周报": Access("SH"),
    "月报": Access("SH"),
    "会商": Access("H", own="H", others="H"),
    "交办": Access("SHP", own="SHP", others="SHP"),
    "上报": Access("P", own="P", others="P"),
    "退回": Access("P", own="P", others="P"),
    "签收": Access("SPU", own="SPU", others="SP"),
    "退办": Access("SPU", own="SPU", others="SP"),
    "办理": Access("SPU", own="SPU", others="SP"),
    "回复": Access("SPU", own="SPU", others="SP"),
    "延期": Access("SPU", own="SPU", others="SP"),
}
