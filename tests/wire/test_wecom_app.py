"""What a self-built app is told: recorded XML, each piece beside what it must become; and how it answers a call."""

from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.platforms.wecom.app.wire import button_replaced, passive, text_reply
from bot.platforms.wecom.cipher import Cipher
from bot.platforms.wecom.told import BY_APP, Clicked, Deposit, Disabling, Entered, Said, Unknown
from bot.sending.choosing import Chosen
from handlers.message import Attachment, AttachmentKind, Heard, Quote, Scope
from tests.wire.wecom import AES_KEY, CORP, NOW, SECONDS, TOKEN
from tests.wire.wecom_app import APP, PRIVATE, ZHAO, event, message, said, told


def clicked(data: bytes) -> Clicked:
    one = told(data)
    assert isinstance(one, Clicked)
    return one


# --- what people say ---


def test_a_text_to_the_app_is_said_one_to_one() -> None:
    assert told(message("text", Content="路灯坏了 <3 & 更多")) == Said(
        heard=Heard(
            id=said(message("text", Content="x")).heard.id,
            place=PRIVATE,
            scope=Scope.DIRECT,
            sender=ZHAO,
            sender_name="",
            sent_at=NOW,
            text="路灯坏了 <3 & 更多",
            answer=BY_APP,
        )
    )
    assert said(message("text", Content="x")).heard.id == "wecom:office:1234567890123456"


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("image", AttachmentKind.IMAGE),
        ("voice", AttachmentKind.VOICE),
        ("video", AttachmentKind.FILE),
        ("shortvideo", AttachmentKind.FILE),
    ],
)
def test_what_lies_with_the_platform_is_an_attachment(kind: str, becomes: AttachmentKind) -> None:
    one = said(message(kind, MediaId="MEDIA", PicUrl="http://p.example/1", Format="amr", ThumbMediaId="T"))
    (attachment,) = one.heard.attachments
    assert (attachment.kind, one.heard.text) == (becomes, "")
    assert one.media == (Deposit(reference=attachment.reference, media_id="MEDIA"),)


def test_a_place_is_an_attachment_with_its_name() -> None:
    one = said(message("location", Location_X="23.134", Location_Y="113.358", Scale="16", Label="李村村口"))
    place = Attachment(kind=AttachmentKind.LOCATION, reference="geo:23.134,113.358", name="李村村口")
    assert (one.heard.attachments, one.media) == ((place,), ())


def test_a_link_is_its_words_and_its_address() -> None:
    one = said(
        message("link", Title="停水通知", Description="", Url="https://water.example/1", PicUrl="https://p.example")
    )
    assert one.heard.text == "停水通知\nhttps://water.example/1"


@pytest.mark.parametrize("kind", ["text", "link", "location", "image"])
def test_what_a_message_leaves_out_is_empty(kind: str) -> None:
    one = said(message(kind))
    assert (one.heard.text, [attachment.name for attachment in one.heard.attachments if attachment.name != ""]) == (
        "",
        [],
    )
    assert [media.media_id for media in one.media if isinstance(media, Deposit) and media.media_id != ""] == []


@pytest.mark.parametrize("kind", ["miniprogram", "", "TEXT"])
def test_a_kind_that_nobody_knows_is_acknowledged(kind: str) -> None:
    assert told(message(kind)) == Unknown(kind=kind)


@pytest.mark.parametrize(
    ("told_at", "sent_at"),
    [
        (str(SECONDS - 90), NOW - timedelta(seconds=90)),
        (str(SECONDS + 90), NOW),
        ("soon", NOW),
        ("", NOW),
        ("9" * 30, NOW),
        ("-" + "9" * 30, NOW),
        ("9" * 5000, NOW),
    ],
)
def test_nothing_was_said_after_it_was_heard(told_at: str, sent_at: object) -> None:
    assert said(message("text", Content="x", CreateTime=told_at)).heard.sent_at == sent_at


def test_words_are_kept_as_they_were_written() -> None:
    assert said(message("text", Content=" 第一行\n第二行 ")).heard.text == " 第一行\n第二行 "


# --- events: they have no id of their own ---


def test_a_click_on_a_card_is_the_digit_it_stands_for() -> None:
    chosen = Chosen(words="1", label="能", question="周五接待日您能来吗？")
    one = clicked(
        event(
            "template_card_event", EventKey=chosen.key, TaskId="ev-12", CardType="button_interaction", ResponseCode="RC"
        )
    )
    assert (one.task_id, one.response_code, one.chosen) == ("ev-12", "RC", chosen)
    assert (one.heard.text, one.heard.quote) == ("1", Quote(text="周五接待日您能来吗？", from_bot=True))
    assert (one.heard.place, one.heard.sender, one.heard.answer) == (PRIVATE, ZHAO, BY_APP)


def test_a_click_on_the_menu_is_the_words_of_its_key() -> None:
    assert clicked(event("click", EventKey="进度")).heard.text == "进度"


@pytest.mark.parametrize("kind", ["click", "template_card_event"])
def test_a_click_that_says_nothing_is_acknowledged(kind: str) -> None:
    assert told(event(kind, EventKey="")) == Unknown(kind=kind)


def test_who_opens_the_app_enters() -> None:
    assert told(event("enter_agent", EventKey="")) == Entered(place=PRIVATE, sender=ZHAO)


@pytest.mark.parametrize("kind", ["inactive_alert", "close_inactive_agent", "low_active_alert", "low_active"])
def test_an_app_that_is_to_be_disabled_is_told_as_such(kind: str) -> None:
    assert told(event(kind, FromUserName="sys", EffectTime="1795086400")) == Disabling(event=kind)


@pytest.mark.parametrize(
    "kind",
    [
        "subscribe", "unsubscribe", "LOCATION", "view", "view_miniprogram", "scancode_push", "pic_weixin", "location_select",
        "batch_job_result", "change_contact", "template_card_menu_event", "open_approval_change", "change_external_chat",
        "reopen_inactive_agent", "active_restored", "nobody_knows",
    ],
)  # fmt: skip
def test_other_events_are_acknowledged(kind: str) -> None:
    data = event(
        kind, EventKey="", BatchJob="<JobId>1</JobId>", SendPicsInfo="<PicList><item>1</item><item>2</item></PicList>"
    )
    assert told(data) == Unknown(kind=kind.lower())


CLICK = {"EventKey": "1", "TaskId": "ev-12", "CreateTime": str(SECONDS)}


@pytest.mark.parametrize(
    "changed",
    [
        {"EventKey": "2"},
        {"TaskId": "ev-13"},
        {"CreateTime": str(SECONDS + 1)},
        {"FromUserName": "lifang"},
        {"SelectedItems": "<SelectedItem><OptionIds><OptionId>a</OptionId></OptionIds></SelectedItem>"},
        {"ChangeType": "x"},
    ],
)
def test_two_clicks_in_one_second_are_two_and_a_repetition_is_one(changed: dict[str, str]) -> None:
    """wechatpy gives every event the id 0."""
    first = clicked(event("template_card_event", ResponseCode="RC1", **CLICK)).heard.id
    again = clicked(event("template_card_event", ResponseCode="RC1", AgentID="1000002", **CLICK)).heard.id
    other = clicked(event("template_card_event", ResponseCode="RC1", **{**CLICK, **changed})).heard.id
    assert first == again != other


def test_two_kinds_of_event_in_one_second_are_two() -> None:
    assert (
        clicked(event("click", EventKey="1")).heard.id != clicked(event("template_card_event", EventKey="1")).heard.id
    )


def test_facts_of_an_event_do_not_run_into_each_other() -> None:
    one = clicked(event("click", EventKey="1", TaskId="23TaskId")).heard.id
    assert one != clicked(event("click", EventKey="1TaskId23", TaskId="")).heard.id


def test_a_selection_is_read_in_its_order() -> None:
    items = "<SelectedItem><QuestionKey>q</QuestionKey><OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem>"
    one = clicked(event("template_card_event", EventKey="1", SelectedItems=items)).heard.id
    swapped = items.replace(">a<", ">c<").replace(">b<", ">a<").replace(">c<", ">b<")
    assert one != clicked(event("template_card_event", EventKey="1", SelectedItems=swapped)).heard.id


# --- passive replies ---


@example(content="a]]>b]]", nonce="n0nce7")
@given(
    content=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))),
    nonce=st.sampled_from(["n0nce7", "<&>"]),
)
def test_wechatpy_reads_the_text_that_answers_a_callback(content: str, nonce: str) -> None:
    cipher = Cipher(TOKEN, AES_KEY, CORP)
    answer = passive(text_reply(content, to="zhaomin", app=APP, now=NOW), cipher, nonce=nonce, now=NOW)
    envelope = fromstring(answer)
    assert envelope.findtext("Nonce") == nonce
    crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
    inner = crypto.decrypt_message(answer, envelope.findtext("MsgSignature"), envelope.findtext("TimeStamp"), nonce)
    reply = fromstring(inner)
    assert (reply.findtext("Content"), reply.findtext("ToUserName"), reply.findtext("FromUserName")) == (
        content,
        "zhaomin",
        CORP,
    )
    assert (reply.findtext("MsgType"), reply.findtext("CreateTime")) == ("text", str(SECONDS))


def test_a_card_that_was_clicked_shows_what_was_chosen() -> None:
    reply = fromstring(button_replaced("不能 <&>", to="zhaomin", app=APP, now=NOW))
    assert (reply.findtext("MsgType"), reply.findtext("Button/ReplaceName")) == ("update_button", "不能 <&>")
    assert reply.findtext("ToUserName") == "zhaomin"


def test_wechatpy_reads_the_same_in_a_message() -> None:
    data = message("text", Content="路灯坏了")
    theirs, ours = parse_message(data), said(data).heard
    assert (theirs.content, theirs.source, theirs.create_time) == (ours.text, ours.sender.user, ours.sent_at)
