"""A paper on its way to a browser."""

from flask import Response

from shared_services.core.saying import say_day
from shared_services.papers.models import Paper

from .errors import PaperDeleted

PDF = "application/pdf"


def as_file(paper: Paper, name: str) -> Response:
    """The file as it was made; `name` is plain letters. Raises PaperDeleted past its term."""
    if paper.deleted_on is not None:
        raise PaperDeleted(day=say_day(paper.deleted_on))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(paper.content, mimetype=PDF, headers=headers)
