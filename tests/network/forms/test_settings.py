from shared_services.network.forms.settings import HabitsForm
from shared_services.network.models import Hub, WordedMail
from tests.support.makers import make_hub


def test_the_form_of_a_hub_gives_its_habits_back(app, db):
    hub = make_hub(reminder_days="14,2", city="Lens", summary="Un hub.")
    known = HabitsForm.filled_with(db.get(Hub, hub.id), {WordedMail.REMINDER: "À bientôt."})

    with app.test_request_context():
        form = HabitsForm(formdata=None, data=known)

    assert form.reminder_days.data == [14, 2]
    assert form.wordings()[WordedMail.REMINDER] == "À bientôt."
    assert form.habits().close_hours == 0
