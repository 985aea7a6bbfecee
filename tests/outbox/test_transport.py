from contextlib import contextmanager
from email.message import EmailMessage
from socket import socket

import pytest
from aiosmtpd.controller import Controller

from shared_services.outbox.transport import RefusedForGood, RefusedForNow, send


class Inbox:
    def __init__(self, *, rcpt="250 OK", data="250 OK", goodbye="221 Bye"):
        self.rcpt, self.data, self.goodbye = rcpt, data, goodbye
        self.received = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.received.append(envelope.content)
        return self.data

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        return self.goodbye


@contextmanager
def serving(inbox, **given):
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **given)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def an_email():
    email = EmailMessage()
    email["From"], email["To"] = "site@test.example", "zoe@test.example"
    email["Subject"] = "Séance déplacée à Évry"
    email.set_content("Bonjour")
    return email


class TestSend:
    def test_the_server_gets_it(self):
        inbox = Inbox()
        with serving(inbox) as mail_url:
            send(an_email(), mail_url)

        assert len(inbox.received) == 1

    def test_an_unknown_recipient_is_refused_for_good(self):
        with (
            serving(Inbox(rcpt="550 no such person")) as mail_url,
            pytest.raises(RefusedForGood, match="550 no such person"),
        ):
            send(an_email(), mail_url)

    def test_a_busy_server_is_tried_again(self):
        with (
            serving(Inbox(data="451 come back")) as mail_url,
            pytest.raises(RefusedForNow, match="451 come back"),
        ):
            send(an_email(), mail_url)

    def test_a_password_that_is_not_taken_gives_no_message_up(self):
        with serving(Inbox()) as mail_url, pytest.raises(RefusedForNow):
            send(an_email(), mail_url.replace("//", "//somebody:wrong@"))

    def test_a_server_that_is_not_there_is_tried_again(self):
        with serving(Inbox()) as mail_url:
            pass
        with pytest.raises(RefusedForNow):
            send(an_email(), mail_url)

    def test_a_bad_farewell_does_not_make_it_unsent(self):
        inbox = Inbox(goodbye="421 gone already")
        with serving(inbox) as mail_url:
            send(an_email(), mail_url)

        assert len(inbox.received) == 1


def test_an_address_that_the_server_cannot_carry_is_given_up_at_once():
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "hub@test.example", "zoé@test.example", "Essai"
    letter.set_content("Bonjour")

    with serving(Inbox(), enable_SMTPUTF8=False) as url, pytest.raises(RefusedForGood):
        send(letter, url)
