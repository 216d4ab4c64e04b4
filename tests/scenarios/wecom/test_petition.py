"""A petition from the first word to its rating, through the simulated WeChat Work, in each way the bot can hear."""

from pathlib import Path

import pytest

from tests.support.story import LAMP, MONDAY
from tests.support.wecom import Mode, a_group_on_wecom


@pytest.mark.parametrize("mode", Mode)
async def test_a_petition_goes_from_a_word_to_its_rating(tmp_path: Path, mode: Mode) -> None:
    async with a_group_on_wecom(tmp_path, mode, MONDAY) as group:
        await group.says("赵敏", f"/诉求 {LAMP}")
        assert group.heard().startswith("" if mode is Mode.APP else "收到，已登记，尾号 1。进展我单独告诉您。")
        assert group.told("赵敏") == (
            "您好，您反映的事已登记：\n编号 QS2026-0001\n事情：李村小学门口路灯不亮三天了\n地点：李村小学门口\n"
            "下一步：张代表3个工作日内看。\n查进度发“进度 1”。说错了发“补充 1 加内容”。\n\n"
            "要登记您这件事，需要记下您的联系方式，只给您的代表和工作人员看。\n"
            "同意请回 1；不留名字请回 2；不登记请回 3。"
        )
        await group.tells("赵敏", "1")
        assert group.told("赵敏") == "好的，都记下了。有进展我告诉您。"

        assert LAMP in group.told("林晓")
        await group.tells("林晓", "1")
        assert group.told("林晓") == "尾号 1 已派给张明远代表。"

        assert LAMP in group.told("张明远")
        await group.presses("张明远", "接手")
        assert group.told("赵敏") == "尾号 1：张代表已经看到，会如实反映、跟着催。"
        await group.tells("张明远", "签 1")
        assert group.told("赵敏") == "尾号 1：张代表已写成登记表，报青石镇人大。"

        assert LAMP in group.told("秦书敏")
        await group.tells("秦书敏", "交办 1 供电所")
        assert group.told("秦书敏") == "尾号 1 已交供电所，3月23日（周一）前答复。"
        await group.tells("林晓", "回复 1 A 三盏灯都换好了")
        group.told("张明远")
        await group.tells("张明远", "2")
        group.told("赵敏")
        await group.presses("赵敏", "满意")
        assert group.told("赵敏") == "尾号 1 已办结，谢谢您的评价。30天内有新情况还可以发“重办 1”。"
        assert group.told("张明远").endswith("尾号 1 选民评价：满意。已办结。")
        assert group.simulator.breaches == []
