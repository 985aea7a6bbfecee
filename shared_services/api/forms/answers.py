"""The shape of what programs are answered. Instants are in the zone of the place, with their offset."""

from apiflask import Schema
from apiflask.fields import AwareDateTime, Boolean, Dict, Integer, List, Nested, String
from marshmallow.validate import OneOf

from shared_services.booking.models import Audience, BookableStatus, BookingStatus, CancelledBy
from shared_services.catalogue.models import Level, Modality, OfferStatus
from shared_services.core.i18n import _l
from shared_services.pathways.models import NeedsRule

from .asked import told


def words(enum: type) -> OneOf:
    return OneOf([str(one) for one in enum])  # type: ignore[attr-defined]


def instant(description: object = None, *, allow_none: bool = False) -> AwareDateTime:
    metadata = told(description) if description else {}
    return AwareDateTime(format="iso", required=True, allow_none=allow_none, metadata=metadata)


class Answer(Schema):
    """Every field is always there, None when there is nothing to say."""


class ProblemOut(Answer):
    """RFC 9457."""

    type = String(required=True)
    title = String(required=True)
    status = Integer(required=True)
    detail = String(required=True, metadata=told(_l("Une phrase que la personne peut lire.")))
    code = String(required=True, metadata=told(_l("Ce que le programme lit\u00a0; ne change jamais.")))
    errors = Dict(
        keys=String(),
        values=List(String()),
        metadata=told(_l("Pour un 422\u00a0: ce qui ne va pas, par champ.")),
    )
    request_id = String(metadata=told(_l("Pour un 500\u00a0: à nous donner si cela continue.")))


class HubOut(Answer):
    id = Integer(required=True)
    slug = String(required=True)
    name = String(required=True)


class ThemeOut(Answer):
    slug = String(required=True)
    name = String(required=True)


class OfferOut(Answer):
    id = Integer(required=True)
    kind = String(required=True)
    status = String(required=True, validate=words(OfferStatus))
    title = String(required=True)
    summary = String(required=True)
    hub = Nested(HubOut, required=True)
    themes = List(Nested(ThemeOut), required=True)
    modality = String(required=True, validate=words(Modality))
    level = String(required=True, allow_none=True, metadata={"enum": [*(str(one) for one in Level), None]})
    price_cents = Integer(
        required=True, metadata=told(_l("Par personne, en centimes d'euro\u00a0; 0\u00a0: gratuit."))
    )
    url = String(required=True, metadata=told(_l("Sa page sur le site.")))


class OfferDetailOut(OfferOut):
    audience = String(required=True)
    objectives = String(required=True)
    programme = String(required=True)
    methods = String(required=True)
    assessment = String(required=True)
    prerequisites = String(required=True)
    bring = String(required=True)
    access_terms = String(required=True)
    accessibility_contact = String(required=True)
    duration_minutes = Integer(required=True)


class OffersOut(Answer):
    items = List(Nested(OfferOut), required=True)
    next = String(required=True, allow_none=True, metadata=told(_l("Curseur de la suite, null à la fin.")))


class HalfDayOut(Answer):
    starts_at = instant()
    ends_at = instant()


class PlaceOut(Answer):
    name = String(required=True)
    address = String(required=True)


class OfferNamedOut(Answer):
    id = Integer(required=True)
    title = String(required=True)


class ModuleOut(Answer):
    offer = Nested(OfferNamedOut, required=True)
    hub = Nested(HubOut, required=True)
    is_required = Boolean(required=True)
    duration_minutes = Integer(required=True)
    needs = List(Integer(), required=True, metadata=told(_l("id des offres des modules à faire avant.")))
    needs_rule = String(
        required=True,
        validate=words(NeedsRule),
        metadata=told(_l("all\u00a0: tous ceux de needs\u00a0; any\u00a0: un seul suffit.")),
    )
    minimum_gap_days = Integer(
        required=True, metadata=told(_l("Jours à laisser après le module précédent, au moins."))
    )
    maximum_gap_days = Integer(
        required=True, allow_none=True, metadata=told(_l("De même, au plus\u00a0; null\u00a0: sans limite."))
    )


class PathwayOut(OfferOut):
    duration_minutes = Integer(required=True, metadata=told(_l("Celle des modules obligatoires.")))
    modules = List(Nested(ModuleOut), required=True, metadata=told(_l("Dans l'ordre.")))


class PathwayDetailOut(PathwayOut):
    description = String(required=True)
    objectives = List(String(), required=True)
    audience = String(required=True)
    who = String(required=True, validate=words(Audience), metadata=told(_l("Qui peut s'inscrire.")))
    accessibility_contact = String(required=True)


class PathwaysOut(Answer):
    items = List(Nested(PathwayOut), required=True)
    next = String(required=True, allow_none=True, metadata=told(_l("Curseur de la suite, null à la fin.")))


class SessionOut(Answer):
    id = Integer(required=True, metadata=told(_l("Le bookable_id d'une réservation.")))
    kind = String(required=True)
    status = String(required=True, validate=words(BookableStatus))
    offer = Nested(OfferNamedOut, required=True)
    hub = Nested(HubOut, required=True)
    starts_at = instant()
    ends_at = instant()
    time_zone = String(required=True)
    half_days = List(Nested(HalfDayOut), required=True)
    place = Nested(
        PlaceOut, required=True, allow_none=True, metadata=told(_l("null quand c'est à distance seulement."))
    )
    is_remote = Boolean(
        required=True,
        metadata=told(_l("Peut se suivre à distance\u00a0; le lien est donné avec une place confirmée.")),
    )
    audience = String(
        required=True,
        validate=words(Audience),
        metadata=told(
            _l(
                "hub_members\u00a0: structures membres du hub\u00a0; any_hub\u00a0: d'un hub\u00a0; "
                "anyone\u00a0: toute personne."
            )
        ),
    )
    needs_approval = Boolean(required=True)
    capacity = Integer(required=True)
    seats_left = Integer(
        required=True,
        metadata=told(_l("Quand quelqu'un attend, la place libre est d'abord pour elle ou lui.")),
    )
    waiting = Integer(required=True, metadata=told(_l("Combien de personnes attendent une place.")))
    opens_at = instant(allow_none=True)
    closes_at = instant(allow_none=True)
    cancel_until = instant(allow_none=True)
    url = String(required=True, metadata=told(_l("Sa page sur le site.")))


class SessionsOut(Answer):
    items = List(Nested(SessionOut), required=True)
    next = String(required=True, allow_none=True, metadata=told(_l("Curseur de la suite, null à la fin.")))


class PersonOut(Answer):
    name = String(required=True)
    email = String(required=True)


class OrganisationOut(Answer):
    id = Integer(required=True)
    name = String(required=True)


class BookingOut(Answer):
    reference = String(required=True)
    status = String(required=True, validate=words(BookingStatus))
    bookable_id = Integer(required=True)
    kind = String(required=True)
    title = String(required=True)
    quantity = Integer(required=True)
    person = Nested(PersonOut, required=True)
    organisation = Nested(OrganisationOut, required=True, allow_none=True)
    hub = Nested(HubOut, required=True)
    starts_at = instant()
    ends_at = instant()
    place = String(required=True)
    video_link = String(
        required=True, allow_none=True, metadata=told(_l("Donné avec une place confirmée, à distance."))
    )
    rank = Integer(required=True, allow_none=True, metadata=told(_l("Rang sur la liste d'attente.")))
    expires_at = instant(_l("Jusqu'à quand la place est gardée ou proposée."), allow_none=True)
    cancel_until = instant(_l("Jusqu'à quand on annule sans appeler le hub."), allow_none=True)
    booked_at = instant()
    cancelled_by = String(
        required=True, allow_none=True, metadata={"enum": [*(str(one) for one in CancelledBy), None]}
    )
    reason = String(required=True)
    url = String(required=True, metadata=told(_l("Sa page sur le site\u00a0: historique, questions du hub.")))


class BookingsOut(Answer):
    items = List(Nested(BookingOut), required=True)
    next = String(required=True, allow_none=True, metadata=told(_l("Curseur de la suite, null à la fin.")))
