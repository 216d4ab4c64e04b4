"""The registration form of a suggestion as a file, to be printed and signed."""

from tests.support.group import Group
from tests.support.papers import filled_in, on_paper
from tests.support.story import LAMP, checked, lifted, submitted, taken_up

NAME = "登记表 QS2026-0001.docx"


async def test_the_lead_deputy_gets_the_drafted_form_as_a_file_too(group: Group) -> None:
    await taken_up(group)
    await group.tells("张明远", "转建议 1 加装两盏太阳能路灯")
    await group.tells("张明远", "1")
    (form,) = group.files("张明远")
    assert form.name == NAME
    filled = filled_in(form.content)
    assert filled["标题（案由）"] == filled["情况和问题"] == LAMP
    assert filled["具体建议"] == "加装两盏太阳能路灯"
    assert (filled["领衔代表"], filled["反映选民"], filled["日期"]) == ("张明远", "1人（应反映人要求保密）", "")
    assert filled["主席团\n审核意见"] == "□ 符合　　□ 不符合，理由：\n（盖章）"


async def test_a_form_changed_by_staff_reaches_them_and_its_deputy(group: Group) -> None:
    await lifted(group)
    await group.tells("林晓", "转建议 1 原因：线路老化 不公开")
    for name in ("林晓", "张明远"):
        (form,) = group.files(name)
        filled = filled_in(form.content)
        assert (filled["原因分析"], filled["是否公开"]) == ("线路老化", "不公开")


async def test_the_presidium_gets_the_signed_form(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "签 1")
    (form,) = group.files("秦书敏")
    assert filled_in(form.content)["日期"] == "2026年3月16日"


async def test_no_voter_is_named_on_the_form(group: Group) -> None:
    await lifted(group)
    await group.tells("张明远", "转建议 1 情况：请打13812345678找她")
    (form,) = group.files("张明远")
    said = "\n".join(on_paper(form.content))
    assert "赵敏" not in said
    assert "13812345678" not in said


async def test_the_form_is_exported_with_all_that_came_of_it(group: Group) -> None:
    await checked(group)
    await group.tells("秦书敏", "交办 1 供电所")
    await group.tells("林晓", "签收 1")
    group.forgets()
    await group.tells("林晓", "导出 登记表 1")
    assert group.told("林晓") == ["尾号 1 的登记表在下面，可以打印。里面有办理信息，请不要转到群里。"]
    (form,) = group.files("林晓")
    filled = filled_in(form.content)
    assert filled["主席团\n审核意见"] == "符合\n（盖章）"
    assert (filled["交办去向"], filled["交办日期"]) == ("供电所", "2026年3月16日")
    assert filled["办理期限"] == "2026年6月16日"


async def test_a_form_that_went_back_says_why(group: Group) -> None:
    await submitted(group)
    await group.tells("秦书敏", "退回 1 请写明地点")
    group.forgets()
    await group.tells("张明远", "导出 登记表 1")
    (form,) = group.files("张明远")
    assert filled_in(form.content)["主席团\n审核意见"] == "不符合，理由：请写明地点\n（盖章）"


async def test_what_is_no_suggestion_has_no_form(group: Group) -> None:
    await taken_up(group)
    await group.tells("林晓", "导出 登记表 1")
    assert group.told("林晓") == ["尾号 1 还没有登记表。要写登记表，发“转建议 1”。"]


async def test_an_export_that_names_no_paper_is_shown_how(group: Group) -> None:
    await lifted(group)
    await group.tells("林晓", "/导出 12")
    assert group.told("林晓") == ["您还没说什么事。例如：导出 登记表 12"]


async def test_every_export_stands_on_the_trail(group: Group) -> None:
    await lifted(group)
    await group.tells("林晓", "导出 登记表 1")
    await group.tells("何建平", "审计 1")
    assert group.told("何建平")[0].endswith("03-16 09:00 林晓 导出登记表")
