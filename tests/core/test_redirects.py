import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_services.core.redirects import LONGEST, same_site_path


@pytest.mark.parametrize("path", ["/", "/sessions/4", "/catalogue?q=pix&page=2#top", "/%C3%A9t%C3%A9"])
def test_a_path_of_this_site_is_kept(path):
    assert same_site_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "//evil.example",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        " //evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/a\x00b",
        "/" + "a" * LONGEST,
    ],
)
def test_anything_else_is_refused(text):
    assert same_site_path(text) is None


@given(st.text(alphabet="/\\:@.?#\t\n eh%2F", max_size=12))
def test_what_is_kept_never_names_a_host(text):
    kept = same_site_path(text)

    assert kept is None or (kept[0] == "/" and kept[1:2] not in ("/", "\\"))
