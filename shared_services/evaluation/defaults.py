"""The questions of the house, which a hub that has set nothing asks. Keys are stored, words are not."""

from dataclasses import dataclass
from enum import StrEnum

from shared_services.core.i18n import LazyString, _l


class Audience(StrEnum):
    """Who is asked: participants at once or weeks later, trainers, employers, those who pay."""

    HOT = "hot"
    COLD = "cold"
    TRAINER = "trainer"
    EMPLOYER = "employer"
    FUNDER = "funder"


AUDIENCES: dict[Audience, LazyString | str] = {
    Audience.HOT: _l("Participants, à chaud"),
    Audience.COLD: _l("Participants, quelques semaines après"),
    Audience.TRAINER: _l("Formatrices et formateurs"),
    Audience.EMPLOYER: _l("Structures employeuses"),
    Audience.FUNDER: _l("Financeurs"),
}


class QuestionKind(StrEnum):
    SCORE = "score_0_10"
    SCALE = "scale_1_5"
    CHOICE = "choice"
    TEXT = "text"
    OBJECTIVES = "objectives"


QUESTION_KINDS: dict[QuestionKind, LazyString | str] = {
    QuestionKind.SCORE: _l("Une note de 0 à 10"),
    QuestionKind.SCALE: _l("Une échelle de 1 à 5"),
    QuestionKind.CHOICE: _l("Un choix dans une liste"),
    QuestionKind.TEXT: _l("Un texte libre"),
    QuestionKind.OBJECTIVES: _l("Un niveau par objectif"),
}

# How far somebody is with an objective.
LEVELS: tuple[tuple[int, LazyString | str], ...] = (
    (1, _l("Pas du tout")),
    (2, _l("Un peu")),
    (3, _l("Assez bien")),
    (4, _l("Très bien")),
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """`is_common`: asked by every hub, always."""

    key: str
    kind: QuestionKind
    wording: LazyString | str
    choices: tuple[tuple[str, LazyString | str], ...] = ()
    is_required: bool = False
    is_common: bool = False


def _common(key: str, kind: QuestionKind, wording: LazyString | str) -> Question:
    return Question(key=key, kind=kind, wording=wording, is_required=True, is_common=True)


def _text(key: str, wording: LazyString | str) -> Question:
    return Question(key=key, kind=QuestionKind.TEXT, wording=wording)


# What offers show to the public.
SATISFACTION, RECOMMENDATION = "hot.satisfaction", "hot.recommendation"
# From this note on, somebody would recommend it.
RECOMMENDS_FROM = 7

DEFAULTS: dict[Audience, tuple[Question, ...]] = {
    Audience.HOT: (
        _common(
            SATISFACTION, QuestionKind.SCALE, _l("Dans l'ensemble, cette session vous a-t-elle convenu ?")
        ),
        _common(RECOMMENDATION, QuestionKind.SCORE, _l("La recommanderiez-vous à des collègues ?")),
        Question(
            key="hot.objectives",
            kind=QuestionKind.OBJECTIVES,
            wording=_l("Où en étiez-vous avant la session, et où en êtes-vous maintenant ?"),
        ),
        Question(
            key="hot.pace",
            kind=QuestionKind.CHOICE,
            wording=_l("Le rythme vous a paru…"),
            choices=(
                ("slow", _l("Trop lent")),
                ("right", _l("Comme il faut")),
                ("fast", _l("Trop rapide")),
            ),
        ),
        _text("hot.helped", _l("Qu'est-ce qui vous a le plus aidé ?")),
        _text("hot.change", _l("Que faudrait-il changer ?")),
    ),
    Audience.COLD: (
        _common(
            "cold.satisfaction",
            QuestionKind.SCALE,
            _l("Avec le recul, cette session vous sert-elle dans votre travail ?"),
        ),
        Question(
            key="cold.use",
            kind=QuestionKind.CHOICE,
            wording=_l("Avez-vous utilisé ce que vous y avez appris ?"),
            choices=(
                ("often", _l("Souvent")),
                ("sometimes", _l("Quelquefois")),
                ("not_yet", _l("Pas encore")),
            ),
            is_required=True,
        ),
        Question(
            key="cold.objectives",
            kind=QuestionKind.OBJECTIVES,
            wording=_l("Où en êtes-vous aujourd'hui avec chaque objectif ?"),
        ),
        _text("cold.story", _l("Dans quelle situation cela vous a-t-il servi ?")),
        _text("cold.needs", _l("De quoi auriez-vous besoin maintenant ?")),
    ),
    Audience.TRAINER: (
        _common(
            "trainer.satisfaction",
            QuestionKind.SCALE,
            _l("La session s'est-elle passée comme vous le souhaitiez ?"),
        ),
        Question(
            key="trainer.group",
            kind=QuestionKind.CHOICE,
            wording=_l("Le niveau du groupe était…"),
            choices=(
                ("expected", _l("Celui prévu")),
                ("mixed", _l("Très varié")),
                ("other", _l("Autre que celui prévu")),
            ),
        ),
        Question(
            key="trainer.place",
            kind=QuestionKind.SCALE,
            wording=_l("Le lieu et le matériel convenaient-ils ?"),
        ),
        _text("trainer.change", _l("Que changer la prochaine fois ?")),
    ),
    Audience.EMPLOYER: (
        _common(
            "employer.satisfaction",
            QuestionKind.SCALE,
            _l("Cette formation répond-elle aux besoins de votre structure ?"),
        ),
        Question(
            key="employer.effects",
            kind=QuestionKind.CHOICE,
            wording=_l("Voyez-vous un effet dans le travail des personnes formées ?"),
            choices=(("yes", _l("Oui, nettement")), ("some", _l("Un peu")), ("none", _l("Pas encore"))),
            is_required=True,
        ),
        _text("employer.seen", _l("Qu'avez-vous observé ?")),
        _text("employer.needs", _l("Quels besoins restent à couvrir ?")),
    ),
    Audience.FUNDER: (
        _common(
            "funder.satisfaction",
            QuestionKind.SCALE,
            _l("L'action du hub cette année a-t-elle répondu à vos attentes ?"),
        ),
        Question(
            key="funder.again",
            kind=QuestionKind.SCORE,
            wording=_l("Souhaitez-vous continuer à la soutenir ?"),
            is_required=True,
        ),
        _text("funder.good", _l("Qu'est-ce qui vous a paru le plus utile ?")),
        _text("funder.expected", _l("Qu'attendez-vous pour l'année à venir ?")),
    ),
}

# What the groups of each audience are compared by: a scale of 1 to 5.
COMPARED = {audience: f"{audience.value}.satisfaction" for audience in Audience}

QUESTIONS: dict[str, Question] = {
    question.key: question for questions in DEFAULTS.values() for question in questions
}
