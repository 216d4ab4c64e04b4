"""What is said so that nobody waits in silence (domain §5.4)."""

from handlers.petitions.rules.petition import Petition
from handlers.petitions.texts import stage


def goes_on(petition: Petition) -> str:
    """MSG-S17."""
    return f"尾号 {petition.tail} 还在办，现在到“{stage(petition)}”这一步，没有忘记。"


def told_noted(tail: int) -> str:
    return f"尾号 {tail} 已记下：乡亲知道办到哪一步了。"
