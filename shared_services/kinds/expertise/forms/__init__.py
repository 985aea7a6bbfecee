"""What people type about experts and appointments."""

from .appointments import AppointmentForm, OutcomeForm, PreparationForm, ReasonForm, WishForm
from .availability import AbsenceForm, AddressForm, DayForm, EndForm, FileForm, WeeklyForm
from .offers import ExpertForm, NewOfferForm, OfferForm, RulesForm

__all__ = [
    "AbsenceForm",
    "AddressForm",
    "AppointmentForm",
    "DayForm",
    "EndForm",
    "ExpertForm",
    "FileForm",
    "NewOfferForm",
    "OfferForm",
    "OutcomeForm",
    "PreparationForm",
    "ReasonForm",
    "RulesForm",
    "WeeklyForm",
    "WishForm",
]
