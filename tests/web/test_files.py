import re

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("path", ["/login", "/nowhere"])
def test_every_file_that_a_page_names_is_served(client, path):
    page = client.get(path).page

    named = [e.get("href") for e in page.all("link")] + [e.get("src") for e in page.all("script", "img")]
    named += [e.get("href").partition("#")[0] for e in page.all("use") if e.get("href")]
    assert named
    for name in named:
        with client.get(name) as answer:  # a file stays open until its answer is closed
            assert (name, answer.status_code) == (name, 200)


def test_the_stylesheet_closes_every_block_before_the_next_section():
    style = re.sub(
        r"/\*.*?\*/", "", (ROOT / "shared_services/static/css/theme.css").read_text(), flags=re.DOTALL
    )
    depth = 0
    for line in style.splitlines():
        assert not (line.startswith("@media") and depth), f"{line} stands inside an open block"
        depth += line.count("{") - line.count("}")
    assert depth == 0
