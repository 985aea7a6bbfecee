from shared_services.booking.questions.models import Question


def test_choices_are_one_a_line():
    assert Question(options="Débutante\nAvancée").choices == ["Débutante", "Avancée"]
    assert Question(options="").choices == []
