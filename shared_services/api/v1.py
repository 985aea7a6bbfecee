"""`/api/v1`: what every request there goes through, before the view and after."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from apiflask import APIBlueprint
from flask import Response, json, request

from .current import refuse_bad_tokens
from .errors import BadBody, NotJson

LARGEST_BODY = 64 * 1024

blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")
blueprint.before_request(refuse_bad_tokens)


def takes_json(view: Callable[..., Any]) -> Callable[..., Any]:
    """Read the body before its fields are. Under the access rule: a stranger's is not even looked at.

    Raises NotJson, BadBody; what is too large is refused by Flask.
    """

    @wraps(view)
    def reading(**view_args: Any) -> Any:
        request.max_content_length = LARGEST_BODY
        body = request.get_data()
        if not request.is_json:
            raise NotJson
        try:
            json.loads(body)
        except (ValueError, RecursionError):  # one bracket too many, or sixty thousand
            raise BadBody from None
        return view(**view_args)

    return reading


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """What was answered to a token is kept by nobody on the way."""
    if "Authorization" in request.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
