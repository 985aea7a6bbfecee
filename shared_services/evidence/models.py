"""Which papers a session has, and the certificates with their numbers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class SessionPaper(Model):
    """What a paper is about: a session, and one booking of it when it is about one person.

    `name` is its file name, `says_hash` the hash of what it says, so that the same is never made twice. Seen
    by the session's trainers and the hub's managers; the person reads her own. Its file is kept
    three years for a certificate, six for the others, ten when the session is co-financed by Europe; then the
    row stays, with a `name` that tells nobody. A person's erasure leaves what is on file.
    """

    __tablename__ = "session_paper"

    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True, autoincrement=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(
        ForeignKey("booking.id"), index=True, info={"told_through": "person_id"}
    )
    name: Mapped[str] = mapped_column(String(160))
    says_hash: Mapped[str] = mapped_column(String(64))


class SessionCofunding(Model):
    """A session that European funds help to pay for: its papers are kept ten years.

    Said by the hub's managers, seen by the session's staff. Names nobody; kept with the session.
    """

    __tablename__ = "session_cofunding"

    session_id: Mapped[int] = mapped_column(
        ForeignKey("training_session.id"), primary_key=True, autoincrement=False
    )
    noted_at: Mapped[datetime]


class CertificateSeries(Model):
    """The last number given in a hub's year: the row is the lock, one number after the other. No hole is
    ever filled. Names nobody; kept."""

    __tablename__ = "certificate_series"
    __table_args__ = (CheckConstraint("last > 0", name="last_positive"),)

    name: Mapped[str] = mapped_column(String(13), primary_key=True)
    last: Mapped[int]


class Certificate(Model):
    """The completion certificate of one booking, over all its versions: `number` never changes.

    The other columns are what its latest version says, `sheet_entries` how long the sheet was when it was
    made: later entries may have changed the minutes. Withdrawn when a correction leaves no minute; valid
    again with the next version. Anybody who has the number sees the hub, the title, the days, the minutes and
    the initials. The row is kept, so
    that a number can always be checked; for how long its files are is said by `SessionPaper`.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("last_on >= first_on", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    booking_id: Mapped[int] = mapped_column(
        ForeignKey("booking.id"), unique=True, info={"told_through": "person_id"}
    )
    minutes: Mapped[int]
    sheet_entries: Mapped[int]
    hub_name: Mapped[str] = mapped_column(String(160))
    title: Mapped[str] = mapped_column(String(160))
    first_on: Mapped[date]
    last_on: Mapped[date]
    initials: Mapped[str] = mapped_column(String(12))
    issued_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
