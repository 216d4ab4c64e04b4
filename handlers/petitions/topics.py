"""What the bot's open questions about petitions are for; each names its answer's handler in `commands.ANSWERS`."""

from typing import Final

# To a voter; the subject is a petition's id.
REGISTER_DRAFT: Final = "register_draft"
CONSENT: Final = "consent"
SHARING: Final = "sharing"
PLACE: Final = "place"
SINCE: Final = "since"
SPLIT: Final = "split"
WITHDRAW: Final = "withdraw"
RATING: Final = "rating"
DISSATISFIED: Final = "dissatisfied"
RECALLED: Final = "recalled"
QUOTED_SPEAKER: Final = "quoted_speaker"

DETAILS: Final = frozenset({PLACE, SINCE})

# To a voter; the subject is what to do, with which of several petitions.
WHICH: Final = "which"

# To deputies and staff; the subject is a petition's id.
TRIAGE: Final = "triage"
TAKE_UP: Final = "take_up"
HAND_OFF: Final = "hand_off"
ASK_UNIT: Final = "ask_unit"
ESCALATED: Final = "escalated"
REMINDERS: Final = frozenset({HAND_OFF, ASK_UNIT, ESCALATED})
SAME_MATTER: Final = "same_matter"
OWN_MATTER: Final = "own_matter"
CO_SIGN: Final = "co_sign"
FORM_CHECK: Final = "form_check"
FORM_RETURN: Final = "form_return"
WITHDRAW_IN_WRITING: Final = "withdraw_in_writing"
LETTER_ATTITUDE: Final = "letter_attitude"
LETTER_RESULT: Final = "letter_result"
LETTER_REASON: Final = "letter_reason"
