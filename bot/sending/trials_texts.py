"""What `liaison-bot check` says of each entry, whichever platform it is on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sending.trials import Remark, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one *platform*'s entries are spoken of; *remarks* say what each remark means for an entry or a group.

    *named* returns how an entry is called, *remedy* what is wrong and where it is put right; *addresses* are the
    settings to look at where nothing was reached.
    """

    platform: str
    named: Callable[[str], str]
    remedy: Callable[[Trial], str]
    remarks: Mapping[Remark, str]
    addresses: str


def line(trial: Trial, wording: Wording) -> str:
    """Return how one entry fared, and where it is put right."""
    subject = f"{wording.platform}{wording.named(trial.entry)}" if trial.entry else trial.about
    if not trial.why:
        return f"{subject}：通。"
    if trial.remark is not None:
        return wording.remarks[trial.remark].format(subject)
    if trial.about:
        subject = f"{subject}，成员 {trial.about}"
    if not trial.reached:
        return f"{subject}：连不上（{trial.why}）。请看这台电脑能不能上外网，设置里的 {wording.addresses}对不对。"
    return f"{subject}：{wording.remedy(trial)}。"
