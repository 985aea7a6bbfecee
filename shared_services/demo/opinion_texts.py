"""What participants of the demo wrote and complained about: `content/opinions.toml`, in plain values."""

import tomllib
from dataclasses import dataclass, field

from shared_services.evaluation.complaints.models import ComplaintOutcome

from .content import FOLDER


@dataclass(frozen=True, kw_only=True)
class ComplaintText:
    """Filed by `who`, or told by a `caller`. Days are counted back from today."""

    key: str
    subject: str
    what_happened: str
    received: int
    who: str = ""
    caller: str = ""
    phone: str = ""
    wish: str = ""
    answer: str = ""
    answered: int | None = None
    closed: int | None = None
    outcome: ComplaintOutcome | None = None


@dataclass(frozen=True, kw_only=True)
class ActionText:
    """What the hub undertook: the keys of complaints and the texts that it cites."""

    what: str
    why: str
    who: str
    opened: int
    due: int
    done: int | None = None
    effect: str = ""
    complaints: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OpinionTexts:
    helped: list[str]
    change: list[str]
    complaints: list[ComplaintText]
    actions: list[ActionText]


def read_opinions() -> OpinionTexts:
    """A word that nobody expects there raises TypeError, an unknown outcome ValueError."""
    told = tomllib.loads((FOLDER / "opinions.toml").read_text(encoding="utf-8"))
    return OpinionTexts(
        helped=told["helped"],
        change=told["change"],
        complaints=[
            ComplaintText(**row | ({"outcome": ComplaintOutcome(row["outcome"])} if "outcome" in row else {}))
            for row in told["complaint"]
        ],
        actions=[ActionText(**row) for row in told["action"]],
    )
