"""What the house must know of trainings."""

from shared_services.booking.evaluating import Evaluated
from shared_services.booking.facts import Telling
from shared_services.booking.kinds import Agenda, Kind
from shared_services.core.i18n import _l
from shared_services.core.timetable import Job, every

from . import models
from .basket import BASKET
from .colleague_views import blueprint as colleagues
from .facts import describe
from .jobs import decide_sessions
from .manage_views import blueprint as manage
from .offering import OFFERS
from .queries import list_objectives, list_taught_by, teaches, trainers_of
from .teaching_views import blueprint as teaching
from .views import blueprint as trainings

DECIDE = Job(
    "decide_sessions", decide_sessions, every(minutes=1), _l("Dire quelles sessions sont maintenues")
)

KIND = Kind(
    name="training",
    telling=Telling(describe=describe),
    offers=OFFERS,
    date_page=("trainings.show_session", "session_id"),
    new_date_page="trainings_manage.new_session",
    decision_page="trainings_manage.show_booking",
    models=(models,),
    blueprints=(trainings, colleagues, teaching),
    manage_blueprints=(manage,),
    jobs=(DECIDE,),
    agenda=Agenda(label=_l("À animer"), endpoint="teaching.agenda", concerns=teaches),
    basket=BASKET,
    evaluated=Evaluated(leaders=trainers_of, led_by=list_taught_by, objectives=list_objectives),
)
