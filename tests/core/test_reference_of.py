from shared_services.core.references import clean_reference, reference_of


def test_numbers_have_references_of_their_own_that_pass_the_check():
    references = {reference_of(number * 350_377_189) for number in range(2_000)}

    assert len(references) == 2_000
    assert all(clean_reference(reference) == reference for reference in references)


def test_the_same_number_has_the_same_reference():
    assert reference_of(19**7 + 5) == reference_of(5)
