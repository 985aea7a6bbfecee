import pytest

from shared_services.evidence.errors import IdentityMissing, NothingToPay
from shared_services.evidence.operations import issue_agreement
from tests.support.bookings import book
from tests.support.evidence import issue, squeezed, text_of
from tests.support.makers import MONDAY, make_hub, make_offer, make_person, make_session


class TestAgreement:
    @pytest.fixture
    def offer(self, hub):
        return make_offer(
            hub, price_cents=12_050, methods="Exercices à deux.", prerequisites="Savoir cliquer."
        )

    def test_it_names_both_sides_the_people_and_the_price(self, session, alice, library, bob, tmp_path):
        second = book(session, make_person("Chloé", "Petit"), organisation_id=library.id)
        paper = issue(issue_agreement, session, alice, now=MONDAY)
        text = text_of(paper.content, tmp_path)

        for said in (
            "Association Hub du Nord",
            "SIRET 73282932000074",
            "Médiathèque de Lens",
            "SIRET 35600000000048",
            "Premiers pas avec Pix",
            "Action de formation",
            "2 personnes inscrites",
            "Alice Durand",
            "Chloé Petit",
            "120,50 €",
            "241 €",
            "Zoé Bert",
            "Matin : découvrir.",
            "Savoir cliquer.",
        ):
            assert squeezed(said) in text, said
        assert squeezed("Bob Martin") not in text
        assert squeezed("Rétractation") not in text
        assert issue(issue_agreement, session, second, now=MONDAY).id == paper.id

    def test_who_pays_for_herself_has_a_contract(self, session, bob, tmp_path):
        text = text_of(issue(issue_agreement, session, bob, now=MONDAY).content, tmp_path)

        assert squeezed("Contrat de formation professionnelle") in text
        for said in (
            "1 personne inscrite",
            "Articles L6353-3 à L6353-7 du code du travail",
            "Dans les dix jours qui suivent la signature",
            "Aucune somme n'est demandée avant la fin de ce délai",
            "30 % du prix au plus",
            "force majeure",
        ):
            assert squeezed(said) in text, said

    def test_a_hub_that_does_not_say_who_it_is_makes_none(self, db):
        session = make_session(make_offer(make_hub(), price_cents=100))
        booking = book(session)

        with pytest.raises(IdentityMissing) as refusal:
            issue(issue_agreement, session, booking, now=MONDAY)
        assert "le SIRET" in str(refusal.value)


def test_what_is_free_has_no_agreement(session, alice):
    with pytest.raises(NothingToPay):
        issue(issue_agreement, session, alice, now=MONDAY)
