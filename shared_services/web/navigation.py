"""What the reader can go to: at most six entries, by what she may do here; never a door that is shut."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, session, url_for

from shared_services.accounts.current import person_or_none
from shared_services.accounts.models import Person
from shared_services.booking.kinds import list_kinds
from shared_services.core.database import read_session
from shared_services.core.i18n import _, _l
from shared_services.network.models import Hub
from shared_services.network.queries import list_hubs_managed, list_organisations_referred

MOST_ENTRIES = 6
PERSONAL, ADMIN = "me", "admin"
TEAM = "team.home"

FOR_STRANGERS = (
    (_l("Catalogue"), "web_catalogue.catalogue"),
    (_l("Hubs"), "network.hubs"),
    (_l("Aide"), "web.help"),
)
FOR_PEOPLE = (
    (_l("Accueil"), "web.home"),
    (_l("Catalogue"), "web_catalogue.catalogue"),
    (_l("Mes réservations"), "booking.my_bookings"),
    (_l("Mes structures"), "network.my_organisations"),
    (_l("Hubs"), "network.hubs"),
    (_l("Aide"), "web.help"),
)
FOR_REFERENTS = (
    (_l("Accueil"), "web.home"),
    (_l("Catalogue"), "web_catalogue.catalogue"),
    (_l("Mes réservations"), "booking.my_bookings"),
    (_l("Mon équipe"), TEAM),
    (_l("Mes structures"), "network.my_organisations"),
    (_l("Aide"), "web.help"),
)
FOR_MANAGERS = (
    (_l("Bureau"), "desk.desk"),
    (_l("Offres"), "trainings_manage.offers"),
    (_l("Membres"), "network_manage.members"),
    (_l("Équipe"), "network_manage.team"),
    (_l("Réglages"), "hub_settings.settings"),
    (_l("Catalogue"), "web_catalogue.catalogue"),
)
FOR_ADMINS = (
    (_l("Administration"), "admin.home"),
    (_l("Relecture"), "catalogue_admin.moderation"),
    (_l("Personnes"), "people_admin.people"),
    (_l("Structures"), "organisations_admin.organisations"),
    (_l("Hubs"), "network_admin.hubs"),
    (_l("Journal"), "audit_admin.search"),
)
SIGNED_OUT = ((_l("Se connecter"), "accounts.login"), (_l("Créer un compte"), "accounts.signup"))
OF_THE_ACCOUNT = (
    (_l("Mes recherches"), "finding.searches"),
    (_l("Mon compte"), "accounts.profile"),
    (_l("Mes réservations"), "booking.my_bookings"),
)

ADMIN_PAGES = {"admin", "people_admin", "organisations_admin", "themes_admin", "audit_admin"}
ADMIN_PAGES |= {"announcements_admin", "catalogue_admin", "revisions_admin"}
ADMIN_PAGES |= {"network_admin", "scheduler_admin"}
HUB_PAGES = {"desk", "network_manage", "booking_manage", "questions_manage"}
HUB_PAGES |= {"booking_exports", "hub_settings", "mailings", "hub_calendar"}
HUB_PAGES |= {"announcements_manage", "hub_logo", "hub_identity", "offer_pictures", "offer_revisions"}
HUB_PAGES |= {
    "attendance_manage",
    "attendance_substitutes",
    "evidence_manage",
    "evidence_reissue",
    "no_shows_manage",
}
HUB_PAGES |= {
    "offer_reports",
    "evaluation",
    "complaints_manage",
    "actions",
    "surveys_manage",
    "pathways_manage",
}


@dataclass(frozen=True)
class Entry:
    """A link of the menu; `is_current` when the reader is there."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Navigation:
    """`entries` of the menu, `contexts` to switch between (none for a single role), `account` links.

    `context` is `me`, `admin` or the number of a hub, empty for a stranger; `here` is this page's path.
    """

    entries: list[Entry]
    contexts: list[Entry]
    account: list[Entry]
    context: str
    here: str

    @property
    def context_name(self) -> str:
        return next((entry.label for entry in self.contexts if entry.is_current), "")


def navigation() -> Navigation:
    """The navigation of this page, worked out once."""
    if "navigation" not in g:
        g.navigation = _build(person_or_none())
    built: Navigation = g.navigation
    return built


def _build(person: Person | None) -> Navigation:
    if person is None:
        return Navigation(_entries(FOR_STRANGERS), [], _entries(SIGNED_OUT), "", _here())
    hubs = list_hubs_managed(read_session(), person.id)
    context = _context(person, hubs)
    if context == ADMIN:
        entries = _entries(FOR_ADMINS)
    elif context == PERSONAL:
        is_referent = bool(list_organisations_referred(read_session(), person.id))
        entries = _entries(FOR_REFERENTS if is_referent else FOR_PEOPLE)
        entries = [*entries[:1], *_entries(_agendas(person)), *entries[1:]][:MOST_ENTRIES]
    else:
        entries = _entries(FOR_MANAGERS, hub_id=int(context))
    contexts = _contexts(person, hubs, context)
    return Navigation(entries, contexts, _entries(OF_THE_ACCOUNT), context, _here())


def _agendas(person: Person) -> tuple[tuple[Any, str], ...]:
    """The agendas of the kinds she works for."""
    agendas = [kind.agenda for kind in list_kinds() if kind.agenda is not None]
    return tuple(
        (agenda.label, agenda.endpoint) for agenda in agendas if agenda.concerns(read_session(), person.id)
    )


def _desks_of_kinds() -> set[str]:
    return {blueprint.name for kind in list_kinds() for blueprint in kind.manage_blueprints}


def _here() -> str:
    """Where a change of language comes back to: this page, when a link can lead to it."""
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("web.home")


def _context(person: Person, hubs: list[Hub]) -> str:
    """Where the page belongs: to a hub, to the administration, or to the person herself.

    A page of a hub that has no hub in its address keeps the last hub she was at.
    """
    blueprint = request.blueprint
    if blueprint in ADMIN_PAGES and person.is_admin:
        return ADMIN
    if hubs and (blueprint in HUB_PAGES or blueprint in _desks_of_kinds()):
        asked = (request.view_args or {}).get("hub_id", session.get("hub_id"))
        known = {hub.id for hub in hubs}
        hub_id = asked if asked in known else hubs[0].id
        if session.get("hub_id") != hub_id:
            session["hub_id"] = hub_id
        return str(hub_id)
    # An admin who manages no hub reads an offer's history as an admin.
    return ADMIN if blueprint in HUB_PAGES and person.is_admin else PERSONAL


def _contexts(person: Person, hubs: list[Hub], context: str) -> list[Entry]:
    """The person herself, each hub she manages, the administration; nothing when there is no choice."""
    found = [Entry(_("Mon espace"), url_for("web.home"), context == PERSONAL)]
    found += [Entry(hub.name, url_for("desk.desk", hub_id=hub.id), context == str(hub.id)) for hub in hubs]
    if person.is_admin:
        found.append(Entry(_("Administration"), url_for("admin.home"), context == ADMIN))
    return found if len(found) > 1 else []


def _entries(wanted: tuple[tuple[Any, str], ...], **values: int) -> list[Entry]:
    return [
        Entry(str(label), _url(endpoint, values), _is_here(endpoint))
        for label, endpoint in wanted
        if endpoint in current_app.view_functions
    ][:MOST_ENTRIES]


def _is_here(endpoint: str) -> bool:
    """The page itself, or for a home that leads on, the pages of its slice."""
    return endpoint == request.endpoint or (endpoint == TEAM and request.blueprint == "team")


def _url(endpoint: str, values: dict[str, Any]) -> str:
    """The address, with the hub's number only where the address has one."""
    rule = next(current_app.url_map.iter_rules(endpoint))
    return url_for(endpoint, **{name: value for name, value in values.items() if name in rule.arguments})
