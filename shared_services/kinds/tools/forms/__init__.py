"""What people type about tools."""

from .lending import AnswerForm, AppealForm, LendingRulesForm
from .loans import ExtendForm, HandOverForm, LoanForm, ReasonForm, ReturnForm
from .offers import ManualForm, NewToolForm, RulesForm, ToolForm
from .units import BlackoutForm, ImportForm, NewUnitForm, OutageForm, StateForm, UnitForm

__all__ = [
    "AnswerForm",
    "AppealForm",
    "BlackoutForm",
    "ExtendForm",
    "HandOverForm",
    "ImportForm",
    "LendingRulesForm",
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
