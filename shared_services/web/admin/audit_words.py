"""The audit trail in sentences: who did what to whom. An act without words of its own is still told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared_services.booking.models import Bookable
from shared_services.catalogue.models import Offer
from shared_services.core.audit import AuditEntry
from shared_services.core.database import tables_of
from shared_services.core.i18n import LazyString, _, _l

from .queries import audit as audit_queries

KINDS: dict[str, LazyString | str] = {
    "person": _l("Compte"),
    "support_visit": _l("Visite du support"),
    "saved_search": _l("Recherche gardée"),
    "hub": _l("Hub"),
    "hub_role": _l("Rôle dans un hub"),
    "organisation": _l("Structure"),
    "affiliation": _l("Rattachement à une structure"),
    "membership": _l("Adhésion à un hub"),
    "invitation": _l("Invitation"),
    "offer": _l("Offre"),
    "announcement": _l("Annonce"),
    "theme": _l("Thème"),
    "bookable": _l("Session"),
    "booking": _l("Réservation"),
    "attendance_sheet": _l("Feuille de présence"),
    "tool_unit": _l("Exemplaire d'un outil"),
    "tool_blackout": _l("Jours sans prêt"),
    "lending_suspension": _l("Suspension de prêts"),
    "no_show_review": _l("Réexamen d'absences"),
    "availability_range": _l("Disponibilités"),
    "availability_exception": _l("Jour à part"),
    "absence": _l("Absence"),
    "busy_calendar": _l("Agenda tenu ailleurs"),
    "booking_group": _l("Réservation de groupe"),
    "enrolment": _l("Inscription à un parcours"),
    "question": _l("Question d'une offre"),
    "survey": _l("Questionnaire"),
    "survey_question": _l("Question d'un questionnaire"),
    "funder_contact": _l("Financeur à interroger"),
    "complaint": _l("Réclamation"),
    "improvement_action": _l("Action d'amélioration"),
    "certificate": _l("Certificat de réalisation"),
    "quota": _l("Limite d'un hub"),
    "feed": _l("Agenda"),
    "api_token": _l("Jeton personnel"),
    "passport_share": _l("Partage de passeport"),
    "outbox_message": _l("Message"),
    "audit_search": _l("Recherche dans le journal"),
}

# What was done, said after who did it.
ACTS: dict[tuple[str, str], LazyString | str] = {
    ("person", "signed_up"): _l("a créé le compte"),
    ("person", "email_confirmed"): _l("a confirmé l'adresse du compte"),
    ("person", "profile_changed"): _l("a modifié le profil"),
    ("person", "email_change_asked"): _l("a demandé une autre adresse e-mail"),
    ("person", "email_changed"): _l("a changé l'adresse e-mail du compte"),
    ("person", "email_change_refused"): _l("a refusé le changement d'adresse e-mail"),
    ("person", "data_exported"): _l("a emporté ses données"),
    ("person", "password_changed"): _l("a changé le mot de passe"),
    ("person", "made_admin"): _l("a confié l'administration de la plateforme"),
    ("person", "unmade_admin"): _l("a retiré l'administration de la plateforme"),
    ("person", "confirmation_sent"): _l("a renvoyé le message de confirmation"),
    ("person", "signed_out_everywhere"): _l("a déconnecté tous les appareils"),
    ("person", "blocked"): _l("a bloqué le compte"),
    ("person", "unblocked"): _l("a débloqué le compte"),
    ("person", "merged"): _l("a réuni un autre compte avec le compte"),
    ("person", "merged_into"): _l("a réuni avec un autre compte le compte"),
    ("person", "audit_searched"): _l("a consulté le journal"),
    ("person", "audit_exported"): _l("a exporté le journal"),
    ("support_visit", "started"): _l("a commencé à voir le site comme"),
    ("support_visit", "ended"): _l("a cessé de voir le site comme"),
    ("saved_search", "saved"): _l("a gardé la recherche"),
    ("saved_search", "changed"): _l("a changé la recherche"),
    ("saved_search", "deleted"): _l("a supprimé la recherche"),
    ("hub", "created"): _l("a créé le hub"),
    ("hub", "edited"): _l("a modifié la fiche du hub"),
    ("hub", "logo_changed"): _l("a changé le logo du hub"),
    ("hub", "logo_removed"): _l("a retiré le logo du hub"),
    ("hub", "bookings_exported"): _l("a exporté des réservations du hub"),
    ("hub_role", "appointed"): _l("a nommé dans l'équipe"),
    ("hub_role", "ended"): _l("a mis fin au rôle"),
    ("organisation", "created"): _l("a proposé la structure"),
    ("organisation", "corrected"): _l("a corrigé la fiche de la structure"),
    ("organisation", "merged"): _l("a réuni un doublon avec la structure"),
    ("organisation", "merged_into"): _l("a supprimé le doublon de la structure"),
    ("affiliation", "requested"): _l("a demandé le rattachement"),
    ("affiliation", "accepted"): _l("a accepté le rattachement"),
    ("affiliation", "refused"): _l("a refusé le rattachement"),
    ("affiliation", "ended"): _l("a mis fin au rattachement"),
    ("affiliation", "made_referent"): _l("a nommé référent·e"),
    ("affiliation", "unmade_referent"): _l("a retiré le rôle de référent·e"),
    ("hub_role", "shown"): _l("accepte d'être nommé·e sur la page du hub"),
    ("hub_role", "hidden"): _l("ne veut plus être nommé·e sur la page du hub"),
    ("membership", "renewed"): _l("a renouvelé l'adhésion"),
    ("invitation", "invited"): _l("a invité une personne"),
    ("invitation", "shared"): _l("a créé un lien d'invitation"),
    ("invitation", "sent_again"): _l("a renvoyé l'invitation"),
    ("invitation", "accepted"): _l("a accepté l'invitation"),
    ("invitation", "revoked"): _l("a retiré l'invitation"),
    ("booking", "carried_over"): _l("a gardé la place en changeant de structure"),
    ("membership", "requested"): _l("a demandé l'adhésion"),
    ("membership", "accepted"): _l("a accepté l'adhésion"),
    ("membership", "refused"): _l("a refusé l'adhésion"),
    ("membership", "ended"): _l("a mis fin à l'adhésion"),
    ("offer", "written"): _l("a écrit l'offre"),
    ("offer", "rewritten"): _l("a réécrit l'offre"),
    ("offer", "submitted"): _l("a soumis l'offre à relecture"),
    ("offer", "published"): _l("a publié l'offre"),
    ("offer", "returned"): _l("a renvoyé l'offre à corriger"),
    ("offer", "checked"): _l("a confirmé que l'offre est toujours vraie"),
    ("offer", "report_closed"): _l("a répondu à un signalement sur l'offre"),
    ("offer", "suspended"): _l("a suspendu l'offre"),
    ("offer", "archived"): _l("a archivé l'offre"),
    ("offer", "revision_written"): _l("a écrit une modification de l'offre"),
    ("offer", "revision_submitted"): _l("a soumis une modification de l'offre"),
    ("offer", "revision_taken_back"): _l("a repris la modification de l'offre"),
    ("offer", "revision_dropped"): _l("a renoncé à la modification de l'offre"),
    ("offer", "revision_published"): _l("a publié la modification de l'offre"),
    ("offer", "revision_returned"): _l("a renvoyé la modification de l'offre à corriger"),
    ("offer", "picture_sent"): _l("a envoyé une image de l'offre"),
    ("offer", "picture_removed"): _l("a retiré l'image de l'offre"),
    ("offer", "picture_accepted"): _l("a accepté l'image de l'offre"),
    ("offer", "picture_refused"): _l("a refusé l'image de l'offre"),
    ("offer", "draft"): _l("a repris l'offre en brouillon"),
    ("theme", "theme_added"): _l("a ajouté le thème"),
    ("theme", "theme_edited"): _l("a modifié le thème"),
    ("theme", "theme_retired"): _l("a retiré le thème"),
    ("theme", "theme_restored"): _l("a remis le thème"),
    ("theme", "theme_merged"): _l("a réuni le thème avec un autre"),
    ("announcement", "published"): _l("a annoncé"),
    ("announcement", "withdrawn"): _l("a retiré l'annonce"),
    ("bookable", "planned"): _l("a planifié la session"),
    ("bookable", "rescheduled"): _l("a changé la date ou le lieu de la session"),
    ("bookable", "rules_changed"): _l("a changé les règles"),
    ("bookable", "capacity_changed"): _l("a changé le nombre de places"),
    ("bookable", "out_of_service"): _l("a changé ce qui est hors service"),
    ("bookable", "organisation_limit"): _l("a changé la limite de places par structure"),
    ("bookable", "seats_kept"): _l("a gardé des places"),
    ("booking", "answered"): _l("a répondu aux questions du hub"),
    ("question", "asked"): _l("pose une question à l'inscription"),
    ("question", "retired"): _l("ne pose plus une question"),
    ("hub", "habits_changed"): _l("a changé les réglages du hub"),
    ("hub_role", "rhythm_chosen"): _l("a choisi le rythme de ses messages"),
    ("hub", "identity_changed"): _l("a changé l'identité du hub sur ses papiers"),
    ("hub", "funder_logo_added"): _l("a ajouté le logo d'un financeur"),
    ("hub", "funder_logo_removed"): _l("a retiré le logo d'un financeur"),
    ("survey", "rhythm_set"): _l("a réglé l'envoi du questionnaire"),
    ("survey", "texts_withdrawn"): _l("a retiré des textes qui désignaient quelqu'un"),
    ("survey_question", "asked"): _l("pose une question de plus"),
    ("survey_question", "reworded"): _l("a reformulé la question"),
    ("survey_question", "retired"): _l("ne pose plus la question"),
    ("survey_question", "restored"): _l("pose de nouveau la question"),
    ("funder_contact", "added"): _l("a ajouté un financeur à interroger"),
    ("funder_contact", "removed"): _l("a retiré un financeur à interroger"),
    ("complaint", "filed"): _l("a fait une réclamation"),
    ("complaint", "entered"): _l("a noté une réclamation reçue"),
    ("complaint", "moved"): _l("a avancé la réclamation"),
    ("improvement_action", "opened"): _l("a ouvert une action d'amélioration"),
    ("improvement_action", "changed"): _l("a changé l'action d'amélioration"),
    ("bookable", "cofunded"): _l("a dit la session cofinancée par l'Union européenne"),
    ("bookable", "not_cofunded"): _l("a dit la session sans cofinancement européen"),
    ("bookable", "folder_taken"): _l("a emporté le dossier d'audit de la session"),
    ("certificate", "certificate_reissued"): _l("a refait le certificat"),
    ("certificate", "certificate_withdrawn"): _l("le certificat ne vaut plus : il ne reste aucune minute"),
    ("bookable", "seats_freed"): _l("a libéré des places gardées"),
    ("bookable", "minimum_missed"): _l("trop peu de personnes pour la session"),
    ("bookable", "maintained"): _l("a maintenu la session"),
    ("bookable", "cancelled"): _l("a annulé la session"),
    ("bookable", "ended"): _l("a marqué la session comme terminée"),
    ("bookable", "written_to"): _l("a écrit aux personnes inscrites à la session"),
    ("bookable", "exported"): _l("a exporté la liste des personnes inscrites de la session"),
    ("offer", "manual_set"): _l("a mis la notice de l'outil"),
    ("offer", "manual_removed"): _l("a retiré la notice de l'outil"),
    ("hub", "inventory_imported"): _l("a importé l'inventaire"),
    ("tool_unit", "registered"): _l("a ajouté à l'inventaire"),
    ("tool_unit", "described"): _l("a corrigé la fiche"),
    ("tool_unit", "state_changed"): _l("a changé l'état"),
    ("tool_unit", "outage_planned"): _l("a prévu une absence"),
    ("tool_unit", "outage_removed"): _l("a retiré une absence"),
    ("tool_unit", "handed_over"): _l("a remis"),
    ("tool_unit", "taken_back"): _l("a repris"),
    ("bookable", "expert_added"): _l("a ajouté un expert à l'offre"),
    ("bookable", "expert_removed"): _l("a retiré un expert de l'offre"),
    ("booking", "period_changed"): _l("a déplacé le rendez-vous"),
    ("booking", "preparation_written"): _l("a dit ce qu'il faut préparer"),
    ("booking", "outcome_noted"): _l("a écrit le compte rendu"),
    ("availability_range", "hours_added"): _l("a ajouté des heures"),
    ("availability_range", "hours_ended"): _l("a arrêté des heures"),
    ("availability_exception", "day_changed"): _l("a changé un jour"),
    ("availability_exception", "removed"): _l("a rendu un jour à sa semaine"),
    ("absence", "absence_added"): _l("a noté une absence"),
    ("absence", "removed"): _l("a retiré une absence"),
    ("busy_calendar", "calendar_added"): _l("a ajouté un agenda"),
    ("busy_calendar", "calendar_removed"): _l("a retiré un agenda"),
    ("tool_blackout", "closed"): _l("ne prête rien pendant"),
    ("tool_blackout", "opened"): _l("prête de nouveau pendant"),
    ("hub", "lending_rules_changed"): _l("a changé les règles de prêt du hub"),
    ("no_show_review", "asked"): _l("a demandé un réexamen"),
    ("no_show_review", "accepted"): _l("ne compte plus les absences"),
    ("no_show_review", "kept"): _l("continue de compter les absences"),
    ("lending_suspension", "suspended"): _l("suspend les nouveaux prêts"),
    ("lending_suspension", "appealed"): _l("a demandé un réexamen"),
    ("lending_suspension", "lifted"): _l("a levé la suspension"),
    ("lending_suspension", "kept"): _l("a maintenu la suspension"),
    ("lending_suspension", "settled"): _l("a tout réglé : suspension levée"),
    ("booking", "handed_over"): _l("a remis le matériel"),
    ("booking", "taken_back"): _l("a repris le matériel"),
    ("booking", "extended"): _l("a prolongé le prêt"),
    ("booking", "settled"): _l("a clos le prêt"),
    ("booking", "booked"): _l("a réservé"),
    ("booking", "pending"): _l("a demandé l'accord du hub"),
    ("booking", "confirmed"): _l("a confirmé la place"),
    ("booking", "waitlisted"): _l("a inscrit sur la liste d'attente"),
    ("booking", "offered"): _l("a proposé une place"),
    ("booking", "cancelled"): _l("a annulé la réservation"),
    ("booking", "refused"): _l("a refusé la réservation"),
    ("attendance_sheet", "paper_added"): _l("a ajouté le papier signé à la feuille"),
    ("attendance_sheet", "sheet_closed"): _l("a signé et clos la feuille de présence"),
    ("booking", "attended"): _l("a noté la présence"),
    ("booking", "no_show"): _l("a noté l'absence"),
    ("booking", "moved"): _l("a déplacé vers une autre date"),
    ("booking", "merged"): _l("a déplacé la réservation avec toute sa session"),
    ("bookable", "merged"): _l("a réuni la session avec une autre"),
    ("booking", "swapped"): _l("a donné la place à une autre personne"),
    ("booking_group", "not_served"): _l("n'a pas eu de place pour tout le groupe"),
    ("offer", "modules_changed"): _l("a changé les modules du parcours"),
    ("offer", "cohort_added"): _l("a ouvert une promotion du parcours"),
    ("offer", "cohort_removed"): _l("a retiré une promotion du parcours"),
    ("enrolment", "enrolled"): _l("a inscrit à un parcours"),
    ("enrolment", "step_changed"): _l("a changé la date d'un module"),
    ("enrolment", "plan_taken"): _l("a réservé tout le parcours qui attendait"),
    ("enrolment", "finished"): _l("a noté que le parcours est terminé"),
    ("enrolment", "left"): _l("a quitté le parcours"),
    ("enrolment", "module_recognised"): _l("a reconnu un module comme acquis"),
    ("enrolment", "recognition_undone"): _l("ne reconnaît plus un module comme acquis"),
    ("enrolment", "rated_before"): _l("a rempli le questionnaire de départ"),
    ("enrolment", "rated_after"): _l("a réévalué les objectifs"),
    ("feed", "opened"): _l("a créé l'adresse d'un agenda"),
    ("feed", "closed"): _l("a fermé l'adresse d'un agenda"),
    ("passport_share", "created"): _l("a partagé son passeport de compétences"),
    ("passport_share", "revoked"): _l("a retiré un partage de son passeport"),
    ("api_token", "created"): _l("a créé un jeton personnel"),
    ("api_token", "revoked"): _l("a révoqué un jeton personnel"),
    ("quota", "added"): _l("a ajouté une limite"),
    ("quota", "removed"): _l("a retiré une limite"),
    ("outbox_message", "retried"): _l("a relancé l'envoi"),
}
UNKNOWN = _l("a modifié")
SCHEDULER = _l("La plateforme")
GONE = _l("compte supprimé")


@dataclass(frozen=True)
class Told:
    """One line of the trail as people read it."""

    entry: AuditEntry
    who: str
    act: str
    kind: str
    subject: str

    @property
    def sentence(self) -> str:
        return _("%(who)s %(act)s : %(subject)s", who=self.who, act=self.act, subject=self.subject)


def kind_name(kind: str) -> str:
    kind = _first_table(kind)
    return str(KINDS.get(kind, kind))


def act_words(kind: str, action: str) -> str:
    return str(ACTS.get((_first_table(kind), action), UNKNOWN))


def _first_table(kind: str) -> str:
    """The words are those of the table that the kinds have in common."""
    for model in (Offer, Bookable):
        if kind in tables_of(model):
            return str(model.__tablename__)
    return kind


def tell(db: Session, entries: Sequence[AuditEntry]) -> list[Told]:
    """The lines with the names of people and rows, in as many statements as there are kinds of rows."""
    people = audit_queries.name_people(db, (e.actor_id for e in entries if e.actor_id is not None))
    names = audit_queries.name_subjects(db, entries)
    return [
        Told(
            entry=entry,
            who=str(SCHEDULER) if entry.actor_id is None else people.get(entry.actor_id, str(GONE)),
            act=act_words(entry.subject_kind, entry.action),
            kind=kind_name(entry.subject_kind),
            subject=names.get((entry.subject_kind, entry.subject_id))
            or f"{kind_name(entry.subject_kind)} n° {entry.subject_id}",
        )
        for entry in entries
    ]
