"""One question of a survey at each place, so that they can be put in another order.

Revision: 0049, after 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

question = sa.table("survey_question", sa.column("id"), sa.column("survey_id"), sa.column("position"))


def upgrade() -> None:
    _number_anew()
    op.create_index("uq_survey_question_position", "survey_question", ["survey_id", "position"], unique=True)
    op.drop_index("ix_survey_question_survey", "survey_question")


def downgrade() -> None:
    op.create_index("ix_survey_question_survey", "survey_question", ["survey_id", "position"])
    op.drop_index("uq_survey_question_position", "survey_question")


def _number_anew() -> None:
    """The surveys where two questions had the same place, in the order in which they were read."""
    database = op.get_bind()
    twice = (
        sa.select(question.c.survey_id)
        .group_by(question.c.survey_id, question.c.position)
        .having(sa.func.count() > 1)
    )
    for survey_id in set(database.scalars(twice)):
        ordered = sa.select(question.c.id).where(question.c.survey_id == survey_id)
        for position, question_id in enumerate(
            database.scalars(ordered.order_by(question.c.position, question.c.id)).all(), start=1
        ):
            database.execute(
                sa.update(question).where(question.c.id == question_id).values(position=position)
            )
