"""`/api/v1`: what every request there goes through, before the view and after."""

from apiflask import APIBlueprint
from flask import Response, json, request

from .current import refuse_bad_tokens
from .errors import BadBody, NotJson

LARGEST_BODY = 64 * 1024
WITH_A_BODY = {"POST", "PUT", "PATCH"}

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")
blueprint.before_request(refuse_bad_tokens)


@blueprint.before_request
def read_body() -> None:
    """Raises NotJson, BadBody; a body that is too large is refused by the server's own error."""
    if request.method not in WITH_A_BODY:
        return
    request.max_content_length = LARGEST_BODY
    body = request.get_data()
    if not request.is_json:
        raise NotJson
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        raise BadBody from None


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """What was answered to a token is kept by nobody on the way."""
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
