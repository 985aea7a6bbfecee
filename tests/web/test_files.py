import pytest


@pytest.mark.parametrize("path", ["/login", "/nowhere"])
def test_every_file_that_a_page_names_is_served(client, path):
    page = client.get(path).page

    named = [e.get("href") for e in page.all("link")] + [e.get("src") for e in page.all("script", "img")]
    named += [e.get("href").partition("#")[0] for e in page.all("use") if e.get("href")]
    assert named
    for name in named:
        with client.get(name) as answer:  # a file stays open until its answer is closed
            assert (name, answer.status_code) == (name, 200)
