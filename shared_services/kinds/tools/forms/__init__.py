"""What people type about tools."""

from .loans import ExtendForm, HandOverForm, LoanForm, ReasonForm, ReturnForm
from .offers import ManualForm, NewToolForm, RulesForm, ToolForm
from .units import BlackoutForm, ImportForm, NewUnitForm, OutageForm, StateForm, UnitForm

__all__ = [
    "BlackoutForm",
    "ExtendForm",
    "HandOverForm",
    "ImportForm",
    "LoanForm",
    "ManualForm",
    "NewToolForm",
    "NewUnitForm",
    "OutageForm",
    "ReasonForm",
    "ReturnForm",
    "RulesForm",
    "StateForm",
    "ToolForm",
    "UnitForm",
]
