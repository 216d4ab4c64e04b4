"""The words of every refusal: one line what is so, one what to do, never a code (domain §6.5)."""

from collections.abc import Callable, Mapping
from typing import Final

from handlers import commands_texts
from handlers.command import NotAllowed
from handlers.intake import enquiry_texts
from handlers.intake.enquiries import NoSuchEnquiry
from handlers.meetings import moving_texts, record_texts, swap_texts, topic_texts
from handlers.meetings import texts as meeting_texts
from handlers.meetings.activities import texts as activity_texts
from handlers.meetings.activities.changing import NoneAhead, NoSuchActivity, OnlyForward
from handlers.meetings.asking import budget_texts, call_texts, interview_texts, project_texts
from handlers.meetings.asking.budget import BudgetFigure
from handlers.meetings.asking.calls import DayPassed, NoSuchCall
from handlers.meetings.asking.consultation import NobodySpoke
from handlers.meetings.asking.group_room import TooLongForGroups
from handlers.meetings.asking.interviews import NoSuchInterview
from handlers.meetings.asking.projects import NoList, NotCounted, RatingBegun
from handlers.meetings.at_the_table import NoReceptionNow, WhichReception, WhoCame
from handlers.meetings.leave import NotReceivingThatDay
from handlers.meetings.moving import DayTaken, OnlyLater
from handlers.meetings.reception import NoReceptionThatDay
from handlers.meetings.swap import ReceivesAlready, WhichDeputies
from handlers.meetings.topic_place import WEEKS_TRIED, NoRoomForTopics
from handlers.meetings.topic_week import NoWeeklyTopics
from handlers.meetings.watching import texts as watching_texts
from handlers.meetings.watching.problems import NoSuchProblem, NotYourProject
from handlers.meetings.watching.register import NoSuchProject, NoSuchStep
from handlers.message import Message
from handlers.people.rules.roster import Role
from handlers.petitions import call_back_texts, pressing_texts, texts
from handlers.petitions.access import HandledAlone, NoSuchTail, NotShared, OwnMatter
from handlers.petitions.call_backs import NoSuchCallBack
from handlers.petitions.pressing import NothingToPress, PressedLately
from handlers.petitions.rules.petition import Action
from handlers.petitions.rules.states import UNSORTED, WrongState
from handlers.petitions.station import (
    company_texts,
    deliveries_texts,
    form_texts,
    handling_texts,
    letter_texts,
    slip_texts,
    suggestion_texts,
    triage_texts,
)
from handlers.petitions.station.deliveries import NothingToRepeat
from handlers.petitions.station.deputies import NotADeputyHere
from handlers.petitions.station.dispatching import NotSigned, NotYoursToReassign, TooLateToSendBack
from handlers.petitions.station.extending import NobodyToAgree, TooLong
from handlers.petitions.station.letters import NoLetter
from handlers.petitions.station.papers import NoForm
from handlers.petitions.station.planning import HardToUnderstand
from handlers.petitions.station.presidium import NotChecked
from handlers.petitions.station.suggestions import NoLeadDeputy
from handlers.petitions.station.triage import NoSuchDeputy
from handlers.petitions.voters.rating import NothingNew, ReopenedBefore
from handlers.ports import UnknownPetition
from handlers.refusals import Refusal


def _not_allowed(refusal: NotAllowed, message: Message) -> str:
    return commands_texts.not_allowed(refusal.word, refusal.roles, message.station.phone)


def _no_such_tail(refusal: NoSuchTail, message: Message) -> str:
    return handling_texts.no_such_tail(refusal.tail, refusal.own)


def _not_shared(refusal: NotShared, message: Message) -> str:
    return handling_texts.not_shared(refusal.tail)


def _handled_alone(refusal: HandledAlone, message: Message) -> str:
    return company_texts.handled_alone(refusal.tail)


def _own_matter(refusal: OwnMatter, message: Message) -> str:
    return handling_texts.own_matter(refusal.tail, refusal.name)


def _not_signed(refusal: NotSigned, message: Message) -> str:
    return handling_texts.not_signed(refusal.tail)


def _not_yours_to_reassign(refusal: NotYoursToReassign, message: Message) -> str:
    return slip_texts.not_yours_to_reassign(refusal.tail)


def _too_late_to_send_back(refusal: TooLateToSendBack, message: Message) -> str:
    return slip_texts.too_late_to_send_back(refusal.tail, refusal.until)


def _not_checked(refusal: NotChecked, message: Message) -> str:
    return suggestion_texts.not_checked(refusal.tail)


def _no_form(refusal: NoForm, message: Message) -> str:
    return form_texts.no_form(refusal.tail)


def _no_letter(refusal: NoLetter, message: Message) -> str:
    return letter_texts.no_letter(refusal.tail)


def _no_lead_deputy(refusal: NoLeadDeputy, message: Message) -> str:
    return suggestion_texts.no_lead_deputy(refusal.tail)


def _too_long(refusal: TooLong, message: Message) -> str:
    return slip_texts.too_long(refusal.petition, refusal.latest, message.station.limits, message.sent_at)


def _nobody_to_agree(refusal: NobodyToAgree, message: Message) -> str:
    return slip_texts.nobody_to_agree(refusal.tail)


def _not_a_deputy_here(refusal: NotADeputyHere, message: Message) -> str:
    return handling_texts.NOT_A_DEPUTY_HERE


def _wrong_state(refusal: WrongState, message: Message) -> str:
    if refusal.action is Action.ANSWER_ON_SPOT and refusal.petition.state in UNSORTED:
        tail = refusal.petition.tail
        return texts.take_up_first(tail) if Role.DEPUTY in message.roles else texts.assign_first(tail)
    return texts.wrong_state(refusal.petition, refusal.action)


def _reopened_before(refusal: ReopenedBefore, message: Message) -> str:
    return texts.reopened_before(refusal.petition, message.station.phone)


def _nothing_new(refusal: NothingNew, message: Message) -> str:
    return texts.nothing_new(refusal.petition)


def _no_such_deputy(refusal: NoSuchDeputy, message: Message) -> str:
    return triage_texts.no_such_deputy(refusal.words)


def _nothing_to_repeat(refusal: NothingToRepeat, message: Message) -> str:
    return deliveries_texts.nothing_to_repeat(refusal.number)


def _only_later(refusal: OnlyLater, message: Message) -> str:
    return moving_texts.only_later(refusal.day)


def _day_taken(refusal: DayTaken, message: Message) -> str:
    return moving_texts.taken(refusal.day)


def _no_such_activity(refusal: NoSuchActivity, message: Message) -> str:
    return activity_texts.no_such_kind(refusal.station, refusal.names)


def _none_ahead(refusal: NoneAhead, message: Message) -> str:
    return activity_texts.NONE_AHEAD


def _only_forward(refusal: OnlyForward, message: Message) -> str:
    return activity_texts.ONLY_LATER


def _no_reception_that_day(refusal: NoReceptionThatDay, message: Message) -> str:
    return meeting_texts.no_reception_that_day(refusal.day, refusal.upcoming)


def _not_receiving_that_day(refusal: NotReceivingThatDay, message: Message) -> str:
    return swap_texts.not_receiving(refusal.name, refusal.day, refusal.duties)


def _no_reception_now(refusal: NoReceptionNow, message: Message) -> str:
    return record_texts.no_reception_now(refusal.following)


def _which_reception(refusal: WhichReception, message: Message) -> str:
    return record_texts.which_reception(refusal.places, refusal.example)


def _who_came(refusal: WhoCame, message: Message) -> str:
    return record_texts.who_came(refusal.day)


def _which_deputies(refusal: WhichDeputies, message: Message) -> str:
    return swap_texts.which_deputies(refusal.station, refusal.own)


def _receives_already(refusal: ReceivesAlready, message: Message) -> str:
    return swap_texts.receives_already(refusal.deputy, refusal.days)


def _no_weekly_topics(refusal: NoWeeklyTopics, message: Message) -> str:
    return topic_texts.NO_WEEKLY_TOPICS


def _no_room_for_topics(refusal: NoRoomForTopics, message: Message) -> str:
    return topic_texts.no_room(WEEKS_TRIED)


def _no_such_call(refusal: NoSuchCall, message: Message) -> str:
    return call_texts.no_such_call(refusal.number)


def _nobody_spoke(refusal: NobodySpoke, message: Message) -> str:
    return call_texts.nobody_spoke(refusal.about)


def _day_passed(refusal: DayPassed, message: Message) -> str:
    return call_texts.day_passed(refusal.day)


def _too_long_for_groups(refusal: TooLongForGroups, message: Message) -> str:
    return call_texts.too_long_for_groups(refusal.length)


def _no_list(refusal: NoList, message: Message) -> str:
    return project_texts.no_list(refusal.year)


def _rating_begun(refusal: RatingBegun, message: Message) -> str:
    return project_texts.rating_begun(refusal.year)


def _not_counted(refusal: NotCounted, message: Message) -> str:
    return project_texts.not_counted(refusal.year)


def _no_such_interview(refusal: NoSuchInterview, message: Message) -> str:
    return interview_texts.no_such_interview(refusal.number)


def _no_such_project(refusal: NoSuchProject, message: Message) -> str:
    return watching_texts.no_such_project(refusal.number)


def _no_such_step(refusal: NoSuchStep, message: Message) -> str:
    return watching_texts.no_such_step(refusal.number)


def _no_such_problem(refusal: NoSuchProblem, message: Message) -> str:
    return watching_texts.no_such_problem(refusal.project, refusal.number)


def _not_your_project(refusal: NotYourProject, message: Message) -> str:
    return watching_texts.not_yours(refusal.project)


def _budget_figure(refusal: BudgetFigure, message: Message) -> str:
    return budget_texts.FIGURES


def _pressed_lately(refusal: PressedLately, message: Message) -> str:
    return pressing_texts.pressed_lately(refusal.petition, refusal.again_on)


def _nothing_to_press(refusal: NothingToPress, message: Message) -> str:
    return pressing_texts.nothing_to_press(refusal.petition)


def _hard_to_understand(refusal: HardToUnderstand, message: Message) -> str:
    return slip_texts.hard_to_understand(refusal.tail, refusal.findings)


def _no_such_call_back(refusal: NoSuchCallBack, message: Message) -> str:
    return call_back_texts.no_such(refusal.number)


def _no_such_enquiry(refusal: NoSuchEnquiry, message: Message) -> str:
    return enquiry_texts.no_such_enquiry(refusal.number)


def _unknown_petition(refusal: UnknownPetition, message: Message) -> str:
    return commands_texts.WHICH_MATTER


WORDS: Final[Mapping[type[Refusal], Callable[..., str]]] = {
    NotAllowed: _not_allowed,
    NoSuchTail: _no_such_tail,
    NotShared: _not_shared,
    HandledAlone: _handled_alone,
    OwnMatter: _own_matter,
    NotSigned: _not_signed,
    NotYoursToReassign: _not_yours_to_reassign,
    TooLateToSendBack: _too_late_to_send_back,
    NotChecked: _not_checked,
    NoForm: _no_form,
    NoLetter: _no_letter,
    NoLeadDeputy: _no_lead_deputy,
    TooLong: _too_long,
    NobodyToAgree: _nobody_to_agree,
    NotADeputyHere: _not_a_deputy_here,
    WrongState: _wrong_state,
    ReopenedBefore: _reopened_before,
    NothingNew: _nothing_new,
    NoSuchDeputy: _no_such_deputy,
    NothingToRepeat: _nothing_to_repeat,
    NoReceptionThatDay: _no_reception_that_day,
    NoSuchActivity: _no_such_activity,
    NoneAhead: _none_ahead,
    OnlyForward: _only_forward,
    OnlyLater: _only_later,
    DayTaken: _day_taken,
    NotReceivingThatDay: _not_receiving_that_day,
    NoReceptionNow: _no_reception_now,
    WhichReception: _which_reception,
    WhoCame: _who_came,
    WhichDeputies: _which_deputies,
    ReceivesAlready: _receives_already,
    NoWeeklyTopics: _no_weekly_topics,
    NoRoomForTopics: _no_room_for_topics,
    NoSuchCall: _no_such_call,
    NobodySpoke: _nobody_spoke,
    DayPassed: _day_passed,
    TooLongForGroups: _too_long_for_groups,
    BudgetFigure: _budget_figure,
    NoSuchProject: _no_such_project,
    NoSuchStep: _no_such_step,
    NoSuchProblem: _no_such_problem,
    NotYourProject: _not_your_project,
    NoSuchInterview: _no_such_interview,
    NoList: _no_list,
    RatingBegun: _rating_begun,
    NotCounted: _not_counted,
    PressedLately: _pressed_lately,
    NothingToPress: _nothing_to_press,
    NoSuchEnquiry: _no_such_enquiry,
    NoSuchCallBack: _no_such_call_back,
    HardToUnderstand: _hard_to_understand,
    UnknownPetition: _unknown_petition,
}


def words(refusal: Refusal, message: Message) -> str:
    """Return what to say to the one whose *message* was refused."""
    return WORDS[type(refusal)](refusal, message)
