"""The one list of what the application is made of, in navigation order."""

from flask import Blueprint

from shared_services.accounts import models as accounts_models
from shared_services.accounts.data_views import blueprint as accounts
from shared_services.announcements import models as announcements_models
from shared_services.announcements.admin_views import blueprint as announcements_admin
from shared_services.announcements.admin_views import of_hub as announcements_manage
from shared_services.announcements.views import blueprint as announcements
from shared_services.api import models as api_models
from shared_services.api.booking_views import blueprint as api
from shared_services.api.docs_views import blueprint as api_docs
from shared_services.api.feed_views import blueprint as feeds
from shared_services.api.token_views import blueprint as tokens
from shared_services.attendance import models as attendance_models
from shared_services.attendance import telling as attendance_telling
from shared_services.attendance.manage_views import blueprint as attendance_manage
from shared_services.attendance.scan_views import blueprint as attendance_scans
from shared_services.attendance.substitute_views import blueprint as attendance_substitutes
from shared_services.attendance.views import blueprint as attendance
from shared_services.basket import models as basket_models
from shared_services.basket.views import blueprint as basket
from shared_services.booking import models as booking_models
from shared_services.booking.career_views import blueprint as career
from shared_services.booking.exports.views import blueprint as booking_exports
from shared_services.booking.mailing import models as mailing_models
from shared_services.booking.mailing.views import blueprint as mailings
from shared_services.booking.no_shows import models as no_show_models
from shared_services.booking.no_shows.views import blueprint as no_shows
from shared_services.booking.no_shows.views import manage as no_shows_manage
from shared_services.booking.questions import models as question_models
from shared_services.booking.questions.views import blueprint as questions
from shared_services.booking.questions.views import manage as questions_manage
from shared_services.booking.sharing.views import blueprint as booking_manage
from shared_services.booking.team_views import blueprint as team
from shared_services.booking.views import blueprint as booking
from shared_services.catalogue import models as catalogue_models
from shared_services.catalogue.admin_views import blueprint as catalogue_admin
from shared_services.catalogue.pictures import messages as picture_messages
from shared_services.catalogue.pictures import models as picture_models
from shared_services.catalogue.pictures.views import blueprint as offer_pictures
from shared_services.catalogue.reports import models as report_models
from shared_services.catalogue.reports.views import blueprint as offer_reports
from shared_services.catalogue.revisions import models as revision_models
from shared_services.catalogue.revisions.admin_views import blueprint as revisions_admin
from shared_services.catalogue.revisions.views import blueprint as offer_revisions
from shared_services.catalogue.themes.admin_views import blueprint as themes_admin
from shared_services.core import audit, limits
from shared_services.evaluation import messages as evaluation_messages
from shared_services.evaluation import models as evaluation_models
from shared_services.evaluation.complaints import messages as complaint_messages
from shared_services.evaluation.complaints import models as complaint_models
from shared_services.evaluation.complaints.action_views import blueprint as actions
from shared_services.evaluation.complaints.manage_views import blueprint as complaints_manage
from shared_services.evaluation.complaints.views import blueprint as complaints
from shared_services.evaluation.questions.views import blueprint as surveys_manage
from shared_services.evaluation.results.views import blueprint as evaluation
from shared_services.evaluation.views import blueprint as surveys
from shared_services.evidence import models as evidence_models
from shared_services.evidence.manage_views import blueprint as evidence_manage
from shared_services.evidence.passport import models as passport_models
from shared_services.evidence.passport.views import blueprint as passport
from shared_services.evidence.reissue_views import blueprint as evidence_reissue
from shared_services.evidence.team_views import blueprint as evidence_team
from shared_services.evidence.verify_views import blueprint as certificates
from shared_services.evidence.views import blueprint as evidence
from shared_services.finding import models as finding_models
from shared_services.finding.views import blueprint as finding
from shared_services.kinds import KINDS
from shared_services.merging.admin_views import blueprint as merging_admin
from shared_services.merging.views import blueprint as merging
from shared_services.network import models as network_models
from shared_services.network.admin_views import blueprint as network_admin
from shared_services.network.identity_views import blueprint as hub_identity
from shared_services.network.invitation_views import blueprint as invitations
from shared_services.network.logo_views import blueprint as hub_logo
from shared_services.network.manage_views import blueprint as network_manage
from shared_services.network.organisation_admin_views import blueprint as organisations_admin
from shared_services.network.settings_views import blueprint as hub_settings
from shared_services.outbox import models as outbox_models
from shared_services.outbox.views import blueprint as outbox
from shared_services.papers import models as papers_models
from shared_services.pathways import kind as pathways_kind
from shared_services.pathways import models as pathways_models
from shared_services.pathways.colleague_views import blueprint as pathway_colleagues
from shared_services.pathways.following_views import blueprint as enrolments
from shared_services.pathways.manage_views import blueprint as pathways_manage
from shared_services.pathways.views import blueprint as pathways
from shared_services.scheduler import models as scheduler_models
from shared_services.scheduler.admin_views import blueprint as scheduler_admin
from shared_services.web.admin.audit_views import blueprint as audit_admin
from shared_services.web.admin.home_views import blueprint as admin
from shared_services.web.admin.people_views import blueprint as people_admin
from shared_services.web.catalogue.views import blueprint as web_catalogue
from shared_services.web.desk import messages as web_messages
from shared_services.web.desk.calendar_views import blueprint as hub_calendar
from shared_services.web.desk.views import blueprint as desk
from shared_services.web.health.views import blueprint as health
from shared_services.web.hub_views import blueprint as network
from shared_services.web.support import blueprint as support
from shared_services.web.views import blueprint as web

BLUEPRINTS: tuple[Blueprint, ...] = (
    web,
    web_catalogue,
    finding,
    health,
    accounts,
    network,
    invitations,
    booking,
    team,
    career,
    questions,
    no_shows,
    *(blueprint for kind in KINDS for blueprint in kind.blueprints),
    attendance,
    surveys,
    complaints,
    evidence,
    certificates,
    passport,
    basket,
    pathways,
    enrolments,
    pathway_colleagues,
    feeds,
    tokens,
    merging,
    api,
    api_docs,
    desk,
    hub_calendar,
    hub_logo,
    hub_identity,
    network_manage,
    hub_settings,
    *(blueprint for kind in KINDS for blueprint in kind.manage_blueprints),
    attendance_manage,
    attendance_scans,
    attendance_substitutes,
    pathways_manage,
    evidence_manage,
    evidence_reissue,
    evidence_team,
    offer_pictures,
    booking_manage,
    questions_manage,
    no_shows_manage,
    evaluation,
    surveys_manage,
    complaints_manage,
    actions,
    booking_exports,
    mailings,
    admin,
    people_admin,
    merging_admin,
    organisations_admin,
    announcements,
    announcements_manage,
    announcements_admin,
    themes_admin,
    audit_admin,
    support,
    catalogue_admin,
    offer_revisions,
    offer_reports,
    revisions_admin,
    network_admin,
    scheduler_admin,
    outbox,
)

# Every table is known as soon as the application is, whichever view is asked first.
MODELS = (
    audit,
    limits,
    papers_models,
    outbox_models,
    accounts_models,
    network_models,
    announcements_models,
    catalogue_models,
    revision_models,
    report_models,
    picture_models,
    booking_models,
    mailing_models,
    question_models,
    no_show_models,
    *(models for kind in KINDS for models in kind.models),
    attendance_models,
    evaluation_models,
    complaint_models,
    evidence_models,
    passport_models,
    basket_models,
    pathways_models,
    api_models,
    scheduler_models,
    finding_models,
)

# Importing them registers what the slices below show, and what the scheduler renders.
REGISTERED = (
    attendance_telling,
    web_messages,
    picture_messages,
    evaluation_messages,
    complaint_messages,
    pathways_kind,
)
