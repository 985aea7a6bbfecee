"""The attendance sheet of a session and its entries, which the database lets nobody change."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared_services.core.database import Model


class What(StrEnum):
    """What an entry says of a person in a half day; or that the sheet is closed, of everybody at once."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"
    CLOSED = "closed"


class Way(StrEnum):
    """How it was said: by the trainer, by herself from her account or the room's link, copied from paper."""

    TICKED = "ticked"
    ACCOUNT = "account"
    LINK = "link"
    PAPER = "paper"


class AttendanceSheet(Model):
    """The sheet of one session, `entries` and `last_hash` are the head of its chain.

    Closed by a trainer's or manager's countersignature; further entries are then corrections. Seen by the
    session's trainers and the hub's managers; each participant sees her own line. Kept with the bookings:
    passports count their hours from it, and a chain with a row less proves nothing. A person's erasure leaves
    the rows, which name her booking and not her.
    """

    __tablename__ = "attendance_sheet"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_says_by_whom"),
        CheckConstraint("entries >= 0", name="entries_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), unique=True)
    entries: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class AttendanceEntry(Model):
    """One thing said once about a booking in a half day. The latest entry of a cell is what counts.

    `starts_at`..`ends_at` are the half day's own, so that the evidence outlives a change of dates;
    `arrived_late_minutes` and `left_early_minutes` count from them. `by_id` is the number of a person, as
    in the audit trail: no merging of accounts rewrites it. `request_key` is made by who sends, so that
    what is sent again is written once. `hash` covers the row and `previous_hash`. Triggers of the database
    refuse to change or delete a row. Seen and kept like its sheet.
    """

    __tablename__ = "attendance_entry"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("arrived_late_minutes >= 0 AND left_early_minutes >= 0", name="minutes_not_negative"),
        CheckConstraint(
            "what = 'present' OR arrived_late_minutes + left_early_minutes = 0", name="minutes_of_presence"
        ),
        CheckConstraint("(what = 'closed') = (booking_id IS NULL)", name="closes_for_everybody"),
        CheckConstraint("what <> 'excused' OR reason <> ''", name="excused_has_reason"),
        Index("ix_attendance_entry_booking", "booking_id", "starts_at", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("attendance_sheet.id"))
    number: Mapped[int]
    booking_id: Mapped[int | None] = mapped_column(
        ForeignKey("booking.id"), info={"told_through": "person_id"}
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    what: Mapped[What]
    arrived_late_minutes: Mapped[int] = mapped_column(default=0)
    left_early_minutes: Mapped[int] = mapped_column(default=0)
    way: Mapped[Way]
    by_id: Mapped[int]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    request_key: Mapped[str] = mapped_column(String(40), default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def is_own_signature(self) -> bool:
        """Said by the participant herself."""
        return self.what == What.PRESENT and self.way in (Way.ACCOUNT, Way.LINK)

    @property
    def minutes(self) -> int:
        """How long she was there: the half day, less what she missed of it."""
        if self.what != What.PRESENT:
            return 0
        length = int((self.ends_at - self.starts_at).total_seconds()) // 60
        return max(0, length - self.arrived_late_minutes - self.left_early_minutes)


class AttendanceScan(Model):
    """One page of the signed paper sheet: a PDF as it came, or a picture drawn anew as WebP.

    `sha256` is of `content`. Triggers refuse all changes but that it is emptied, past the term of the
    papers of its session: six years, ten with European funds. `by_id` is the number of who sent it, as in an
    entry. Seen by the session's trainers and the hub's managers, since it shows everybody's signature.
    """

    __tablename__ = "attendance_scan"
    __table_args__ = (
        UniqueConstraint("sheet_id", "sha256"),
        CheckConstraint("size > 0", name="is_not_empty"),
        CheckConstraint("deleted_on IS NULL OR length(content) = 0", name="deleted_is_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("attendance_sheet.id"))
    media_type: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info={"withheld": True})
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int]
    at: Mapped[datetime]
    deleted_on: Mapped[date | None]


class AttendanceSignature(Model):
    """What a participant drew when she signed: a small PNG beside her entry, which counts without it too.

    `sha256` is of `content`. Seen by her, the session's trainers and the hub's managers; changed by nobody,
    and emptied when a page of paper is.
    """

    __tablename__ = "attendance_signature"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="has_size"),
        CheckConstraint("deleted_on IS NULL OR length(content) = 0", name="deleted_is_empty"),
    )

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("attendance_entry.id"), primary_key=True, autoincrement=False
    )
    booking_id: Mapped[int] = mapped_column(
        ForeignKey("booking.id"), index=True, info={"told_through": "person_id"}
    )
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, info={"withheld": True})
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    deleted_on: Mapped[date | None]
