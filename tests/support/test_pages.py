import pytest

from tests.support.pages import BadPage, Page, judge

POLICY = {"Content-Security-Policy": "default-src 'self'"}
GOOD = (
    '<!doctype html><html lang="fr"><head><title>Bonjour · Site</title></head>'
    "<body><main><h1>Bonjour</h1>{}</main></body></html>"
)


def faults(inside: str, headers: dict[str, str] = POLICY) -> list[str]:
    return judge(Page(GOOD.format(inside)), headers)


class TestJudge:
    def test_a_good_page_has_no_fault(self):
        assert (
            faults('<form method="get"><label for="q">Chercher</label><input id="q" name="q"></form>') == []
        )

    @pytest.mark.parametrize(
        ("inside", "fault"),
        [
            ("<h1>Encore</h1>", "2 h1"),
            ('<p id="a"></p><p id="a"></p>', "id 'a' is there 2 times"),
            ('<input name="q">', "has no label"),
            ('<select name="q"></select>', "has no label"),
            ('<label for="q">Mot</label>', "names nothing"),
            ('<a href="/x"></a>', "says nothing"),
            ('<button type="submit"></button>', "says nothing"),
            ('<img src="/a.png">', "has no alt"),
            ('<p style="color:red">x</p>', "inline style"),
            ('<p onclick="x()">x</p>', "inline onclick"),
            ("<script>x()</script>", "inline script"),
            ('<script src="https://cdn.example/x.js"></script>', "from elsewhere"),
            (
                '<form method="post" action="/x"><button>Envoyer</button></form>',
                "no csrf_token",
            ),
            ("<table><tr><td>1</td></tr></table>", "no header cell"),
            ("<p>Bonjour %(name)s</p>", "leftover"),
            ("<p>Salle None</p>", "leftover"),
            ("<main><p>x</p></main>", "one main"),
        ],
    )
    def test_each_fault_is_found(self, inside, fault):
        assert fault in "; ".join(faults(inside))

    def test_a_page_without_policy_is_found(self):
        assert "Content-Security-Policy" in faults("", {})[0]

    def test_a_page_without_language_is_found(self):
        page = Page(GOOD.format("").replace(' lang="fr"', ""))

        assert judge(page, POLICY) == ["html has no lang"]

    def test_a_title_that_is_not_the_h1_is_found(self):
        page = Page(GOOD.format("").replace("<title>Bonjour", "<title>Autre"))

        assert "does not start with" in judge(page, POLICY)[0]

    def test_what_is_not_html_is_found(self):
        with pytest.raises(BadPage, match="not HTML"):
            Page(GOOD.format("<p><div></p>"))


class TestPage:
    def test_it_reads_words_as_a_person_does(self):
        page = Page(GOOD.format("<p>4\u00a0places <strong>restantes</strong></p><p>sur 12</p>"))

        assert page.text == "Bonjour 4 places restantes sur 12"

    def test_it_gives_what_a_form_holds(self):
        page = Page(
            GOOD.format(
                '<form><input name="a" value="1" aria-label="a">'
                '<textarea name="b" aria-label="b">deux</textarea>'
                '<select name="c" aria-label="c"><option value="x">X'
                '<option value="y" selected>Y</select></form>'
            )
        )

        assert page.values() == {"a": "1", "b": "deux", "c": "y"}
