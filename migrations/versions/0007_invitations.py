"""Invitations to organisations and to hubs' teams.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=43), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("role", _words("staffrole", "manager", "trainer"), nullable=True),
        sa.Column("as_referent", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("state", _words("invitationstate", "open", "accepted", "revoked"), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("revoked_at", moment, nullable=True),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (hub_id IS NULL)", name=op.f("ck_invitation_one_place")
        ),
        sa.CheckConstraint("(hub_id IS NULL) = (role IS NULL)", name=op.f("ck_invitation_role_in_hub")),
        sa.CheckConstraint(
            "email IS NOT NULL OR (hub_id IS NULL AND NOT as_referent)",
            name=op.f("ck_invitation_shared_is_plain"),
        ),
        sa.CheckConstraint("email IS NULL OR max_uses = 1", name=op.f("ck_invitation_mailed_works_once")),
        sa.CheckConstraint("uses BETWEEN 0 AND max_uses", name=op.f("ck_invitation_never_used_too_often")),
        sa.CheckConstraint(
            "(state = 'accepted') = (uses = max_uses)", name=op.f("ck_invitation_accepted_is_used_up")
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("ck_invitation_revoked_has_date")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_lower_case")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_invitation_hub_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("nonce", name=op.f("uq_invitation_nonce")),
    )
    for column in ("organisation_id", "hub_id", "email", "expires_at"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])
    op.create_table(
        "invitation_use",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("used_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_use_invitation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_use_person_id")),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name=op.f("pk_invitation_use")),
    )
    op.create_index(op.f("ix_invitation_use_person_id"), "invitation_use", ["person_id"])


def downgrade() -> None:
    op.drop_table("invitation_use")
    op.drop_table("invitation")
