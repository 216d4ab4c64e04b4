"""The bot's open questions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from handlers.conversation import Question
from handlers.message import Recipient
from handlers.people.rules.roster import PersonId
from storage.embedded.table import Table
from storage.forgetting import asked_without, cites
from storage.keys import EVERYTHING, conversation, microseconds, question_key
from storage.sealing import Sealer

_KEPT: Final = 10  # of one conversation; `QuestionRepository.open`


class EmbeddedQuestions:
    def __init__(self, questions: Table[Question], *, sealer: Sealer) -> None:
        self._questions = questions
        self._sealer = sealer

    async def ask(self, question: Question) -> None:
        self._questions.put_last(question)
        where = conversation(question.person, question.where)
        too_many = self._questions.size("conversation", where) - _KEPT
        for forgotten in self._questions.span("conversation", where, limit=max(too_many, 0)):
            await self.close(forgotten)

    async def open(self, person: PersonId, where: Recipient) -> Sequence[Question]:
        return self._questions.span("conversation", conversation(person, where))

    async def close(self, question: Question) -> None:
        self._questions.drop(self._sealer.hidden(question_key(question)))

    async def close_about(self, subject: str, *, topics: Collection[str] | None = None) -> None:
        for question in self._questions.span("subject", subject):
            if topics is None or question.topic in topics:
                await self.close(question)

    async def forget_cited(self, petition: str) -> None:
        for question in self._questions.span("citing", EVERYTHING):
            if cites(question.cites, petition):
                self._questions.put(asked_without(question, petition))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = self._questions.span("asked", EVERYTHING, below=(microseconds(moment), 0), limit=limit)
        for question in old:
            await self.close(question)
        return len(old)
