import os

import pytest
from babel.messages.catalog import Catalog

from tools import messages

pytestmark = pytest.mark.once


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "TRANSLATIONS", tmp_path)
    return tmp_path


@pytest.fixture
def says(monkeypatch):
    def say(*sentences):
        said = Catalog()
        for sentence in sentences:
            said.add(sentence)
        monkeypatch.setattr(messages, "collect", lambda: said)

    return say


def english(folder, **translated):
    path = folder / "en" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n']
    lines += [f'msgid "{french}"\nmsgstr "{given}"\n' for french, given in translated.items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def collected():
    return messages.collect()


class TestCollect:
    @pytest.mark.parametrize(
        "sentence",
        [
            pytest.param("Réserver ma place", id="a template"),
            pytest.param("Référence : %(reference)s", id="a mail in plain text"),
            pytest.param("Ce champ est à remplir.", id="Python"),
            pytest.param("Écrivez un nombre entier.", id="Python, lazily"),
            pytest.param(
                ("%(num)d place restante sur %(capacity)d", "%(num)d places restantes sur %(capacity)d"),
                id="Python, by number",
            ),
        ],
    )
    def test_finds_the_sentences_of(self, collected, sentence):
        found = collected.get(sentence)

        assert found is not None
        assert found.id == sentence

    def test_stops_at_a_template_that_cannot_be_read(self, tmp_path, monkeypatch):
        (tmp_path / "shared_services").mkdir()
        (tmp_path / "templates").mkdir()
        (tmp_path / "templates" / "broken.html").write_text('{{ _("Bonjour"', encoding="utf-8")
        (tmp_path / "babel.cfg").write_bytes((messages.ROOT / "babel.cfg").read_bytes())
        monkeypatch.setattr(messages, "ROOT", tmp_path)

        with pytest.raises(Exception, match="unexpected"):
            messages.collect()


class TestUpdate:
    def test_keeps_what_was_translated_and_leaves_what_is_new_to_a_person(self, folder, says, capsys):
        english(folder, Oui="Yes")
        says("Oui", "Non", ("un jour", "%(num)d jours"))

        messages.update()

        held = {m.id: m.string for m in messages.read("en") if m.id}
        assert held == {"Oui": "Yes", "Non": "", ("un jour", "%(num)d jours"): ("", "")}
        assert capsys.readouterr().out.count("to translate into en") == 2

    def test_drops_what_is_no_longer_said(self, folder, says):
        path = english(folder, Oui="Yes", Jadis="Once")
        says("Oui")

        messages.update()

        assert "Jadis" not in path.read_text(encoding="utf-8")

    def test_a_sentence_that_came_to_count_is_translated_anew(self, folder, says):
        english(folder, jour="day")
        says(("jour", "jours"))

        messages.update()

        assert [m.string for m in messages.read("en") if m.id] == [("", "")]

    def test_fills_french_by_itself(self, folder, says):
        says("Prêt ?")

        messages.update()

        assert [m.string for m in messages.read("fr") if m.id] == ["Prêt\u00a0?"]

    def test_a_second_time_changes_nothing(self, folder, says):
        says("Oui", "Non")
        messages.update()
        first = (folder / "fr" / "LC_MESSAGES" / "messages.po").read_bytes()

        messages.update()

        assert (folder / "fr" / "LC_MESSAGES" / "messages.po").read_bytes() == first


class TestCompile:
    def test_makes_what_is_missing_or_old_and_nothing_else(self, folder):
        source = english(folder, Oui="Yes")
        compiled = source.with_suffix(".mo")

        messages.compile_catalogues()
        first = compiled.stat()
        messages.compile_catalogues()
        assert compiled.stat().st_ino == first.st_ino

        os.utime(source, (first.st_mtime + 5, first.st_mtime + 5))
        messages.compile_catalogues()
        assert compiled.stat().st_ino != first.st_ino
        assert not list(folder.rglob("*.tmp"))
