"""What can stand in the way of a basket."""

from shared_services.booking.errors import AlreadyBooked, AnotherDateHeld, Overlapping
from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class TooManyLines(DomainError):
    """Carries `most`."""

    code = "too_many_lines"
    sentence = _l("Un panier contient %(most)d réservations au plus : faites-les, ou retirez-en une.")


class AlreadyInBasket(DomainError):
    code = "already_in_basket"
    sentence = _l("C'est déjà dans votre panier, à ces dates.")


class OverlapsInBasket(Overlapping):
    """Carries `title` of what is in the basket at the same hours: hers to choose."""

    code = "overlaps_in_basket"
    sentence = _l(
        "À ces heures-là, votre panier contient déjà « %(title)s ». Dites s'il faut garder les deux."
    )


class AnotherDateInBasket(DomainError):
    """Carries `title` of the offer of which the basket has another date."""

    code = "another_date_in_basket"
    sentence = _l(
        "Votre panier contient déjà une autre date de « %(title)s ». "
        "Les dates sont partagées : retirez l'autre d'abord."
    )


class BasketEmpty(DomainError):
    code = "basket_empty"
    sentence = _l("Votre panier est vide : il n'y a rien à réserver.")


class BasketRefused(DomainError):
    """Nothing was booked. Carries `refusals`: by the number of a line, what stands in its way."""

    code = "basket_refused"
    sentence = _l(
        "Rien n'a été réservé, car tout n'est pas possible. Ce qui vous est gardé le reste : "
        "retirez ce qui ne va pas, ou réservez ce qui est possible."
    )

    def __init__(self, refusals: dict[int, DomainError]) -> None:
        super().__init__()
        self.refusals = refusals


# What is said when the other place is one of the basket itself, which has no reference yet.
SAID_OF_THE_BASKET: dict[type[DomainError], type[DomainError]] = {
    AlreadyBooked: AlreadyInBasket,
    Overlapping: OverlapsInBasket,
    AnotherDateHeld: AnotherDateInBasket,
}
