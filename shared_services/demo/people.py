"""Hubs, organisations, people, and the bonds between them."""

import io
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw

from shared_services.accounts.models import Person
from shared_services.core.pictures import clean_picture
from shared_services.core.text import normalised, search_text
from shared_services.network.models import (
    Affiliation,
    BondState,
    Hub,
    HubLogo,
    HubRole,
    HubWording,
    Invitation,
    InvitationState,
    Membership,
    Organisation,
    StaffRhythm,
    StaffRole,
    WordedMail,
    hub_departement,
)

from .papers import add_identity
from .part import Member, Part, World
from .texts import OrganisationText, PersonText

ENDED_AGO = timedelta(days=120)
ENDED_WHY = "L'adhésion n'a pas été renouvelée."
WITH_THE_FORMER = timedelta(days=700), timedelta(days=230)
OWN_WORDS = {
    WordedMail.CONFIRMED: "Un café vous attend dès 9 h. Venez avec une question de vos publics.",
    WordedMail.REMINDER: "Un empêchement ? Prévenez-nous : quelqu'un attend peut-être votre place.",
}
LOGO_SIZE, LOGO_COLOUR, LOGO_DOT = (320, 120), "#0b5563", "#f2b84b"


def add_habits(world: World, hub_id: int) -> None:
    """The first hub has words of its own in its mails, and a logo."""
    for mail, words in OWN_WORDS.items():
        world.rows.link(HubWording, hub_id=hub_id, mail=mail, text=words)
    drawn = Image.new("RGB", LOGO_SIZE, LOGO_COLOUR)
    ImageDraw.Draw(drawn).ellipse((20, 20, 100, 100), fill=LOGO_DOT)
    ImageDraw.Draw(drawn).rounded_rectangle((130, 50, 300, 70), radius=10, fill=LOGO_DOT)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    logo = clean_picture(file.getvalue(), most_side=max(LOGO_SIZE))
    world.rows.link(
        HubLogo,
        hub_id=hub_id,
        content=logo.content,
        width=logo.width,
        height=logo.height,
        updated_at=world.now - timedelta(days=30),
    )


def add_hubs(world: World) -> None:
    for hub in world.content.hubs:
        hub_id = world.rows.add(
            Hub,
            slug=hub.slug,
            name=hub.name,
            summary=hub.summary,
            email=hub.email,
            phone=hub.phone,
            city=hub.city,
            time_zone=hub.time_zone,
            waiting_rule=hub.waiting_rule,
            cancel_hours=hub.cancel_hours,
            no_shows_allowed=hub.no_shows_allowed,
            created_at=world.now - timedelta(days=900),
        )
        world.hub_ids[hub.slug] = hub_id
        add_identity(world, hub, hub_id)
        if len(world.hub_ids) == 1:
            add_habits(world, hub_id)
        for code in hub.departements:
            world.rows.link(hub_departement, hub_id=hub_id, departement_code=code)


def add_organisations(part: Part) -> None:
    for organisation in part.world.content.organisations:
        name = part.varied(organisation.name, "antenne")
        created_at = part.days_ago(800, 500)
        organisation_id = part.rows.add(
            Organisation,
            name=name,
            kind=organisation.kind,
            siret=None if part.number else organisation.siret,
            city=organisation.city,
            departement_code=organisation.departement,
            search_text=search_text(name, organisation.city),
            sort_key=normalised(name),
            created_at=created_at,
        )
        part.organisation_ids[organisation.slug] = organisation_id
        for slug, state in organisation.memberships.items():
            hub_id = part.world.hub_ids[slug]
            bond = _bond(part, state, created_at)
            part.rows.add(Membership, organisation_id=organisation_id, hub_id=hub_id, **bond)


def _bond(part: Part, state: BondState, since: datetime) -> dict[str, Any]:
    """Asked in the last days when it still waits for an answer, else a few days after `since`."""
    if state == BondState.REQUESTED:
        return {"state": state, "requested_at": part.days_ago(6, 1), "decided_at": None}
    requested_at = part.instant(since, since + timedelta(days=5))
    decided_at = part.instant(requested_at, requested_at + timedelta(days=3))
    ended = {"ended_at": part.now - ENDED_AGO, "reason": ENDED_WHY} if state == BondState.ENDED else {}
    return {"state": state, "requested_at": requested_at, "decided_at": decided_at} | ended


def add_people(part: Part) -> None:
    """Everybody; a copy adds nobody who runs the network."""
    for person in part.world.content.people:
        if person.runs_the_network and part.number:
            continue
        person_id = _add_person(part, person)
        if person.runs_the_network:
            part.world.shared_people[person.email] = person_id
        part.person_ids[person.email] = person_id
        _add_roles(part, person, person_id)
        if person.organisation:
            _add_affiliation(part, person, person_id, person.organisation)
        if person.former_organisation:
            _add_former(part, person_id, person.former_organisation)
    _gather_members(part)
    _add_invitation(part)


def _add_person(part: Part, person: PersonText) -> int:
    first_name, last_name, email = _identity(part, person)
    created_at = part.days_ago(480, 220)
    return part.rows.add(
        Person,
        reference=part.world.new_reference(),
        email=email,
        first_name=first_name,
        last_name=last_name,
        phone=person.phone,
        locale=person.locale,
        search_text=search_text(first_name, last_name, email),
        sort_key=normalised(f"{last_name} {first_name}"),
        password_hash=part.world.password_hash,
        created_at=created_at,
        email_confirmed_at=created_at + timedelta(minutes=part.random.randrange(1, 90)),
        admin_since=created_at + timedelta(days=1) if person.admin else None,
    )


def _identity(part: Part, person: PersonText) -> tuple[str, str, str]:
    """First name, last name, e-mail: as written, or in a copy another mix of the same names."""
    if not part.number:
        return person.first_name, person.last_name, person.email
    people = part.world.content.people
    first_name = part.random.choice(people).first_name
    last_name = part.random.choice(people).last_name
    name, domain = normalised(f"{first_name} {last_name}").replace(" ", "."), person.email.split("@")[1]
    number = part.number * len(people) + people.index(person)
    return first_name, last_name, f"{name}.{number}@{domain}"


def _add_roles(part: Part, person: PersonText, person_id: int) -> None:
    roles = {StaffRole.MANAGER: person.manager_of, StaffRole.TRAINER: person.trainer_of}
    quiet = list(part.world.hub_ids.values())[1:2]  # the second hub reads one message in the morning
    for role, slugs in roles.items():
        for slug in slugs:
            hub_id = part.world.hub_ids[slug]
            since = part.days_ago(210, 180)
            part.rows.add(
                HubRole,
                hub_id=hub_id,
                person_id=person_id,
                role=role,
                since=since,
                is_shown=person.shown_in_team,
                rhythm=StaffRhythm.DAILY if hub_id in quiet else StaffRhythm.IMMEDIATE,
            )


def _add_affiliation(part: Part, person: PersonText, person_id: int, organisation: str) -> None:
    part.rows.add(
        Affiliation,
        person_id=person_id,
        organisation_id=part.organisation_ids[organisation],
        is_referent=person.referent,
        **_bond(part, person.affiliation, part.days_ago(210, 180)),
    )


def _add_former(part: Part, person_id: int, organisation: str) -> None:
    """Where she worked before; what she attends today is with her employer of today."""
    first, last = WITH_THE_FORMER
    part.rows.add(
        Affiliation,
        person_id=person_id,
        organisation_id=part.organisation_ids[organisation],
        state=BondState.ENDED,
        requested_at=part.now - first,
        decided_at=part.now - first + timedelta(days=2),
        ended_at=part.now - last,
        reason="Changement d'employeur.",
    )


def _add_invitation(part: Part) -> None:
    """The first referent invited somebody two days ago, who has not answered yet."""
    referent = next(person for person in part.world.content.people if person.referent)
    if part.number or referent.organisation is None:
        return
    sent_at = part.now - timedelta(days=2)
    part.rows.add(
        Invitation,
        nonce=f"{part.random.getrandbits(252):063x}"[:43],
        organisation_id=part.organisation_ids[referent.organisation],
        email="nouvelle.collegue@demo.example",
        as_referent=False,
        max_uses=1,
        uses=0,
        state=InvitationState.OPEN,
        invited_by_id=part.person_ids[referent.email],
        created_at=sent_at,
        sent_at=sent_at,
        expires_at=sent_at + timedelta(days=14),
    )


def _gather_members(part: Part) -> None:
    content = part.world.content
    referents = {p.organisation: part.person_ids[p.email] for p in content.people if p.referent}
    organisations = {organisation.slug: organisation for organisation in content.organisations}
    for person in content.people:
        if person.organisation is None:
            continue
        accepted = person.affiliation == BondState.ACCEPTED
        organisation = organisations[person.organisation]
        part.members.append(
            Member(
                person_id=part.person_ids[person.email],
                email=person.email,
                organisation_id=part.organisation_ids[organisation.slug] if accepted else None,
                referent_id=referents.get(organisation.slug) if accepted else None,
                hubs=_hubs_of(organisation) if accepted else frozenset(),
            )
        )


def _hubs_of(organisation: OrganisationText) -> frozenset[str]:
    return frozenset(slug for slug, state in organisation.memberships.items() if state == BondState.ACCEPTED)
