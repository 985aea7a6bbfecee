"""A program for tests: it holds a personal token and speaks JSON."""

from typing import Any

from shared_services.accounts.models import Person
from shared_services.api.token_operations import create_token
from shared_services.core.database import transaction
from tests.support.makers import MONDAY


def token_of(person: Person, *, days: int = 90) -> str:
    with transaction() as db:
        return create_token(db, name="Tableau de bord", days=days, person=person, now=MONDAY)


class Program:
    """`program.get("/offers")`; `json` of the answer is read as is."""

    def __init__(self, client: Any, token: str | None = None, **headers: str) -> None:
        self.client = client
        self.headers = dict(headers)
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self.headers)

    def post(self, path: str, json: Any, **headers: str) -> Any:
        return self.client.post(f"/api/v1{path}", json=json, headers=self.headers | headers)

    def delete(self, path: str, **query: Any) -> Any:
        return self.client.delete(f"/api/v1{path}", query_string=query, headers=self.headers)

    def everything(self, path: str, **query: Any) -> list[Any]:
        """All items of a list, slice by slice."""
        items, cursor = [], None
        while True:
            answer = self.get(path, **query | ({"cursor": cursor} if cursor else {})).json
            items += answer["items"]
            cursor = answer["next"]
            if cursor is None:
                return items
