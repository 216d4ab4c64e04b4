"""JOBS: all timed work; what each is due for, what is done then, and what is left to do where it was too late."""

from datetime import datetime
from typing import Final

from handlers.meetings import (
    calendar_news,
    closing,
    festival_days,
    gaps,
    months,
    plan,
    putting_right,
    receiving_deputies,
    reception,
    reception_list,
    record,
    roster,
    roster_plan,
    topic_summary,
    weekly_topic,
)
from handlers.meetings.activities import agreements, collisions, minutes, steps
from handlers.meetings.activities import plan as activity_plan
from handlers.meetings.asking import calls, group_room, projects
from handlers.meetings.asking import plan as asking_plan
from handlers.meetings.watching import bulletin, problems
from handlers.people import retention
from handlers.petitions import deadlines, hearing, ladder
from handlers.petitions.station import commitments, succession
from handlers.ports import UnitOfWork
from handlers.reports import digest, unheard
from handlers.reports import plan as digest_plan
from handlers.timed import Job, Occurrence


async def drop(occurrence: Occurrence, now: datetime, work: UnitOfWork) -> None:
    """Do nothing: it is of no use any more and nobody misses it."""


JOBS: Final[tuple[Job, ...]] = (
    Job(name="compare calendars", plan=putting_right.calendars_compared, run=putting_right.compare, missed=drop),
    Job(
        name="tell of a year without holidays",
        plan=calendar_news.years_unknown,
        run=calendar_news.tell_of_unknown_year,
        missed=drop,
        made_up_for=True,
    ),
    Job(
        name="tell of collisions",
        plan=calendar_news.collisions,
        run=calendar_news.tell_of_collision,
        missed=drop,
        made_up_for=True,
    ),
    Job(name="ask for a month", plan=months.asked, run=months.ask, missed=drop, made_up_for=True),
    Job(name="ask for a month again", plan=months.asked_again, run=months.ask_again, missed=drop),
    Job(
        name="ask of festivals",
        plan=plan.festivals_asked_about,
        run=festival_days.ask,
        missed=drop,
        made_up_for=True,
    ),
    Job(
        name="ask deputies",
        plan=plan.deputies_asked,
        run=receiving_deputies.ask,
        missed=drop,
        made_up_for=True,
    ),
    Job(name="remind of poster", plan=plan.posters_due, run=calendar_news.remind_of_poster, missed=drop),
    Job(name="ask deputies again", plan=plan.deputies_asked_again, run=receiving_deputies.ask_again, missed=drop),
    Job(name="tell the list", plan=plan.lists_told, run=reception_list.tell_list, missed=drop),
    Job(name="tell who is silent", plan=plan.lists_about_to_be_read, run=reception_list.tell_of_silence, missed=drop),
    Job(
        name="announce reception",
        plan=plan.receptions_announced,
        run=reception.announce,
        missed=reception.report_unannounced,
        made_up_for=True,
    ),
    Job(
        name="remind of reception",
        plan=plan.receptions_reminded,
        run=reception.remind,
        missed=drop,
        made_up_for=True,
    ),
    Job(name="start reception", plan=plan.receptions_started, run=reception.start, missed=drop),
    Job(name="end reception", plan=plan.receptions_ended, run=closing.end, missed=drop),
    Job(name="record reception", plan=plan.receptions_recorded, run=record.record, missed=drop),
    Job(name="follow up reception", plan=plan.receptions_followed_up, run=record.follow_up, missed=drop),
    Job(name="publish outcome", plan=plan.outcomes_published, run=record.publish, missed=drop),
    Job(name="make roster", plan=roster_plan.rosters_made, run=roster.make_ahead, missed=drop),
    Job(name="check gaps", plan=roster_plan.gaps_checked, run=gaps.check, missed=drop),
    Job(
        name="post topic",
        plan=plan.topics_posted,
        run=weekly_topic.post_topic,
        missed=weekly_topic.report_unposted,
    ),
    Job(name="post week without topic", plan=plan.topics_skipped, run=weekly_topic.post_skipped, missed=drop),
    Job(name="nudge", plan=plan.topics_nudged, run=weekly_topic.nudge, missed=drop),
    Job(name="sum up topic", plan=plan.topics_summed_up, run=topic_summary.sum_up, missed=drop),
    Job(
        name="take a step of an activity",
        plan=activity_plan.steps_due,
        run=steps.take_step,
        missed=drop,
        made_up_for=True,
    ),
    Job(
        name="tell of activities in each other's way",
        plan=collisions.collisions_looked_for,
        run=collisions.tell_of_collisions,
        missed=drop,
        made_up_for=True,
    ),
    Job(name="ask for minutes", plan=activity_plan.minutes_due, run=minutes.remind, missed=drop),
    Job(name="follow what was agreed", plan=activity_plan.agreed_asked, run=agreements.follow, missed=drop),
    Job(name="ask for topic", plan=plan.topics_unset, run=weekly_topic.ask_for_topic, missed=drop),
    Job(name="post what waited", plan=asking_plan.days_with_room, run=group_room.post_waiting, missed=drop),
    Job(name="look through calls", plan=asking_plan.mornings, run=calls.look_through, missed=drop),
    Job(name="ask for projects", plan=asking_plan.times_for_proposals, run=calls.ask_for_projects, missed=drop),
    Job(name="count ballots", plan=asking_plan.ratings_counted, run=projects.count, missed=drop),
    Job(name="ask for rating", plan=asking_plan.times_for_rating, run=projects.ask_for_rating, missed=drop),
    Job(name="hand on what was left", plan=succession.deputies_known, run=succession.hand_on, missed=drop),
    Job(name="look after projects", plan=asking_plan.projects_looked_after, run=problems.look_after, missed=drop),
    Job(name="draft bulletin", plan=bulletin.months, run=bulletin.draft_monthly, missed=drop),
    Job(name="count deadlines anew", plan=deadlines.tables_known, run=deadlines.count_anew, missed=drop),
    Job(name="say it goes on", plan=hearing.forenoons, run=hearing.say_it_goes_on, missed=drop),
    Job(name="tell of silence", plan=unheard.mornings, run=unheard.tell_staff, missed=drop),
    Job(name="walk the ladder", plan=ladder.mornings, run=ladder.walk, missed=drop),
    Job(name="report long overdue", plan=ladder.months, run=ladder.report_long_overdue, missed=drop),
    Job(
        name="erase what is old",
        plan=retention.nights,
        prepare=retention.erase_what_is_old,
        run=retention.erase_views,
        missed=retention.erase_views,
    ),
    Job(name="ask after commitments", plan=commitments.quarters, run=commitments.ask_units, missed=drop),
    Job(name="press for commitments", plan=commitments.unanswered, run=commitments.press, missed=drop),
    Job(name="have commitments rated", plan=commitments.ratings, run=commitments.ask_voters, missed=drop),
    Job(name="daily digest", plan=digest_plan.daily_digests, run=digest.daily, missed=drop),
    Job(name="weekly digest", plan=digest_plan.weekly_digests, run=digest.weekly, missed=digest.fold_weekly),
    Job(name="monthly digest", plan=digest_plan.monthly_digests, run=digest.monthly, missed=digest.fold_monthly),
)
