"""People are asked what they think of a session, once each, and answer without a name.

Revision: 0041, after 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

# On SQLite the number of a row is its place in the file.
RANDOM = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "funder_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_funder_contact_email_lower_case")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_funder_contact_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_contact")),
        sa.UniqueConstraint("hub_id", "email", name="uq_funder_contact_hub_email"),
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("weeks_after", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "audience IN ('hot', 'cold', 'trainer', 'employer', 'funder')", name=op.f("ck_survey_audience")
        ),
        sa.CheckConstraint(
            "(audience = 'cold') = (weeks_after IS NOT NULL)", name=op.f("ck_survey_cold_has_weeks")
        ),
        sa.CheckConstraint("weeks_after BETWEEN 2 AND 52", name=op.f("ck_survey_weeks_after")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_survey_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("hub_id", "audience", name="uq_survey_hub_audience"),
    )
    op.create_table(
        "survey_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('score_0_10', 'scale_1_5', 'choice', 'text', 'objectives')",
            name=op.f("ck_survey_question_questionkind"),
        ),
        sa.CheckConstraint("(key = '') = (wording <> '')", name=op.f("ck_survey_question_said_once")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_question_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_question")),
    )
    op.create_index("ix_survey_question_survey", "survey_question", ["survey_id", "position"], unique=False)
    op.create_table(
        "survey_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("bookable_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(bookable_id IS NULL) <> (year IS NULL)", name=op.f("ck_survey_round_about_one_thing")
        ),
        sa.CheckConstraint("answered BETWEEN 0 AND invited", name=op.f("ck_survey_round_one_answer_each")),
        sa.ForeignKeyConstraint(["bookable_id"], ["bookable.id"], name=op.f("fk_survey_round_bookable_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_round_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_round")),
        sa.UniqueConstraint("survey_id", "bookable_id", name="uq_survey_round_bookable"),
        sa.UniqueConstraint("survey_id", "year", name="uq_survey_round_year"),
    )
    op.create_index("ix_survey_round_asked_on", "survey_round", ["asked_on"], unique=False)
    op.create_index("ix_survey_round_bookable_id", "survey_round", ["bookable_id"], unique=False)
    op.create_table(
        "survey_answer",
        sa.Column("id", RANDOM, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("organisation_kind", sa.String(length=32), nullable=True),
        sa.Column("departement_code", sa.String(length=3), nullable=True),
        sa.CheckConstraint(
            "organisation_kind IN ('association', 'local_authority', 'company', 'public_operator')",
            name=op.f("ck_survey_answer_organisationkind"),
        ),
        sa.ForeignKeyConstraint(
            ["departement_code"], ["departement.code"], name=op.f("fk_survey_answer_departement_code")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_answer_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index(op.f("ix_survey_answer_round_id"), "survey_answer", ["round_id"], unique=False)
    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_survey_invitation_asks_somebody")
        ),
        sa.CheckConstraint("expires_at > sent_at", name=op.f("ck_survey_invitation_expires_later")),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["funder_contact.id"],
            name=op.f("fk_survey_invitation_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_survey_invitation_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_invitation_person_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["survey_round.id"], name=op.f("fk_survey_invitation_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint("round_id", "contact_id", name="uq_survey_invitation_contact"),
        sa.UniqueConstraint("round_id", "person_id", name="uq_survey_invitation_person"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_survey_invitation_contact_id"), "survey_invitation", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_survey_invitation_organisation_id"), "survey_invitation", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_survey_invitation_person_id"), "survey_invitation", ["person_id"], unique=False)
    op.create_index("ix_survey_invitation_sent_at", "survey_invitation", ["sent_at"], unique=False)
    op.create_table(
        "survey_answer_value",
        sa.Column("id", RANDOM, autoincrement=False, nullable=False),
        sa.Column("answer_id", RANDOM, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("choice", sa.String(length=200), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("moment", sa.String(length=32), nullable=True),
        sa.CheckConstraint("moment IN ('before', 'now')", name=op.f("ck_survey_answer_value_moment")),
        sa.CheckConstraint(
            "(number IS NOT NULL AND choice IS NULL AND words IS NULL) OR "
            "(number IS NULL AND choice IS NOT NULL AND words IS NULL) OR "
            "(number IS NULL AND choice IS NULL AND words IS NOT NULL)",
            name=op.f("ck_survey_answer_value_says_one_thing"),
        ),
        sa.CheckConstraint(
            "(objective IS NULL) = (moment IS NULL)", name=op.f("ck_survey_answer_value_objective_has_moment")
        ),
        sa.CheckConstraint("number BETWEEN 0 AND 10", name=op.f("ck_survey_answer_value_number")),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["survey_answer.id"],
            name=op.f("fk_survey_answer_value_answer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["survey_question.id"], name=op.f("fk_survey_answer_value_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer_value")),
    )
    op.create_index(
        op.f("ix_survey_answer_value_answer_id"), "survey_answer_value", ["answer_id"], unique=False
    )
    op.create_index(
        "ix_survey_answer_value_question", "survey_answer_value", ["question_id", "answer_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("survey_answer_value")
    op.drop_table("survey_invitation")
    op.drop_table("survey_answer")
    op.drop_table("survey_round")
    op.drop_table("survey_question")
    op.drop_table("survey")
    op.drop_table("funder_contact")
