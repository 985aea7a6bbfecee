"""Handing an e-mail to the mail server named by MAIL_URL."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 20


class RefusedForGood(Exception):
    """The server will never take this message; trying again is of no use."""


class RefusedForNow(Exception):
    """The server could not be reached or asked to come back."""


def send(email: EmailMessage, mail_url: str) -> None:
    """Send one e-mail. Raises RefusedForGood or RefusedForNow with what the server said."""
    try:
        server = _connect(mail_url)
    except (smtplib.SMTPException, OSError) as error:
        # Nothing was said about this message: a wrong password must not give up the whole queue.
        raise RefusedForNow(f"{type(error).__name__}: {error}") from error
    try:
        server.send_message(email)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (UnicodeError, smtplib.SMTPNotSupportedError) as error:
        # An address with accents that this server will never carry (RFC 6531).
        raise RefusedForGood(f"{type(error).__name__}: {error}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise RefusedForNow(f"{type(error).__name__}: {error}") from error
    finally:
        _say_goodbye(server)


def _say_goodbye(server: smtplib.SMTP) -> None:
    # The server has answered for the message: a bad farewell must not have it sent again.
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _refusal(code: int, words: bytes | str) -> Exception:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    kind = RefusedForGood if code >= 500 else RefusedForNow
    return kind(f"{code} {text}")


def _connect(mail_url: str) -> smtplib.SMTP:
    parts = urlsplit(mail_url)
    host = parts.hostname or ""
    if parts.scheme == "smtps":
        tls = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=tls)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    try:
        server.ehlo()
        if parts.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server
