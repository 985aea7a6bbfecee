"""What can stand in the way of a pathway."""

from collections.abc import Mapping

from shared_services.core.errors import DomainError
from shared_services.core.i18n import _l


class PathwayNotPublished(DomainError):
    code = "pathway_not_published"
    sentence = _l("Ce parcours n'est pas publié : on ne peut pas encore s'y inscrire.")


class PathwayEmpty(DomainError):
    code = "pathway_empty"
    sentence = _l("Ce parcours n'a pas encore de module : on ne peut pas encore s'y inscrire.")


class ModuleGone(DomainError):
    """Carries `title` of the module that its hub no longer offers."""

    code = "module_gone"
    sentence = _l(
        "Les inscriptions à ce parcours sont fermées : le module « %(title)s » n'est plus proposé. "
        "Le hub doit d'abord le remplacer ou le retirer du parcours."
    )


class AlreadyEnrolled(DomainError):
    """Carries `enrolment_id`, the one under way."""

    code = "already_enrolled"
    sentence = _l("Vous suivez déjà ce parcours.")


class PlanIncomplete(DomainError):
    """Carries `title` of the first module without a session."""

    code = "plan_incomplete"
    status = 422
    sentence = _l("Choisissez une session pour « %(title)s ».")


class PlanImpossible(DomainError):
    code = "plan_impossible"
    sentence = _l(
        "Ces sessions ne vont pas ensemble : l'ordre des modules, ou le temps à laisser entre deux, "
        "n'est pas respecté. Choisissez d'autres dates."
    )


class PlanRefused(DomainError):
    """Nothing was booked. Carries `refusals`: by the number of a module, what stands in its way."""

    code = "plan_refused"
    sentence = _l("Rien n'a été réservé, car le parcours entier n'est pas possible avec ces sessions.")

    def __init__(self, refusals: Mapping[int, DomainError]) -> None:
        super().__init__()
        self.refusals = dict(refusals)


class NotUnderWay(DomainError):
    code = "not_under_way"
    sentence = _l("Ce parcours est terminé ou quitté : il n'y a plus rien à y changer.")


class ModuleDone(DomainError):
    code = "module_done"
    sentence = _l("Ce module est déjà fait : il n'y a plus de session à choisir.")


class NothingToUndo(DomainError):
    code = "nothing_to_undo"
    sentence = _l("Ce module n'est pas, ou plus, reconnu comme acquis.")


class ReasonForSkipMissing(DomainError):
    code = "reason_for_skip_missing"
    status = 422
    sentence = _l("Écrivez ce qui est reconnu : la personne reçoit ce texte, et il reste dans l'historique.")


class AlreadyInPathway(DomainError):
    code = "already_in_pathway"
    sentence = _l("Cette formation est déjà un module du parcours.")


class TooManyModules(DomainError):
    """Carries `most`."""

    code = "too_many_modules"
    status = 422
    sentence = _l("Un parcours a %(most)d modules au plus : retirez-en un d'abord.")


class NoModuleYet(DomainError):
    code = "no_module_yet"
    sentence = _l("Ajoutez d'abord un module : un parcours sans module ne peut pas être relu.")


class ModuleNotPublished(DomainError):
    """Carries `title` of the training."""

    code = "module_not_published"
    sentence = _l(
        "Ce parcours ne peut pas encore être soumis : le module « %(title)s » n'est pas publié. "
        "Remplacez-le, ou retirez-le du parcours."
    )


class NotAModule(DomainError):
    code = "not_a_module"
    status = 422
    sentence = _l("Choisissez dans la liste une formation publiée.")


class PeopleUnderWay(DomainError):
    """Carries `people`, how many follow it."""

    code = "people_under_way"
    sentence = _l(
        "Des personnes suivent encore ce parcours (%(people)d) : attendez qu'elles aient fini, "
        "ou changez ses modules sans le retirer."
    )


class CohortIncomplete(DomainError):
    code = "cohort_incomplete"
    status = 422
    sentence = _l("Choisissez une session de chaque module, dans l'ordre du parcours.")


class TooEarlyToAssess(DomainError):
    code = "too_early_to_assess"
    sentence = _l("Les objectifs se réévaluent une fois tous les modules obligatoires faits.")


class TooLateToPosition(DomainError):
    code = "too_late_to_position"
    sentence = _l("Le questionnaire de départ se remplit avant le premier module.")


class RatingsIncomplete(DomainError):
    code = "ratings_incomplete"
    status = 422
    sentence = _l("Répondez pour chaque objectif.")
