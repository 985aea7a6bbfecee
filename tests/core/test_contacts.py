import pytest

from shared_services.core.contacts import clean_email, clean_phone


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("06 12 34 56 78", "+33 6 12 34 56 78"),
            ("06.12.34.56.78", "+33 6 12 34 56 78"),
            ("+33 (0)6-12-34-56-78", "+33 6 12 34 56 78"),
            ("+33 06 12 34 56 78", "+33 6 12 34 56 78"),
            ("0033612345678", "+33 6 12 34 56 78"),
            ("0321123456", "+33 3 21 12 34 56"),
            ("0800 123 456", "+33 8 00 12 34 56"),
            ("0590 12 34 56", "+590 590 12 34 56"),
            ("0690123456", "+590 690 12 34 56"),
            ("0694 12 34 56", "+594 694 12 34 56"),
            ("0696 12 34 56", "+596 696 12 34 56"),
            ("0692 12 34 56", "+262 692 12 34 56"),
            ("+262 692 12 34 56", "+262 692 12 34 56"),
            ("+262 0692 12 34 56", "+262 692 12 34 56"),
            ("00262639123456", "+262 639 12 34 56"),
            ("+33 692 12 34 56", "+262 692 12 34 56"),
            ("0508 41 23 45", "+508 41 23 45"),
            ("+508 41 23 45", "+508 41 23 45"),
            ("+687 12 34 56", "+687 12 34 56"),
            ("+689 40 12 34 56", "+689 40 12 34 56"),
        ],
    )
    def test_a_french_number_is_written_one_way(self, typed, kept):
        assert clean_phone(typed) == kept
        assert clean_phone(kept) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "12",
            "00 12 34 56 78",
            "06 12 34 56 7",
            "06 12 34 56 78 9",
            "+32 471 11 22 33",
            "+590 6 12 34 56 78",
            "+687 12 34",
            "+262 596 12 34 56",
            "zéro six",
            "٠٦١٢٣٤٥٦٧٨",
            "06 12 34 56 78; DROP",
        ],
    )
    def test_anything_else_is_refused(self, typed):
        assert clean_phone(typed) is None


class TestEmail:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            (" Alice@Lens.Example ", "alice@lens.example"),
            ("a.b+c@sub.lens.fr", "a.b+c@sub.lens.fr"),
            ("alice@été.fr", "alice@xn--t-9fab.fr"),
        ],
    )
    def test_is_kept_in_lower_case(self, typed, kept):
        assert clean_email(typed) == kept

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "alice",
            "alice@",
            "@lens.fr",
            "alice@lens",
            "a b@lens.fr",
            "<i>@lens.fr",
            "éa@lens.fr",
            "a@lens.fr\nBcc: b@lens.fr",
            "a@[127.0.0.1]",
            "a" * 250 + "@lens.fr",
        ],
    )
    def test_anything_else_is_refused(self, typed):
        assert clean_email(typed) is None
