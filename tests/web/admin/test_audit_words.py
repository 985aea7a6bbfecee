from shared_services.web.admin.audit_words import ACTS, KINDS, act_words, kind_name


def test_every_act_is_about_a_kind_that_has_a_name():
    assert {kind for kind, _action in ACTS} <= set(KINDS)


def test_tables_that_share_a_number_share_a_name(app):
    with app.test_request_context():
        assert kind_name("training_session") == "Session"
        assert act_words("training_offer", "published") == "a publié l'offre"
        assert act_words("booking", "juggled") == "a modifié"
