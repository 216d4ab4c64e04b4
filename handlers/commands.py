"""COMMANDS: word, role, parser and handler of every command; ANSWERS: the handler of every answer to a question."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from handlers import commands_texts, parse, words
from handlers.conversation import Answer, Question
from handlers.find_command import Vocabulary
from handlers.intake import enquiries
from handlers.meetings import (
    leave,
    moving,
    receiving_deputies,
    reception,
    roster,
    swap,
    topic_proposals,
    topic_summary,
    weekly_topic,
)
from handlers.meetings.arguments import roster_span
from handlers.message import Message, Scope
from handlers.parse import NotUnderstood
from handlers.people import arguments as data_arguments
from handlers.people import auditing, consents, directory, doors, on_behalf, privacy, stations
from handlers.people.rules.roster import Role
from handlers.people.texts import no_private_way
from handlers.petitions import deadlines, hearing, hot_issues, ladder, pick_up, pressing, redirecting, telling, topics
from handlers.petitions.station import (
    arguments,
    commitments,
    company,
    deliveries,
    deputies,
    dispatching,
    extending,
    interests,
    letters,
    oversight,
    papers,
    presidium,
    replying,
    suggestions,
    triage,
    withdrawing,
    working,
)
from handlers.petitions.voters import additions, asking, choosing, following, gathering, rating, register, same_here
from handlers.ports import UnitOfWork
from handlers.refusals import Refusal
from handlers.reports import digest, standing
from handlers.reports.arguments import optional_month
from handlers.words import Word

T = TypeVar("T")

GUESS: Final = "guess"


class NotAllowed(Refusal):
    """The command belongs to a role the speaker does not hold."""

    def __init__(self, word: Word, roles: frozenset[Role]) -> None:
        super().__init__(word.ascii)
        self.word = word
        self.roles = roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[T]):
    """One command: who may use it, how the words after it are read, and who acts on them.

    The answers to *private* commands are nobody else's business: in a group they go to the speaker alone.
    """

    word: Word
    roles: frozenset[Role]
    parse: Callable[[str], T]
    handle: Callable[[Message, T, UnitOfWork], Awaitable[None]]
    private: bool = False

    async def run(self, message: Message, rest: str, work: UnitOfWork) -> None:
        """Read *rest* and act on it. Raise `NotUnderstood`, `NotAllowed` or another `Refusal`."""
        if not self.roles & message.roles:
            raise NotAllowed(self.word, self.roles)
        await self.handle(message, self.parse(rest), work)
        await self._tell_group(message, work)

    async def explain(self, error: NotUnderstood, message: Message, work: UnitOfWork) -> None:
        """Tell what was wrong with the words after it, and what to type instead."""
        text = commands_texts.not_understood(self.word, error.kind, message.station.phone)
        fallback = no_private_way(message.station.phone)
        await work.outbox.add(message.reply_in_private(text, part="help", fallback=fallback), at=message.sent_at)
        await self._tell_group(message, work)

    async def _tell_group(self, message: Message, work: UnitOfWork) -> None:
        if self.private and message.scope is Scope.GROUP:
            await work.outbox.add(message.reply(commands_texts.IN_PRIVATE), at=message.sent_at)


async def help_(message: Message, argument: None, work: UnitOfWork) -> None:
    """Show what the speaker can do: five lines for everybody, and in private the commands of the speaker's own role."""
    own = [
        command.word
        for command in COMMANDS
        if command.roles & message.roles and Role.VOTER not in command.roles and command.word in commands_texts.USES
    ]
    here = own if message.group is None else []
    await work.outbox.add(message.reply(commands_texts.help_lines(here)), at=message.sent_at)
    if here != own:
        await work.outbox.add(message.reply_in_private(commands_texts.help_lines(own)), at=message.sent_at)


EVERYBODY: Final = frozenset({Role.VOTER})
DEPUTY: Final = frozenset({Role.DEPUTY})
ENTERING: Final = frozenset({Role.DEPUTY, Role.STAFF, Role.HEAD})
ANSWERING: Final = ENTERING | {Role.PRESIDIUM, Role.COUNTY}  # who answers for complaints about the others
OFFICE: Final = frozenset({Role.STAFF, Role.HEAD})
DISPATCHING: Final = frozenset({Role.STAFF, Role.HEAD, Role.PRESIDIUM})
PRESIDIUM: Final = frozenset({Role.PRESIDIUM})
UNITS: Final = frozenset({Role.UNIT, Role.STAFF, Role.PRESIDIUM})
HEAD: Final = frozenset({Role.HEAD})
AUDITING: Final = frozenset({Role.HEAD, Role.COUNTY})
WORKING: Final = frozenset(Role) - EVERYBODY

COMMANDS: Final = (
    # Voters: telling something and following it.
    Command(word=words.PETITION, roles=EVERYBODY, parse=parse.matter, handle=register.petition),
    Command(word=words.ANONYMOUS_PETITION, roles=EVERYBODY, parse=parse.anonymous_matter, handle=register.petition),
    Command(word=words.SUGGESTION, roles=EVERYBODY, parse=parse.words, handle=register.suggestion),
    Command(
        word=words.SUPPLEMENT,
        roles=EVERYBODY,
        parse=additions.addition,
        handle=following.supplement,
        private=True,
    ),
    Command(word=words.PROGRESS, roles=EVERYBODY, parse=parse.optional_tail, handle=following.progress, private=True),
    Command(word=words.DEADLINE, roles=EVERYBODY, parse=parse.optional_tail, handle=deadlines.explain, private=True),
    Command(word=words.PRESS, roles=EVERYBODY, parse=parse.optional_tail, handle=pressing.press, private=True),
    Command(word=words.MINE, roles=EVERYBODY, parse=parse.nothing, handle=following.mine, private=True),
    Command(word=words.WITHDRAW, roles=EVERYBODY, parse=parse.tail, handle=following.withdraw, private=True),
    Command(word=words.RATE, roles=EVERYBODY, parse=parse.rating, handle=rating.rate, private=True),
    Command(
        word=words.REOPEN,
        roles=EVERYBODY,
        parse=parse.tail_and_optional_words,
        handle=rating.reopen,
        private=True,
    ),
    Command(word=words.SAME_HERE, roles=EVERYBODY, parse=parse.optional_tail, handle=same_here.same_here),
    Command(word=words.SATISFIED, roles=EVERYBODY, parse=parse.tail, handle=rating.satisfied, private=True),
    Command(
        word=words.DISSATISFIED,
        roles=EVERYBODY,
        parse=parse.tail_and_optional_words,
        handle=rating.dissatisfied,
        private=True,
    ),
    # Voters: finding their way.
    Command(word=words.RECEPTION_DAY, roles=EVERYBODY, parse=parse.nothing, handle=reception.next_days),
    Command(word=words.WEEKLY_VIEW, roles=EVERYBODY, parse=parse.optional_words, handle=weekly_topic.view),
    Command(word=words.DEPUTIES, roles=EVERYBODY, parse=parse.optional_words, handle=directory.deputies),
    Command(word=words.STATION, roles=EVERYBODY, parse=parse.nothing, handle=directory.station),
    Command(word=words.MY_DATA, roles=EVERYBODY, parse=data_arguments.wish, handle=privacy.my_data, private=True),
    Command(word=words.FETCH, roles=EVERYBODY, parse=parse.tail_and_words, handle=pick_up.fetch, private=True),
    Command(word=words.PHONES, roles=EVERYBODY, parse=parse.optional_words, handle=doors.phones),
    Command(word=words.WHERE, roles=EVERYBODY, parse=parse.optional_words, handle=doors.where),
    Command(word=words.PRIVACY, roles=EVERYBODY, parse=parse.nothing, handle=privacy.privacy, private=True),
    Command(word=words.HUMAN, roles=EVERYBODY, parse=parse.optional_words, handle=directory.person),
    Command(word=words.IN_PRIVATE, roles=EVERYBODY, parse=parse.nothing, handle=directory.in_private, private=True),
    Command(word=words.HELP, roles=EVERYBODY, parse=parse.nothing, handle=help_),
    # Deputies.
    Command(word=words.TO_DO, roles=DEPUTY, parse=parse.nothing, handle=deputies.to_do, private=True),
    Command(word=words.TAKE_UP, roles=DEPUTY, parse=parse.tail, handle=deputies.take_up, private=True),
    Command(
        word=words.PASS_ON, roles=DEPUTY, parse=parse.tail_and_optional_words, handle=deputies.pass_on, private=True
    ),
    Command(word=words.ANSWER, roles=ANSWERING, parse=parse.tail_and_words, handle=deputies.answer, private=True),
    Command(word=words.REGISTER, roles=ENTERING, parse=parse.optional_words, handle=register.enter_met),
    Command(word=words.LIFT, roles=ENTERING, parse=arguments.lifted, handle=suggestions.lift, private=True),
    Command(word=words.CO_SIGN, roles=DEPUTY, parse=parse.tail, handle=suggestions.co_sign, private=True),
    Command(word=words.SIGN, roles=DEPUTY, parse=parse.tail, handle=suggestions.sign, private=True),
    Command(
        word=words.EXPORT, roles=ENTERING | PRESIDIUM, parse=arguments.exported, handle=papers.export, private=True
    ),
    Command(word=words.LEAVE, roles=DEPUTY, parse=parse.words, handle=leave.leave, private=True),
    Command(word=words.SWAP, roles=ENTERING, parse=parse.words, handle=swap.swap, private=True),
    # Staff and head of the station.
    Command(word=words.ENTER, roles=OFFICE, parse=additions.entry, handle=register.enter_call, private=True),
    Command(word=words.CLASSIFY, roles=OFFICE, parse=arguments.classified, handle=triage.classify, private=True),
    Command(word=words.ASSIGN, roles=OFFICE, parse=parse.tail_and_words, handle=triage.assign, private=True),
    Command(word=words.MERGE, roles=OFFICE, parse=parse.several_tails, handle=company.merge, private=True),
    Command(word=words.SPLIT, roles=OFFICE, parse=parse.tails, handle=company.split, private=True),
    Command(word=words.REDIRECT, roles=OFFICE, parse=arguments.redirected, handle=redirecting.redirect, private=True),
    Command(word=words.DECLINE, roles=OFFICE, parse=parse.tail_and_words, handle=triage.decline, private=True),
    Command(word=words.ASK_BACK, roles=OFFICE, parse=parse.tail_and_words, handle=triage.ask_back, private=True),
    Command(word=words.KEEP_FROM, roles=OFFICE, parse=parse.tail_and_words, handle=interests.keep_from, private=True),
    Command(word=words.TOLD, roles=ENTERING, parse=parse.tail_and_optional_words, handle=hearing.told, private=True),
    Command(word=words.PICK_UP_CODE, roles=OFFICE, parse=parse.tail, handle=pick_up.issue, private=True),
    Command(word=words.ON_BEHALF, roles=OFFICE, parse=parse.tail_and_words, handle=on_behalf.on_behalf, private=True),
    Command(word=words.AUDIT, roles=AUDITING, parse=parse.optional_tail, handle=auditing.audit, private=True),
    Command(
        word=words.CHANGE_STATION, roles=WORKING, parse=parse.nothing, handle=stations.change_station, private=True
    ),
    Command(word=words.OVERDUE, roles=OFFICE, parse=parse.nothing, handle=oversight.overdue, private=True),
    Command(
        word=words.UNDELIVERED,
        roles=OFFICE,
        parse=parse.optional_tail,
        handle=deliveries.undelivered,
        private=True,
    ),
    Command(word=words.SEND_AGAIN, roles=OFFICE, parse=parse.tail, handle=deliveries.send_again, private=True),
    Command(
        word=words.ANSWER_ENQUIRY,
        roles=OFFICE,
        parse=parse.tail_and_words,
        handle=enquiries.answer_enquiry,
        private=True,
    ),
    Command(
        word=words.CLOSE_EMERGENCY,
        roles=OFFICE,
        parse=arguments.emergency,
        handle=oversight.close_emergency,
        private=True,
    ),
    Command(word=words.HOT_ISSUES, roles=OFFICE, parse=parse.nothing, handle=hot_issues.show, private=True),
    Command(word=words.TOPIC, roles=OFFICE, parse=parse.optional_words, handle=weekly_topic.topic, private=True),
    Command(word=words.ROSTER, roles=OFFICE, parse=roster_span, handle=roster.show, private=True),
    Command(word=words.MOVE_RECEPTION, roles=OFFICE, parse=parse.words, handle=moving.move, private=True),
    Command(word=words.MOVE_ELSEWHERE, roles=OFFICE, parse=parse.words, handle=moving.move_elsewhere, private=True),
    Command(word=words.CANCEL_RECEPTION, roles=OFFICE, parse=parse.words, handle=reception.cancel, private=True),
    Command(word=words.DAILY, roles=OFFICE, parse=parse.nothing, handle=digest.daily_now, private=True),
    Command(word=words.WEEKLY, roles=OFFICE, parse=parse.nothing, handle=digest.weekly_now, private=True),
    Command(word=words.MONTHLY, roles=OFFICE, parse=optional_month, handle=digest.monthly_now, private=True),
    Command(word=words.CONFER, roles=HEAD, parse=parse.tail_and_words, handle=oversight.confer, private=True),
    # Presidium and handling units; staff type for a unit that has no account.
    Command(
        word=words.HAND_OVER,
        roles=DISPATCHING,
        parse=arguments.hand_over,
        handle=dispatching.hand_over,
        private=True,
    ),
    Command(
        word=words.ESCALATE, roles=PRESIDIUM, parse=parse.tail_and_words, handle=dispatching.escalate, private=True
    ),
    Command(
        word=words.SEND_BACK_FORM,
        roles=PRESIDIUM,
        parse=parse.tail_and_words,
        handle=dispatching.send_form_back,
        private=True,
    ),
    Command(word=words.ACCEPT, roles=UNITS, parse=parse.tail, handle=dispatching.accept, private=True),
    Command(
        word=words.RETURN_SLIP, roles=UNITS, parse=parse.tail_and_words, handle=dispatching.return_slip, private=True
    ),
    Command(word=words.HANDLE, roles=UNITS, parse=arguments.progress, handle=working.progress, private=True),
    Command(word=words.REPLY, roles=UNITS, parse=arguments.replied, handle=replying.reply, private=True),
    Command(word=words.EXTEND, roles=UNITS, parse=parse.tail_and_words, handle=extending.extend, private=True),
)

BY_WORD: Final = {command.word: command for command in COMMANDS}
VOCABULARY: Final = Vocabulary(command.word for command in COMMANDS)

OnAnswer = Callable[[Message, Question, Answer, UnitOfWork], Awaitable[None]]


async def on_guess(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
    """Do what the misspelt command was meant to be; the words after it are the question's subject."""
    chosen = next(choice.label for choice in question.choices if choice.digit == answer.digit)
    command = next((one for one in COMMANDS if one.word.main == chosen), None)
    if command is None:
        await work.outbox.add(message.reply(commands_texts.help_lines(())), at=message.sent_at)
        return
    meant = replace(message, text=question.subject)
    try:
        await command.run(meant, question.subject, work)
    except NotUnderstood as error:
        await command.explain(error, meant, work)


ANSWERS: Final[Mapping[str, OnAnswer]] = {
    GUESS: on_guess,
    topics.REGISTER_DRAFT: register.on_register_draft,
    enquiries.ENQUIRY: enquiries.on_enquiry,
    topics.QUOTED_SPEAKER: register.on_register_draft,
    topics.CONSENT: asking.on_consent,
    topics.SHARING: asking.on_sharing,
    topics.SPLIT: gathering.on_split,
    topics.PLACE: asking.on_place,
    topics.SINCE: asking.on_since,
    topics.WITHDRAW: following.on_withdraw,
    topics.RECALLED: following.on_recalled,
    topics.RATING: rating.on_rating,
    topics.DISSATISFIED: rating.on_dissatisfied,
    topics.WHICH: choosing.on_which,
    topics.TRIAGE: triage.on_triage,
    topics.SAME_MATTER: company.on_same_matter,
    topics.TAKE_UP: deputies.on_assigned,
    triage.ASKED_BACK: following.on_asked_back,
    redirecting.REDIRECTED: redirecting.on_redirected,
    redirecting.FOUND: redirecting.on_found,
    telling.ANSWER_WORDS: deputies.on_answer_words,
    topics.OWN_MATTER: suggestions.on_own_matter,
    topics.CO_SIGN: suggestions.on_co_sign,
    topics.FORM_CHECK: presidium.on_check,
    topics.FORM_RETURN: presidium.on_return,
    topics.WITHDRAW_IN_WRITING: withdrawing.on_reason,
    topics.LETTER_ATTITUDE: letters.on_attitude,
    topics.LETTER_RESULT: letters.on_result,
    topics.LETTER_REASON: letters.on_reason,
    telling.TELL_ANSWER: replying.on_answer_told,
    replying.WHICH_CLASS: replying.on_class,
    replying.IS_IT_AN_ANSWER: replying.on_checked,
    commitments.STATUS: commitments.on_status,
    commitments.WHY_NOT: commitments.on_why_not,
    commitments.SEEN: commitments.on_seen,
    extending.EXTENSION: extending.on_extension,
    privacy.ERASE_MINE: privacy.on_erase_mine,
    on_behalf.AGREE: on_behalf.on_agree,
    stations.CHANGE_STATION: stations.on_change_station,
    consents.WITHDRAW_CONSENT: consents.on_withdraw_consent,
    swap.SWAP: swap.on_swap,
    receiving_deputies.CAN_COME: receiving_deputies.on_can_come,
    receiving_deputies.STEP_IN: receiving_deputies.on_can_come,
    reception.COUNTS: reception.on_counts,
    topic_proposals.PROPOSED: weekly_topic.on_proposed,
    topic_summary.DECISIONS: topic_summary.on_decisions,
    topic_summary.PUBLISH: topic_summary.on_publish,
    standing.DIGEST: standing.on_digest,
    topics.ASK_UNIT: pressing.on_ask_unit,
    topics.ESCALATED: pressing.on_escalated,
    topics.HAND_OFF: ladder.on_hand_off,
}
