import unicodedata

import pytest

from shared_services.accounts.errors import PasswordIsEmail, PasswordTooCommon, PasswordTooShort
from shared_services.accounts.passwords import check_choice, hash_password, is_right

EMAIL = "alice.martin.lens@lens.example"


class TestHash:
    def test_the_right_password_is_right_and_no_other(self):
        stored = hash_password("la marelle de Lens")

        assert is_right(stored, "la marelle de Lens")
        assert not is_right(stored, "la marelle de lens")

    def test_two_hashes_of_one_password_differ(self):
        assert hash_password("la marelle de Lens") != hash_password("la marelle de Lens")

    def test_accents_typed_on_another_keyboard_are_the_same_letters(self):
        assert is_right(hash_password("été à Étaples"), unicodedata.normalize("NFD", "été à Étaples"))

    @pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
    def test_without_a_good_hash_every_password_is_wrong(self, stored):
        assert not is_right(stored, "nobody has this password")


class TestChoice:
    @pytest.mark.parametrize(
        "password", ["la marelle de Lens", "correct horse battery", "😀 douze signes 😀"]
    )
    def test_no_rule_of_composition(self, password):
        check_choice(password, email=EMAIL)

    @pytest.mark.parametrize("password", ["", "onze signes"])
    def test_twelve_characters_at_least(self, password):
        with pytest.raises(PasswordTooShort):
            check_choice(password, email=EMAIL)

    @pytest.mark.parametrize(
        "password",
        [
            "motdepasse123",
            "MotDePasse2026!",
            "P@ssw0rd12345",
            "Azertyuiop@1",
            "azertyuiopqs",
            "123456789012",
            "210987654321",
            "aaaaaaaaaaaa",
            "121212121212",
            "bonjourbonjour",
            "passerelles2026",
            "            ",
        ],
    )
    def test_not_among_those_tried_first(self, password):
        with pytest.raises(PasswordTooCommon):
            check_choice(password, email=EMAIL)

    @pytest.mark.parametrize("password", [EMAIL, EMAIL.upper(), "Alice.Martin.Lens"])
    def test_not_the_address(self, password):
        with pytest.raises(PasswordIsEmail):
            check_choice(password, email=EMAIL)
