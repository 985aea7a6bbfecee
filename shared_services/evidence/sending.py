"""A paper on its way to a browser."""

from flask import Response

from shared_services.papers.models import Paper

PDF = "application/pdf"


def as_file(paper: Paper, name: str) -> Response:
    """The file as it was made; `name` is plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(paper.content, mimetype=PDF, headers=headers)
