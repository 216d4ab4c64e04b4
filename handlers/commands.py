"""COMMANDS: word, role, parser and handler of every command."""

from typing import Final

from handlers import commands_texts, parse, words
from handlers.command import Command
from handlers.find_command import Vocabulary
from handlers.intake import enquiries
from handlers.meetings import (
    at_the_table,
    leave,
    moving,
    printing,
    reception,
    roster,
    swap,
    weekly_topic,
)
from handlers.meetings.activities import changing, minutes
from handlers.meetings.arguments import roster_span, told
from handlers.meetings.asking import arguments as asking_arguments
from handlers.meetings.asking import (
    calls,
    consultation,
    interview_arguments,
    interviews,
    project_arguments,
    projects,
    ratings,
    views,
)
from handlers.meetings.watching import bulletin, problems
from handlers.meetings.watching import register as project_register
from handlers.message import Message
from handlers.people import arguments as data_arguments
from handlers.people import auditing, binding, directory, doors, on_behalf, privacy, stations
from handlers.people.rules.roster import Role
from handlers.petitions import call_backs, deadlines, hearing, hot_issues, pick_up, pressing, redirecting
from handlers.petitions.station import (
    arguments,
    company,
    deliveries,
    deputies,
    dispatching,
    extending,
    interests,
    oversight,
    papers,
    planning,
    replying,
    suggestions,
    triage,
)
from handlers.petitions.voters import additions, following, in_private, rating, register, same_here
from handlers.ports import UnitOfWork
from handlers.reports import digest
from handlers.reports.arguments import optional_month


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
ENQUIRED_OF: Final = OFFICE | {Role.PRESIDIUM, Role.COUNTY}  # a question about the others is handed to them
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
    Command(word=words.APPOINTMENT, roles=EVERYBODY, parse=parse.words, handle=enquiries.ask_appointment, private=True),
    Command(word=words.WEEKLY_VIEW, roles=EVERYBODY, parse=parse.optional_words, handle=weekly_topic.view),
    Command(word=words.DRAFT_VIEW, roles=EVERYBODY, parse=parse.optional_words, handle=views.on_draft),
    Command(word=words.PROPOSAL, roles=EVERYBODY, parse=parse.optional_words, handle=views.on_proposals),
    Command(
        word=words.EVALUATE,
        roles=EVERYBODY,
        parse=project_arguments.evaluation,
        handle=ratings.evaluate,
        private=True,
    ),
    Command(word=words.DEPUTIES, roles=EVERYBODY, parse=parse.optional_words, handle=directory.deputies),
    Command(word=words.STATION, roles=EVERYBODY, parse=parse.nothing, handle=directory.station),
    Command(word=words.MY_DATA, roles=EVERYBODY, parse=data_arguments.wish, handle=privacy.my_data, private=True),
    Command(word=words.FETCH, roles=EVERYBODY, parse=parse.tail_and_words, handle=pick_up.fetch, private=True),
    Command(word=words.BIND, roles=EVERYBODY, parse=parse.optional_code, handle=binding.bind, private=True),
    Command(word=words.PHONES, roles=EVERYBODY, parse=parse.optional_words, handle=doors.phones),
    Command(word=words.WHERE, roles=EVERYBODY, parse=parse.optional_words, handle=doors.where),
    Command(word=words.PRIVACY, roles=EVERYBODY, parse=parse.nothing, handle=privacy.privacy, private=True),
    Command(word=words.HUMAN, roles=EVERYBODY, parse=parse.optional_words, handle=directory.person),
    Command(
        word=words.IN_PRIVATE, roles=EVERYBODY, parse=parse.optional_tail, handle=in_private.in_private, private=True
    ),
    Command(word=words.HELP, roles=EVERYBODY, parse=parse.nothing, handle=help_),
    # Deputies.
    Command(word=words.TO_DO, roles=DEPUTY | ENQUIRED_OF, parse=parse.nothing, handle=deputies.to_do, private=True),
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
    Command(word=words.RECEIVE, roles=ENTERING, parse=told, handle=at_the_table.enter_matter, private=True),
    Command(word=words.LEAVE, roles=DEPUTY, parse=parse.words, handle=leave.leave, private=True),
    Command(word=words.SWAP, roles=ENTERING, parse=parse.words, handle=swap.swap, private=True),
    Command(word=words.INTERVIEW, roles=DEPUTY, parse=interview_arguments.wish, handle=interviews.ask, private=True),
    Command(word=words.BUDGET_NOTE, roles=DEPUTY, parse=parse.optional_words, handle=views.on_budget, private=True),
    Command(word=words.PROBLEM, roles=ENTERING, parse=parse.tail_and_words, handle=problems.found, private=True),
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
    Command(word=words.BINDING_CODE, roles=OFFICE, parse=parse.words, handle=binding.issue, private=True),
    Command(word=words.BIND_GROUP, roles=OFFICE, parse=parse.code, handle=binding.bind_group),
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
        roles=ENQUIRED_OF,
        parse=parse.tail_and_words,
        handle=enquiries.answer_enquiry,
        private=True,
    ),
    Command(
        word=words.CALLED_BACK,
        roles=ENQUIRED_OF,
        parse=parse.tail_and_optional_words,
        handle=call_backs.done,
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
    Command(word=words.MINUTES, roles=OFFICE, parse=parse.optional_words, handle=minutes.minutes, private=True),
    Command(word=words.ACTIVITIES, roles=OFFICE, parse=parse.optional_words, handle=changing.activities, private=True),
    Command(word=words.TOPIC, roles=OFFICE, parse=parse.optional_words, handle=weekly_topic.topic, private=True),
    Command(word=words.ATTEND, roles=OFFICE, parse=parse.optional_words, handle=at_the_table.attend, private=True),
    Command(word=words.RECORD, roles=OFFICE, parse=parse.optional_words, handle=printing.record, private=True),
    Command(word=words.CALL, roles=OFFICE, parse=asking_arguments.calling, handle=calls.call, private=True),
    Command(
        word=words.PROJECTS,
        roles=OFFICE,
        parse=project_arguments.project_step,
        handle=projects.projects,
        private=True,
    ),
    Command(
        word=words.INTERVIEWS,
        roles=OFFICE,
        parse=interview_arguments.interview_step,
        handle=interviews.step,
        private=True,
    ),
    Command(
        word=words.WATCHED,
        roles=OFFICE,
        parse=project_register.project_words,
        handle=project_register.projects,
        private=True,
    ),
    Command(word=words.INSPECT, roles=OFFICE, parse=parse.tail_and_words, handle=problems.inspect, private=True),
    Command(word=words.BULLETIN, roles=OFFICE, parse=parse.nothing, handle=bulletin.bulletin, private=True),
    Command(word=words.ADOPT, roles=OFFICE, parse=asking_arguments.adopted, handle=consultation.adopt, private=True),
    Command(word=words.POSTER, roles=OFFICE, parse=parse.optional_words, handle=printing.poster, private=True),
    Command(word=words.ROSTER, roles=OFFICE, parse=roster_span, handle=roster.show, private=True),
    Command(word=words.VISIT_INSTEAD, roles=OFFICE, parse=parse.words, handle=moving.visit_instead, private=True),
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
    Command(word=words.HANDLE, roles=UNITS, parse=arguments.progress, handle=planning.progress, private=True),
    Command(word=words.REPLY, roles=UNITS, parse=arguments.replied, handle=replying.reply, private=True),
    Command(word=words.CORRECTION, roles=UNITS, parse=parse.tail_and_words, handle=problems.corrected, private=True),
    Command(word=words.EXTEND, roles=UNITS, parse=parse.tail_and_words, handle=extending.extend, private=True),
)

BY_WORD: Final = {command.word: command for command in COMMANDS}
VOCABULARY: Final = Vocabulary(command.word for command in COMMANDS)
