"""What programs send: filters of lists, a booking. French sentences for what cannot be read."""

from typing import Any

from apiflask import Schema
from apiflask.fields import AwareDateTime, Boolean, Date, Integer, String
from marshmallow import ValidationError, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from shared_services.booking.models import BookingStatus
from shared_services.catalogue.models import Level, Modality
from shared_services.core.contacts import clean_email
from shared_services.core.i18n import _, _l
from shared_services.core.routing import GREATEST_ID
from shared_services.finding.wish import LONGEST_SEARCH

from ..paging import MOST, USUAL

SLUG = Regexp(r"^[a-z0-9-]{1,60}$", error=_l("Des minuscules, des chiffres et des traits d'union seulement."))
CODE = Regexp(r"^[0-9][0-9AB][0-9]?$", error=_l("Un code de département, par exemple 62, 2A ou 974."))
PRINTED = Regexp(r"^[ -~]{1,200}$", error=_l("De 1 à 200 signes sans accent."))
CURSOR = Regexp(r"^[A-Za-z0-9_.-]{1,1000}$", error=_l("Ce n'est pas un curseur."))
ID = Range(1, GREATEST_ID, error=_l("Un nombre entre {min} et {max}."))


def told(words: Any, **more: Any) -> dict[str, Any]:
    """What the description of the API says about a field."""
    return {"description": words, **more}


class SliceIn(Schema):
    """Where to go on reading, and how far."""

    cursor = String(validate=CURSOR, metadata=told(_l("Ce que next disait dans la réponse précédente.")))
    limit = Integer(
        strict=False,
        load_default=USUAL,
        validate=Range(1, MOST, error=_l("Un nombre entre {min} et {max}.")),
        metadata=told(_l("Combien au plus.")),
    )


class PathwaysIn(SliceIn):
    q = String(
        validate=Length(max=LONGEST_SEARCH, error=_l("{max} caractères au plus.")),
        metadata=told(_l("Des mots du titre ou du résumé, sans souci des accents.")),
    )


class WishIn(SliceIn):
    """What is looked for in the catalogue; the names are those of the site's own addresses."""

    q = String(
        validate=Length(max=LONGEST_SEARCH, error=_l("{max} caractères au plus.")),
        metadata=told(_l("Des mots du titre ou du résumé, sans souci des accents.")),
    )
    departement = String(
        validate=CODE, metadata=told(_l("Code du département que le hub couvre."), example="62")
    )
    theme = String(validate=SLUG, metadata=told(_l("Nom court d'un thème, tel que les offres le donnent.")))
    hub = String(validate=SLUG, metadata=told(_l("Nom court d'un hub, tel que les offres le donnent.")))
    modality = String(
        validate=OneOf([str(one) for one in Modality], error=_l("Un de ces mots\u00a0: {choices}.")),
        metadata=told(_l("Sur place ou à distance\u00a0; ce qui se suit des deux façons répond aux deux.")),
    )
    level = String(
        validate=OneOf([str(one) for one in Level], error=_l("Un de ces mots\u00a0: {choices}.")),
        metadata=told(_l("Niveau demandé.")),
    )
    from_on = Date(data_key="from", metadata=told(_l("Premier jour, là où cela se passe.")))
    to_on = Date(data_key="to", metadata=told(_l("Dernier jour, là où cela se passe.")))
    free = Boolean(load_default=False, metadata=told(_l("Seulement ce qui est gratuit.")))
    seats = Boolean(
        load_default=False, metadata=told(_l("Seulement ce qui peut être réservé tout de suite."))
    )

    @validates_schema
    def in_order(self, data: dict[str, Any], **_more: Any) -> None:
        first, last = data.get("from_on"), data.get("to_on")
        if first and last and last < first:
            raise ValidationError(_("Le dernier jour vient avant le premier."), "to")


class SessionsIn(WishIn):
    offer_id = Integer(validate=ID, metadata=told(_l("Les dates de cette offre seulement.")))


class BookingsIn(SliceIn):
    whose = String(
        load_default="all",
        validate=OneOf(["mine", "organisations", "all"], error=_l("Un de ces mots\u00a0: {choices}.")),
        metadata=told(
            _l(
                "mine\u00a0: les vôtres\u00a0; organisations\u00a0: celles des structures dont vous êtes "
                "référent\u00a0; all\u00a0: toutes."
            )
        ),
    )
    status = String(
        validate=OneOf([str(one) for one in BookingStatus], error=_l("Un de ces mots\u00a0: {choices}.")),
        metadata=told(_l("Les réservations dans cet état seulement.")),
    )
    bookable_id = Integer(validate=ID, metadata=told(_l("Les réservations de cette date seulement.")))


class KeyIn(Schema):
    key = String(
        data_key="Idempotency-Key",
        validate=PRINTED,
        metadata=told(
            _l(
                "Une clé de votre choix, une par demande\u00a0: renvoyée dans les 24 heures, la même demande "
                "reçoit la première réponse et ne réserve rien de plus."
            )
        ),
    )


class CancelIn(Schema):
    reason = String(
        load_default="",
        validate=Length(max=500, error=_l("{max} caractères au plus.")),
        metadata=told(_l("Un mot pour le hub\u00a0; obligatoire quand c'est la place de quelqu'un d'autre.")),
    )


class BookingIn(Schema):
    """What to book, for whom."""

    bookable_id = Integer(strict=True, required=True, validate=ID, metadata=told(_l("id d'une session.")))
    quantity = Integer(
        strict=True,
        load_default=1,
        validate=Range(1, 1000, error=_l("Un nombre entre {min} et {max}.")),
        metadata=told(_l("Combien de places\u00a0; une seule pour une session.")),
    )
    starts_at = AwareDateTime(
        format="iso",
        allow_none=True,
        metadata=told(_l("Début voulu, avec son décalage\u00a0; inutile pour une session, qui a ses dates.")),
    )
    ends_at = AwareDateTime(format="iso", allow_none=True, metadata=told(_l("Fin voulue, de même.")))
    join_waiting_list = Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata=told(_l("S'il n'y a plus de place, prendre rang au lieu d'être refusé.")),
    )
    despite_overlap = Boolean(
        load_default=False,
        truthy={True},
        falsy={False},
        metadata=told(_l("Réserver même si une autre place est déjà prise à ces heures-là.")),
    )
    on_behalf_of = String(
        allow_none=True,
        metadata=told(
            _l("Adresse e-mail d'une personne de votre structure, si vous en êtes référent."), format="email"
        ),
    )
    organisation_id = Integer(
        strict=True,
        allow_none=True,
        validate=ID,
        metadata=told(_l("La structure pour laquelle on vient, quand il y en a plusieurs.")),
    )

    @post_load
    def as_it_is_stored(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        if data.get("on_behalf_of") is None:
            return data
        email = clean_email(data["on_behalf_of"])
        if email is None:
            raise ValidationError(_("Écrivez une adresse e-mail complète."), "on_behalf_of")
        return data | {"on_behalf_of": email}
