from shared_services.core.i18n import _, force_locale, ngettext


def test_the_source_sentences_are_french_and_hold_their_facts(app):
    with app.app_context(), force_locale("fr"):
        assert _("Motif : %(reason)s", reason="Salle inondée") == "Motif\u00a0: Salle inondée"


def test_a_number_chooses_its_sentence(app):
    with app.app_context(), force_locale("fr"):
        assert ngettext("%(num)d structure", "%(num)d structures", 1) == "1 structure"
        assert ngettext("%(num)d structure", "%(num)d structures", 2) == "2 structures"
