"""What the house must know of expertise."""

from shared_services.booking.facts import Telling
from shared_services.booking.kinds import Agenda, Kind
from shared_services.catalogue.kinds import OfferKind
from shared_services.core.i18n import _l
from shared_services.core.timetable import Job, daily, every

from . import models, queries, texts
from .availability import models as availability_models
from .basket import BASKET
from .facts import describe, offer_page, takes_along, tell_bookings
from .jobs import fetch_busy_calendars, forget_old_absences, post_expert_digests, tell_free_slots
from .manage_views import blueprint as manage
from .operations import check_unused, join_experts
from .own_views import blueprint as experts
from .wish_views import blueprint as expertise

JOBS = (
    Job("tell_free_slots", tell_free_slots, every(minutes=5), _l("Prévenir des créneaux qui s'ouvrent")),
    Job(
        "fetch_busy_calendars",
        fetch_busy_calendars,
        every(minutes=15),
        _l("Relire les agendas occupés des experts"),
    ),
    Job(
        "post_expert_digests",
        post_expert_digests,
        every(minutes=15),
        _l("Préparer le programme du jour des experts"),
    ),
    Job("forget_old_absences", forget_old_absences, daily(4, 35), _l("Effacer les vieilles absences")),
)
KIND = Kind(
    name="expertise",
    telling=Telling(describe=describe, tell_bookings=tell_bookings, takes_along=takes_along),
    offers=OfferKind(
        endpoint="expertise.show_offer",
        edit_endpoint="expertise_manage.edit_offer",
        template="kinds/expertise/_offer.html",
        facts=offer_page,
        content=texts.content,
        told=texts.told,
        write=texts.write,
        check_unused=check_unused,
    ),
    date_page=("expertise.given", "expert_id"),
    new_date_page="",
    decision_page="experts.notes",
    models=(models, availability_models),
    blueprints=(expertise, experts),
    manage_blueprints=(manage,),
    jobs=JOBS,
    basket=BASKET,
    join_people=join_experts,
    agenda=Agenda(label=_l("Mes rendez-vous"), endpoint="experts.agenda", concerns=queries.is_expert),
)
