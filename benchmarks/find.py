"""How long the catalogue takes at scale: its list, filters, an order, the month, an empty page.

    python -m benchmarks.find DATABASE_URL

The database is filled beforehand by `flask --app wsgi demo load --scale 250`.
"""

import sys
import time
from statistics import median

from sqlalchemy import event

from config import settings_from
from shared_services import create_app
from shared_services.core.database import database

PAGES = {
    "list": "/catalogue",
    "page 200": "/catalogue?page=200",
    "one word": "/catalogue?q=pix",
    "near, free, seats left": "/catalogue?departement=62&around=neighbours&free=1&seats=1",
    "Tuesday mornings": "/catalogue?weekday=2&part=morning",
    "newest first": "/catalogue?sort=newest",
    "month": "/catalogue?view=month",
    "month, one word, seats left": "/catalogue?view=month&q=pix&seats=1",
    "nothing found, four conditions": "/catalogue?q=introuvable&departement=62&level=advanced&part=morning",
    "home": "/",
}
TIMES = 7


def main() -> None:
    app = create_app(settings_from({"APP_ENV": "testing", "DATABASE_URL": sys.argv[1]}))
    statements: list[str] = []
    with app.app_context():
        engine = database.engine

    @event.listens_for(engine, "before_cursor_execute")
    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    client = app.test_client()
    for name, path in PAGES.items():
        spent = []
        for _ in range(TIMES):
            statements.clear()
            start = time.perf_counter()
            response = client.get(path)
            spent.append(time.perf_counter() - start)
            if response.status_code != 200:
                raise RuntimeError(f"{path} answered {response.status_code}")
        print(f"{engine.dialect.name}\t{name}\t{1000 * median(spent):.0f} ms\t{len(statements)} statements")


if __name__ == "__main__":
    main()
