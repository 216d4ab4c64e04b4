"""Refusal: understood, and the answer is no. Carries facts; `refusal_texts.py` finds the words."""


class Refusal(Exception):
    """A request that was understood and cannot be granted; rolled back, said kindly, logged without its facts."""
