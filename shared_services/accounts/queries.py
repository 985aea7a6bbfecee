"""Reads about people, their devices and the links they were sent."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from shared_services.core.errors import NotFound

from .models import Device, EmailChange, Person, SupportPage, SupportVisit, Token, TokenPurpose
from .tokens import hash_token


def find_device_in_use(
    db: Session, token_hash: str, *, since: datetime, now: datetime
) -> tuple[Device, SupportVisit | None] | None:
    """The device, with its person, seen after `since` and not revoked; and the visit under way on it."""
    visited = aliased(Person)
    under_way = and_(
        SupportVisit.device_id == Device.id, SupportVisit.ended_at.is_(None), SupportVisit.expires_at > now
    )
    row = db.execute(
        select(Device, SupportVisit)
        .join(Device.person)
        .outerjoin(SupportVisit, under_way)
        .outerjoin(visited, SupportVisit.person_id == visited.id)
        .options(contains_eager(Device.person), contains_eager(SupportVisit.person.of_type(visited)))
        .where(
            Device.token_hash == token_hash,
            Device.revoked_at.is_(None),
            Device.last_seen_at > since,
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
            Person.merged_into_id.is_(None),
        )
    ).first()
    return (row[0], row[1]) if row else None


def find_person_by_email(db: Session, email: str) -> Person | None:
    """Whose address it is; that of a merged account leads to the one that was kept."""
    person = db.scalar(select(Person).where(Person.email == email.strip().lower()))
    return (
        person if person is None or person.merged_into_id is None else get_person(db, person.merged_into_id)
    )


def lock_person_by_email(db: Session, email: str) -> Person:
    """The person of an address that surely has one, as the latest commit left her."""
    return db.scalars(
        select(Person)
        .where(Person.email == email)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def get_person(db: Session, person_id: int) -> Person:
    """Raises NoResultFound when there is none: ids come from our own rows."""
    return db.scalars(select(Person).where(Person.id == person_id)).one()


def lock_person(db: Session, person_id: int) -> Person:
    """Lock the row and read it again; an erased or merged account is gone. Raises NotFound."""
    return lock_people(db, [person_id])[person_id]


def lock_people(db: Session, person_ids: Iterable[int]) -> dict[int, Person]:
    """Lock the rows in id order and read them again. Raises NotFound when one is erased or merged."""
    wanted = sorted(set(person_ids))
    statement = (
        select(Person)
        .where(Person.id.in_(wanted), Person.erased_at.is_(None), Person.merged_into_id.is_(None))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {person.id: person for person in db.scalars(statement)}
    if len(found) != len(wanted):
        raise NotFound
    return found


def list_merged_into(db: Session, person_id: int) -> list[Person]:
    """The accounts that were merged into that one, the latest first."""
    statement = select(Person).where(Person.merged_into_id == person_id)
    return list(db.scalars(statement.order_by(Person.merged_at.desc(), Person.id.desc())))


def changed_email_lately(db: Session, person_ids: Iterable[int], *, since: datetime) -> bool:
    """Whether one of them took a new address, to which the old one may still object."""
    changed = exists().where(
        EmailChange.person_id.in_(list(person_ids)),
        EmailChange.confirmed_at.is_not(None),
        EmailChange.objected_at.is_(None),
        EmailChange.asked_at > since,
    )
    return bool(db.scalar(select(changed)))


def lock_admins(db: Session) -> list[Person]:
    """Every admin who can sign in, as the latest commit left them: who leaves takes turns here."""
    return list(
        db.scalars(
            select(Person)
            .where(Person.admin_since.is_not(None), Person.erased_at.is_(None), Person.blocked_at.is_(None))
            .order_by(Person.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def list_devices(db: Session, person_id: int) -> list[Device]:
    """The browsers she signed in with in the last ninety days, the latest first."""
    statement = select(Device).where(Device.person_id == person_id)
    return list(db.scalars(statement.order_by(Device.last_seen_at.desc(), Device.id.desc())))


def find_good_token(db: Session, token_hash: str, purpose: TokenPurpose, *, now: datetime) -> Token | None:
    """The link, with its person, when it was neither used nor has expired."""
    return db.scalar(
        select(Token)
        .join(Token.person)
        .options(contains_eager(Token.person))
        .where(
            Token.token_hash == token_hash,
            Token.purpose == purpose,
            Token.used_at.is_(None),
            Token.expires_at > now,
            Person.erased_at.is_(None),
            Person.blocked_at.is_(None),
            Person.merged_into_id.is_(None),
        )
    )


def find_email_of_link(db: Session, token: str, purpose: TokenPurpose, *, now: datetime) -> str | None:
    """Whose link that is, while it is good."""
    link = find_good_token(db, hash_token(token), purpose, now=now)
    return link.person.email if link else None


def list_open_visits(db: Session, *, device_id: int) -> list[SupportVisit]:
    """The visits of this browser that nobody ended, over or not; locked."""
    statement = select(SupportVisit).where(
        SupportVisit.device_id == device_id, SupportVisit.ended_at.is_(None)
    )
    return list(db.scalars(statement.order_by(SupportVisit.id).with_for_update()))


def list_visits_over(db: Session, *, now: datetime) -> list[SupportVisit]:
    """Visits whose time has passed and that nobody ended; locked."""
    statement = select(SupportVisit).where(SupportVisit.ended_at.is_(None), SupportVisit.expires_at <= now)
    return list(db.scalars(statement.order_by(SupportVisit.id).with_for_update(skip_locked=True)))


def count_pages(db: Session, visit_id: int) -> int:
    return db.scalar(select(func.count()).where(SupportPage.visit_id == visit_id)) or 0


def find_visit(db: Session, visit_id: int) -> SupportVisit | None:
    """With its admin and its person."""
    both = (joinedload(SupportVisit.admin), joinedload(SupportVisit.person))
    return db.scalar(select(SupportVisit).where(SupportVisit.id == visit_id).options(*both))


def list_visits_to(db: Session, person_id: int) -> list[SupportVisit]:
    """When support looked at the site as she sees it, with who and which pages, the latest first."""
    statement = select(SupportVisit).where(SupportVisit.person_id == person_id)
    return list(
        db.scalars(
            statement.options(joinedload(SupportVisit.admin), selectinload(SupportVisit.pages)).order_by(
                SupportVisit.id.desc()
            )
        )
    )


def list_devices_in_use(db: Session, person_id: int, *, since: datetime) -> list[Device]:
    """Where the person is signed in, the latest used first."""
    return list(
        db.scalars(
            select(Device)
            .where(
                Device.person_id == person_id,
                Device.revoked_at.is_(None),
                Device.last_seen_at > since,
            )
            .order_by(Device.last_seen_at.desc(), Device.id.desc())
        )
    )


def list_user_agents(db: Session, person_id: int) -> list[str]:
    """What the browsers she signed in with called themselves, those signed out included."""
    return list(db.scalars(select(Device.user_agent).where(Device.person_id == person_id).distinct()))


def find_device(db: Session, device_id: int) -> Device | None:
    return db.get(Device, device_id)


def find_email_change(
    db: Session, *, confirm_nonce: str | None = None, object_nonce: str | None = None
) -> EmailChange | None:
    """The change of one of its two links, with its person."""
    found = select(EmailChange).options(joinedload(EmailChange.person))
    if confirm_nonce is not None:
        return db.scalar(found.where(EmailChange.confirm_nonce == confirm_nonce))
    return db.scalar(found.where(EmailChange.object_nonce == object_nonce))


def lock_email_change(db: Session, change_id: int) -> tuple[EmailChange, Person]:
    """The person's row first, then the change, as the latest commit left them."""
    person_id = db.scalars(select(EmailChange.person_id).where(EmailChange.id == change_id)).one()
    person = db.scalars(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    change = db.scalars(
        select(EmailChange).where(EmailChange.id == change_id).execution_options(populate_existing=True)
    ).one()
    return change, person


def get_email_change(db: Session, change_id: int) -> EmailChange | None:
    return db.scalar(
        select(EmailChange).where(EmailChange.id == change_id).options(joinedload(EmailChange.person))
    )
