from shared_services.core.references import ALPHABET, clean_reference, new_reference


class TestNewReference:
    def test_two_groups_of_four_readable_signs(self):
        reference = new_reference()

        first, second = reference.split("-")
        assert len(first) == len(second) == 4
        assert set(first + second) <= set(ALPHABET)

    def test_no_two_alike_among_many(self):
        assert len({new_reference() for _ in range(2000)}) == 2000

    def test_no_signs_that_look_or_sound_alike(self):
        assert not set("01OIQUVSBCDEGPTMN") & set(ALPHABET)


class TestCleanReference:
    def test_spaces_case_and_hyphen_do_not_matter(self):
        reference = new_reference()

        for typed in (reference.lower(), reference.replace("-", " "), f" {reference.replace('-', '')} "):
            assert clean_reference(typed) == reference

    def test_one_wrong_sign_is_always_noticed(self):
        reference = new_reference().replace("-", "")

        for place, right in enumerate(reference):
            for wrong in set(ALPHABET) - {right}:
                assert clean_reference(reference[:place] + wrong + reference[place + 1 :]) is None

    def test_two_neighbours_exchanged_are_always_noticed(self):
        for _ in range(50):
            r = new_reference().replace("-", "")
            for i in range(7):
                if r[i] != r[i + 1]:
                    assert clean_reference(r[:i] + r[i + 1] + r[i] + r[i + 2 :]) is None

    def test_anything_else_is_nothing(self):
        for typed in ("", "hello", "0000-0000", "K7AF", "😀" * 8, "K7AF-4XW2-9"):
            assert clean_reference(typed) is None
