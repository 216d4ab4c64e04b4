"""The bot's open questions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from handlers.conversation import Question
from handlers.message import Recipient
from handlers.people.rules.roster import PersonId
from storage.forgetting import asked_without, cites
from storage.postgres.records import Records

_KEPT: Final = 10  # of one conversation; `QuestionRepository.open`
_THERE: Final = "WHERE person = %s AND scope = %s AND place = %s"


class PostgresQuestions:
    def __init__(self, questions: Records[Question]) -> None:
        self._questions = questions

    async def ask(self, question: Question) -> None:
        await self._questions.put_last(question)
        there = question.person, question.where.scope, question.where.id
        await self._questions.delete(
            f"{_THERE} AND ordinal <= (SELECT ordinal FROM questions {_THERE} ORDER BY ordinal DESC OFFSET %s LIMIT 1)",
            *there,
            *there,
            _KEPT,
        )

    async def open(self, person: PersonId, where: Recipient) -> Sequence[Question]:
        return await self._questions.select(f"{_THERE} ORDER BY ordinal", person, where.scope, where.id)

    async def close(self, question: Question) -> None:
        where = question.where
        await self._questions.drop(question.person, where.scope, where.id, question.topic, question.subject)

    async def close_about(self, subject: str, *, topics: Collection[str] | None = None) -> None:
        if topics is None:
            await self._questions.delete("WHERE subject = %s", subject)
        else:
            await self._questions.delete("WHERE subject = %s AND topic = ANY(%s)", subject, list(topics))

    async def forget_cited(self, petition: str) -> None:
        for question in await self._questions.select("WHERE citing ORDER BY ordinal" + self._questions.for_update):
            if cites(question.cites, petition):
                await self._questions.put(asked_without(question, petition))

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        old = await self._questions.select(
            f"WHERE asked_at < %s ORDER BY asked_at, ordinal LIMIT %s{self._questions.for_update}", moment, limit
        )
        for question in old:
            await self.close(question)
        return len(old)
