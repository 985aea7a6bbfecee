"""Results as lines of a spreadsheet. Columns keep their names and their order for ever.

The file is read by programs too: its headings do not follow the reader's language.
"""

from collections.abc import Iterator

from .reading import QuestionResult, Results, Scope

WITHDRAWN = "[texte retiré par le hub : il désignait quelqu'un]"
HEADER = ("Question", "Objectif", "Réponse", "Nombre", "Moyenne", "Texte")


def list_lines(results: Results) -> list[tuple[str, ...]]:
    """Over which days, how many were asked and answered, then each question: counts, means, free texts."""
    lines: list[tuple[str, ...]] = [
        ("Période", "", _days(results.scope), "", "", ""),
        ("Personnes interrogées", "", "", str(results.invited), "", ""),
        ("Réponses", "", "", str(results.answered), "", ""),
    ]
    for one in results.questions:
        lines += _lines(one)
    if results.is_cut:
        lines.append(("Textes libres", "", "Une partie seulement", "", "", ""))
    return lines


def _lines(one: QuestionResult) -> Iterator[tuple[str, ...]]:
    said = one.question.said
    if not one.is_shown:
        yield (said, "", "Moins de 5 réponses", "", "", "")
        return
    yield (said, "", "", str(one.n), _number(one.mean), "")
    for bar in one.bars:
        yield (said, "", bar.label, str(bar.count), "", "")
    for level in one.levels:
        for moment, mean in (("Avant", level.before), ("Maintenant", level.now)):
            if mean is not None:
                yield (said, level.words, moment, str(level.n), _number(mean), "")
    for _value_id, words in one.words:
        yield (said, "", "", "", "", words or WITHDRAWN)


def _days(scope: Scope) -> str:
    days = [day.isoformat() if day else "…" for day in (scope.since, scope.until)]
    return " – ".join(days) if scope.since or scope.until else "Toutes les dates"


def _number(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.2f}".replace(".", ",")
