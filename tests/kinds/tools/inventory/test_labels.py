from shared_services.kinds.tools.inventory.labels import address_of, drawn


def test_the_address_is_whole_and_short(db):
    assert address_of(42).endswith("/u/42")
    assert address_of(42).startswith("http")


def test_the_drawing_has_no_style_and_no_script(db):
    svg = str(drawn(address_of(42)))

    assert svg.startswith("<svg")
    assert "viewBox" in svg
    assert "style" not in svg
    assert "<script" not in svg


def test_two_units_have_two_codes(db):
    assert drawn(address_of(1)) != drawn(address_of(2))
