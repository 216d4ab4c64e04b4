"""What people read when a deputy has left office and another goes on (MSG-X10)."""

from handlers.petitions.rules.petition import Petition
from handlers.petitions.station.handling_texts import matter
from handlers.petitions.texts import stage


def followed_by(tail: int, surname: str) -> str:
    """MSG-X10 to the voter; who left, and why, is no longer known."""
    return f"尾号 {tail} 原来的代表不再担任，您的事由{surname}代表接着跟，编号不变。"


def to_be_followed(tail: int) -> str:
    """MSG-X10 to the voter, as long as nobody has been named."""
    return f"尾号 {tail} 原来的代表不再担任，站里会请别的代表接着跟，编号不变。"


def yours_now(petition: Petition) -> str:
    """To the successor, of what others have in hand."""
    return (
        f"尾号 {petition.tail} 原来的代表不再担任，由您接着跟：{matter(petition)}。"
        f"现在：{stage(petition)}。看详情发“进度 {petition.tail}”。"
    )


def followed_by_noted(tail: int, name: str) -> str:
    return f"尾号 {tail} 原来的代表不再担任，由{name}代表接着跟。"


def name_another(tail: int) -> str:
    return f"尾号 {tail} 原来的代表不再担任，还没有人接着跟，请派人：发“派 {tail} 姓名”。"
