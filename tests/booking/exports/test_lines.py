from shared_services.booking.exports.lines import HEADER, list_lines
from shared_services.booking.queries import list_roster
from tests.support.bookings import book
from tests.support.makers import make_offer, make_organisation, make_person, make_session
from tests.support.queries import count_queries


def test_the_columns_keep_their_names_and_their_order():
    assert HEADER == (
        "Référence",
        "Nom",
        "Prénom",
        "Adresse e-mail",
        "Téléphone",
        "Structure",
        "Commune de la structure",
        "État",
        "Demandée le",
        "Confirmée le",
        "Motif",
        "Intitulé",
        "Début",
        "Fin",
        "Lieu",
        "Minimum",
        "Date de décision",
        "Décision",
    )


def test_a_line_says_it_at_the_local_time_of_the_place(db):
    session = make_session(make_offer(title="Pix"), zone="Indian/Reunion")
    lens = make_organisation("Médiathèque", city="Lens")
    booking = book(session, make_person("Zoé", "Abel", phone="+33 6 1"), organisation_id=lens.id)

    [line] = list_lines(db, list_roster(db, session.id))

    assert line[0] == booking.reference
    assert line[1:3] == ("Abel", "Zoé")
    assert line[4:8] == ("+33 6 1", "Médiathèque", "Lens", "Confirmée")
    assert line[11:14] == ("Pix", "2027-02-02 09:30", "2027-02-02 17:00")


def test_ten_lines_cost_what_one_costs(db):
    session = make_session()
    book(session)
    bookings = list_roster(db, session.id)
    with count_queries() as one:
        list_lines(db, bookings)
    for _ in range(9):
        book(session)
    bookings = list_roster(db, session.id)
    with count_queries() as ten:
        list_lines(db, bookings)

    assert len(ten) == len(one)
