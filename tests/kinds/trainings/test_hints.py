from dataclasses import replace

import pytest

from shared_services.kinds.trainings.hints import Written, list_hints

CLEAR = Written(
    title="Accompagner vers Pix",
    summary="Une personne débute et s'inquiète du test ? Vous saurez la rassurer et lire ses résultats.",
    objectives="À l'issue de la formation, vous serez capable de :\n- présenter Pix\n- choisir un parcours",
    programme="Matin : découvrir.\nAprès-midi : pratiquer.",
    methods="Des exercices à deux.",
    assessment="Un quiz au début et à la fin.",
    prerequisites="Aucun.",
    access_terms="En ligne jusqu'à 3 jours avant.",
    accessibility_contact="Nadia, 03 20 00 00 00",
    price_cents=0,
    duration_minutes=420,
    has_picture=True,
)


def fields_to_mend(**changed):
    return [hint.field for hint in list_hints(replace(CLEAR, **changed)) if not hint.is_met]


def test_a_clear_offer_has_all_its_points():
    hints = list_hints(CLEAR)

    assert len(hints) == 9
    assert all(hint.is_met for hint in hints)


def test_each_point_says_why_and_how():
    for hint in list_hints(replace(CLEAR, price_cents=1, planned_minutes=[1])):
        assert str(hint.title)
        assert str(hint.why).endswith(".")
        assert str(hint.how).endswith(".")


@pytest.mark.parametrize("title", ["", "A" * 81, "ACCOMPAGNER VERS PIX"])
def test_a_title_is_short_and_not_shouted(title):
    assert fields_to_mend(title=title) == ["title"]


@pytest.mark.parametrize("title", ["Pix", "FALC", "Le RGPD", "é" * 80])
def test_initials_are_no_shouting(title):
    assert fields_to_mend(title=title) == []


def test_a_summary_says_enough():
    assert fields_to_mend(summary="Une journée pour s'y mettre.") == ["summary"]


@pytest.mark.parametrize(
    "objectives",
    [
        "À l'issue, la personne saura créer un compte.",
        "Savoir expliquer un mandat",
        "Être capable d'orienter une personne",
        "1. Régler un téléphone\n2. Se servir d'un clavier",
        "– ne pas toucher le clavier\n• s'exprimer clairement\n\nprésenter Pix",
        "Dire, faire, lire : trois verbes",
        "créer un compte\nchoisir un mot de passe\nbien comprendre Pix",
    ],
)
def test_objectives_that_one_can_observe(objectives):
    assert fields_to_mend(objectives=objectives) == []


@pytest.mark.parametrize(
    "objectives",
    [
        "",
        "Pix et ses usages",
        "Comprendre les enjeux",
        "À l'issue, la personne saura maîtriser Pix.",
        "- découvrir Pix\n- connaître ses publics\n- créer un compte",
        "Être capable de :",
    ],
)
def test_objectives_that_nobody_can_check(objectives):
    assert fields_to_mend(objectives=objectives) == ["objectives"]


def test_words_of_the_trade_come_with_another():
    written = replace(CLEAR, programme="Un temps en présentiel, puis du distanciel.")
    hint = next(hint for hint in list_hints(written) if not hint.is_met)

    assert "presentiel (en présence)" in str(hint.how)
    assert "distanciel (à distance)" in str(hint.how)


def test_a_word_inside_another_is_not_it():
    assert fields_to_mend(programme="Le microprocesseur et ses processus.") == []


def test_a_sentence_that_never_ends():
    assert fields_to_mend(programme=" ".join(["mot"] * 36)) == ["summary"]
    assert fields_to_mend(programme=" ".join(["mot"] * 35) + ".\n" + " ".join(["mot"] * 35)) == []


def test_prerequisites_are_said_even_when_there_are_none():
    assert fields_to_mend(prerequisites="") == ["prerequisites"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"methods": ""}, "methods"), ({"assessment": ""}, "assessment")],
)
def test_both_methods_and_assessment(given, field):
    assert fields_to_mend(**given) == [field]


@pytest.mark.parametrize(
    ("terms", "is_met"),
    [
        ("Inscription en ligne.", False),
        ("", False),
        ("Inscription en ligne jusqu'à la veille.", True),
        ("Réponse sous une semaine.", True),
        ("Au moins 10 j avant.", True),
    ],
)
def test_delays(terms, is_met):
    assert (fields_to_mend(access_terms=terms) == []) is is_met


@pytest.mark.parametrize(
    ("contact", "is_met"),
    [
        ("", False),
        ("Écrivez au hub.", False),
        ("Claire Montagnier, 04 65 71 20 12", True),
        ("0465712012", True),
        ("acces@hub.example", True),
    ],
)
def test_somebody_to_reach_about_accessibility(contact, is_met):
    assert (fields_to_mend(accessibility_contact=contact) == []) is is_met


def test_the_duration_is_compared_with_what_is_planned():
    assert fields_to_mend(planned_minutes=[420, 390, 450]) == []
    assert fields_to_mend(planned_minutes=[420, 389]) == ["duration"]
    assert len(list_hints(replace(CLEAR, planned_minutes=[420]))) == 10


@pytest.mark.parametrize(
    ("terms", "is_met"),
    [
        ("Jusqu'à 3 jours avant.", False),
        ("Jusqu'à 3 jours avant. Facturé à la structure.", True),
        ("3 jours avant ; le hub le paie.", True),
        ("3 jours avant ; prise en charge possible.", True),
    ],
)
def test_a_price_says_who_pays(terms, is_met):
    assert (fields_to_mend(price_cents=4500, access_terms=terms) == []) is is_met


def test_a_picture_helps():
    assert fields_to_mend(has_picture=False) == ["picture"]
