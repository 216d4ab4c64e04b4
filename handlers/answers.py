"""ANSWERS: the handler of every answer to a question the bot has asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from handlers import commands_texts
from handlers.commands import COMMANDS
from handlers.conversation import Answer, Question
from handlers.intake import enquiries
from handlers.meetings import (
    closing,
    festival_days,
    months,
    receiving_deputies,
    reception_list,
    swap,
    topic_proposals,
    topic_summary,
    weekly_topic,
)
from handlers.meetings.activities import agreements, invitations, steps
from handlers.meetings.asking import consultation, ratings, views
from handlers.meetings.watching import bulletin, problems
from handlers.message import Message
from handlers.parse import NotUnderstood
from handlers.people import consents, on_behalf, privacy, stations
from handlers.people.rules.roster import Role
from handlers.petitions import ladder, out_of_district, pressing, redirecting, telling, topics
from handlers.petitions.station import (
    commitments,
    company,
    deputies,
    extending,
    letters,
    planning,
    presidium,
    replying,
    suggestions,
    triage,
    withdrawing,
)
from handlers.petitions.voters import asking, choosing, following, gathering, rating, register
from handlers.ports import UnitOfWork, UnknownPetition
from handlers.reports import standing

GUESS: Final = "guess"

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


def _at_work(answer_it: OnAnswer) -> OnAnswer:
    """Return *answer_it* for deputies and staff: who has left office meanwhile decides nothing any more."""

    async def answered(message: Message, question: Question, answer: Answer, work: UnitOfWork) -> None:
        if message.roles == {Role.VOTER}:
            raise UnknownPetition(question.subject)
        await answer_it(message, question, answer, work)

    return answered


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
    topics.TRIAGE: _at_work(triage.on_triage),
    topics.SAME_MATTER: _at_work(company.on_same_matter),
    topics.TAKE_UP: _at_work(deputies.on_assigned),
    triage.ASKED_BACK: following.on_asked_back,
    redirecting.REDIRECTED: redirecting.on_redirected,
    out_of_district.OUT_OF_DISTRICT: out_of_district.on_out_of_district,
    redirecting.FOUND: redirecting.on_found,
    telling.ANSWER_WORDS: _at_work(deputies.on_answer_words),
    topics.OWN_MATTER: _at_work(suggestions.on_own_matter),
    topics.CO_SIGN: _at_work(suggestions.on_co_sign),
    topics.FORM_CHECK: _at_work(presidium.on_check),
    topics.FORM_RETURN: _at_work(presidium.on_return),
    topics.WITHDRAW_IN_WRITING: _at_work(withdrawing.on_reason),
    topics.LETTER_ATTITUDE: _at_work(letters.on_attitude),
    topics.LETTER_RESULT: _at_work(letters.on_result),
    topics.LETTER_REASON: _at_work(letters.on_reason),
    telling.TELL_ANSWER: _at_work(replying.on_answer_told),
    replying.WHICH_CLASS: _at_work(replying.on_class),
    replying.IS_IT_AN_ANSWER: _at_work(replying.on_checked),
    commitments.STATUS: _at_work(commitments.on_status),
    commitments.WHY_NOT: _at_work(commitments.on_why_not),
    commitments.SEEN: commitments.on_seen,
    extending.EXTENSION: _at_work(extending.on_extension),
    planning.PLAN: _at_work(planning.on_plan),
    privacy.ERASE_MINE: privacy.on_erase_mine,
    on_behalf.AGREE: _at_work(on_behalf.on_agree),
    stations.CHANGE_STATION: stations.on_change_station,
    consents.WITHDRAW_CONSENT: consents.on_withdraw_consent,
    swap.SWAP: swap.on_swap,
    receiving_deputies.CAN_COME: receiving_deputies.on_can_come,
    receiving_deputies.STEP_IN: receiving_deputies.on_can_come,
    months.MONTH: _at_work(months.on_month),
    festival_days.FESTIVAL: _at_work(festival_days.on_festival),
    reception_list.LIST: _at_work(reception_list.on_list),
    closing.COUNTS: closing.on_counts,
    invitations.COMING: invitations.on_coming,
    steps.WORDS: steps.on_words,
    agreements.AGREED: agreements.on_agreed,
    agreements.WHY_NOT: agreements.on_why_not,
    topic_proposals.PROPOSED: weekly_topic.on_proposed,
    topic_summary.DECISIONS: topic_summary.on_decisions,
    topic_summary.PUBLISH: topic_summary.on_publish,
    views.WHICH_ITEM: views.on_which_item,
    ratings.PROJECT_RATING: ratings.on_rating,
    consultation.REPORTED: consultation.on_reported,
    consultation.TELL_GROUPS: consultation.on_tell_groups,
    problems.CORRECTED: problems.on_checked,
    bulletin.PUBLISH: bulletin.on_publish,
    standing.DIGEST: _at_work(standing.on_digest),
    topics.ASK_UNIT: _at_work(pressing.on_ask_unit),
    topics.ESCALATED: _at_work(pressing.on_escalated),
    topics.HAND_OFF: _at_work(ladder.on_hand_off),
}
