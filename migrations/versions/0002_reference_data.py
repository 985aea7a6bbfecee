"""Reference data: the 101 départements and the national themes.

The départements, their régions and time zones are those of INSEE's official geographic code.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARIS = "Europe/Paris"

DEPARTEMENTS = (
    ("01", "Ain", "Auvergne-Rhône-Alpes", PARIS),
    ("02", "Aisne", "Hauts-de-France", PARIS),
    ("03", "Allier", "Auvergne-Rhône-Alpes", PARIS),
    ("04", "Alpes-de-Haute-Provence", "Provence-Alpes-Côte d'Azur", PARIS),
    ("05", "Hautes-Alpes", "Provence-Alpes-Côte d'Azur", PARIS),
    ("06", "Alpes-Maritimes", "Provence-Alpes-Côte d'Azur", PARIS),
    ("07", "Ardèche", "Auvergne-Rhône-Alpes", PARIS),
    ("08", "Ardennes", "Grand Est", PARIS),
    ("09", "Ariège", "Occitanie", PARIS),
    ("10", "Aube", "Grand Est", PARIS),
    ("11", "Aude", "Occitanie", PARIS),
    ("12", "Aveyron", "Occitanie", PARIS),
    ("13", "Bouches-du-Rhône", "Provence-Alpes-Côte d'Azur", PARIS),
    ("14", "Calvados", "Normandie", PARIS),
    ("15", "Cantal", "Auvergne-Rhône-Alpes", PARIS),
    ("16", "Charente", "Nouvelle-Aquitaine", PARIS),
    ("17", "Charente-Maritime", "Nouvelle-Aquitaine", PARIS),
    ("18", "Cher", "Centre-Val de Loire", PARIS),
    ("19", "Corrèze", "Nouvelle-Aquitaine", PARIS),
    ("21", "Côte-d'Or", "Bourgogne-Franche-Comté", PARIS),
    ("22", "Côtes-d'Armor", "Bretagne", PARIS),
    ("23", "Creuse", "Nouvelle-Aquitaine", PARIS),
    ("24", "Dordogne", "Nouvelle-Aquitaine", PARIS),
    ("25", "Doubs", "Bourgogne-Franche-Comté", PARIS),
    ("26", "Drôme", "Auvergne-Rhône-Alpes", PARIS),
    ("27", "Eure", "Normandie", PARIS),
    ("28", "Eure-et-Loir", "Centre-Val de Loire", PARIS),
    ("29", "Finistère", "Bretagne", PARIS),
    ("2A", "Corse-du-Sud", "Corse", PARIS),
    ("2B", "Haute-Corse", "Corse", PARIS),
    ("30", "Gard", "Occitanie", PARIS),
    ("31", "Haute-Garonne", "Occitanie", PARIS),
    ("32", "Gers", "Occitanie", PARIS),
    ("33", "Gironde", "Nouvelle-Aquitaine", PARIS),
    ("34", "Hérault", "Occitanie", PARIS),
    ("35", "Ille-et-Vilaine", "Bretagne", PARIS),
    ("36", "Indre", "Centre-Val de Loire", PARIS),
    ("37", "Indre-et-Loire", "Centre-Val de Loire", PARIS),
    ("38", "Isère", "Auvergne-Rhône-Alpes", PARIS),
    ("39", "Jura", "Bourgogne-Franche-Comté", PARIS),
    ("40", "Landes", "Nouvelle-Aquitaine", PARIS),
    ("41", "Loir-et-Cher", "Centre-Val de Loire", PARIS),
    ("42", "Loire", "Auvergne-Rhône-Alpes", PARIS),
    ("43", "Haute-Loire", "Auvergne-Rhône-Alpes", PARIS),
    ("44", "Loire-Atlantique", "Pays de la Loire", PARIS),
    ("45", "Loiret", "Centre-Val de Loire", PARIS),
    ("46", "Lot", "Occitanie", PARIS),
    ("47", "Lot-et-Garonne", "Nouvelle-Aquitaine", PARIS),
    ("48", "Lozère", "Occitanie", PARIS),
    ("49", "Maine-et-Loire", "Pays de la Loire", PARIS),
    ("50", "Manche", "Normandie", PARIS),
    ("51", "Marne", "Grand Est", PARIS),
    ("52", "Haute-Marne", "Grand Est", PARIS),
    ("53", "Mayenne", "Pays de la Loire", PARIS),
    ("54", "Meurthe-et-Moselle", "Grand Est", PARIS),
    ("55", "Meuse", "Grand Est", PARIS),
    ("56", "Morbihan", "Bretagne", PARIS),
    ("57", "Moselle", "Grand Est", PARIS),
    ("58", "Nièvre", "Bourgogne-Franche-Comté", PARIS),
    ("59", "Nord", "Hauts-de-France", PARIS),
    ("60", "Oise", "Hauts-de-France", PARIS),
    ("61", "Orne", "Normandie", PARIS),
    ("62", "Pas-de-Calais", "Hauts-de-France", PARIS),
    ("63", "Puy-de-Dôme", "Auvergne-Rhône-Alpes", PARIS),
    ("64", "Pyrénées-Atlantiques", "Nouvelle-Aquitaine", PARIS),
    ("65", "Hautes-Pyrénées", "Occitanie", PARIS),
    ("66", "Pyrénées-Orientales", "Occitanie", PARIS),
    ("67", "Bas-Rhin", "Grand Est", PARIS),
    ("68", "Haut-Rhin", "Grand Est", PARIS),
    ("69", "Rhône", "Auvergne-Rhône-Alpes", PARIS),
    ("70", "Haute-Saône", "Bourgogne-Franche-Comté", PARIS),
    ("71", "Saône-et-Loire", "Bourgogne-Franche-Comté", PARIS),
    ("72", "Sarthe", "Pays de la Loire", PARIS),
    ("73", "Savoie", "Auvergne-Rhône-Alpes", PARIS),
    ("74", "Haute-Savoie", "Auvergne-Rhône-Alpes", PARIS),
    ("75", "Paris", "Île-de-France", PARIS),
    ("76", "Seine-Maritime", "Normandie", PARIS),
    ("77", "Seine-et-Marne", "Île-de-France", PARIS),
    ("78", "Yvelines", "Île-de-France", PARIS),
    ("79", "Deux-Sèvres", "Nouvelle-Aquitaine", PARIS),
    ("80", "Somme", "Hauts-de-France", PARIS),
    ("81", "Tarn", "Occitanie", PARIS),
    ("82", "Tarn-et-Garonne", "Occitanie", PARIS),
    ("83", "Var", "Provence-Alpes-Côte d'Azur", PARIS),
    ("84", "Vaucluse", "Provence-Alpes-Côte d'Azur", PARIS),
    ("85", "Vendée", "Pays de la Loire", PARIS),
    ("86", "Vienne", "Nouvelle-Aquitaine", PARIS),
    ("87", "Haute-Vienne", "Nouvelle-Aquitaine", PARIS),
    ("88", "Vosges", "Grand Est", PARIS),
    ("89", "Yonne", "Bourgogne-Franche-Comté", PARIS),
    ("90", "Territoire de Belfort", "Bourgogne-Franche-Comté", PARIS),
    ("91", "Essonne", "Île-de-France", PARIS),
    ("92", "Hauts-de-Seine", "Île-de-France", PARIS),
    ("93", "Seine-Saint-Denis", "Île-de-France", PARIS),
    ("94", "Val-de-Marne", "Île-de-France", PARIS),
    ("95", "Val-d'Oise", "Île-de-France", PARIS),
    ("971", "Guadeloupe", "Guadeloupe", "America/Guadeloupe"),
    ("972", "Martinique", "Martinique", "America/Martinique"),
    ("973", "Guyane", "Guyane", "America/Cayenne"),
    ("974", "La Réunion", "La Réunion", "Indian/Reunion"),
    ("976", "Mayotte", "Mayotte", "Indian/Mayotte"),
)

THEMES = (
    ("demarches-en-ligne", "Démarches en ligne", "Online public services"),
    ("competences-de-base", "Compétences numériques de base", "Basic digital skills"),
    ("posture-et-accueil", "Posture et accueil", "Posture and welcome"),
    ("animation-d-ateliers", "Animation d'ateliers", "Running workshops"),
    (
        "cybersecurite",
        "Cybersécurité et données personnelles",
        "Cybersecurity and personal data",
    ),
    ("parentalite", "Parentalité et éducation", "Parenting and education"),
    ("accessibilite", "Accessibilité et illettrisme", "Accessibility and literacy"),
    ("emploi", "Emploi et insertion", "Jobs and inclusion"),
    (
        "culture-numerique",
        "Culture numérique et intelligence artificielle",
        "Digital culture and AI",
    ),
    ("equipement", "Équipement et réemploi", "Equipment and reuse"),
    ("ingenierie-financiere", "Ingénierie financière", "Financial engineering"),
    (
        "conduite-de-projet",
        "Conduite de projet et évaluation",
        "Project management and evaluation",
    ),
)

departement = sa.table("departement", *map(sa.column, ("code", "name", "region", "time_zone")))
theme = sa.table("theme", *map(sa.column, ("slug", "name_fr", "name_en")))


def upgrade() -> None:
    names = ("code", "name", "region", "time_zone")
    op.bulk_insert(departement, [dict(zip(names, row, strict=True)) for row in DEPARTEMENTS])
    names = ("slug", "name_fr", "name_en")
    op.bulk_insert(theme, [dict(zip(names, row, strict=True)) for row in THEMES])


def downgrade() -> None:
    op.execute(theme.delete())
    op.execute(departement.delete())
