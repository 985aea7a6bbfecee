"""What every answer tells the browser: only our own files, nobody frames us, nothing private is kept."""

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from config import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # the arrows of select fields are drawn as data: by the stylesheet
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SAME_FOR_ALL = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=63072000; includeSubDomains"
FILES_LIVE = "public, max-age=3600"


class SessionsOfPages(SecureCookieSessionInterface):
    """What everybody may keep carries no cookie: no cache hands one on, no new one makes a file old."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_headers(app: Flask, settings: Settings) -> None:
    """Add the headers to every answer, error pages included."""
    app.session_interface = SessionsOfPages()

    def add_headers(response: Response) -> Response:
        for name, value in SAME_FOR_ALL.items():
            response.headers.setdefault(name, value)
        if settings.is_https:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if request.endpoint and request.endpoint.endswith("static"):
            response.headers["Cache-Control"] = FILES_LIVE
        elif response.cache_control.public and response.cache_control.immutable:
            pass  # a file whose address changes with it
        elif "_user_id" in session:
            # The next person at this computer must not find it with the back button.
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    app.after_request(add_headers)
