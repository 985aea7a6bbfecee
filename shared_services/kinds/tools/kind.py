"""What the house must know of tools."""

from shared_services.booking.facts import Telling
from shared_services.booking.kinds import Kind
from shared_services.catalogue.kinds import OfferKind
from shared_services.core.i18n import _l
from shared_services.core.timetable import Job, every

from . import models, texts
from .basket import BASKET
from .facts import check_cancel, describe, moments, offer_page
from .jobs import follow_overdue, post_loan_reminders, suspend_late_borrowers
from .loans import models as loan_models
from .manage_views import blueprint as manage
from .operations import check_unused, end_double_suspension
from .required import REQUIRABLE
from .suspensions import models as suspension_models
from .views import blueprint as tools

REMIND = Job(
    "post_loan_reminders", post_loan_reminders, every(minutes=5), _l("Rappeler les retours et les retards")
)
FOLLOW = Job("follow_overdue", follow_overdue, every(minutes=15), _l("Garder les jours des prêts en retard"))
SUSPEND = Job(
    "suspend_late_borrowers",
    suspend_late_borrowers,
    every(minutes=15),
    _l("Suspendre les prêts des personnes trop en retard"),
)
KIND = Kind(
    name="tool",
    telling=Telling(describe=describe, moments=moments, occupies=False, check_cancel=check_cancel),
    offers=OfferKind(
        endpoint="tools.show_tool",
        edit_endpoint="tools_manage.edit_tool",
        template="kinds/tools/_tool.html",
        facts=offer_page,
        content=texts.content,
        told=texts.told,
        write=texts.write,
        check_unused=check_unused,
    ),
    date_page=("tools.lent", "tool_id"),
    new_date_page="",
    decision_page="tools_manage.show_loan",
    models=(models, loan_models, suspension_models),
    blueprints=(tools,),
    manage_blueprints=(manage,),
    requirable=REQUIRABLE,
    join_people=end_double_suspension,
    jobs=(REMIND, FOLLOW, SUSPEND),
    basket=BASKET,
)
