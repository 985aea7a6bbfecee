"""Who may touch a kept search: its person, nobody else."""

from sqlalchemy.orm import Session

from shared_services.accounts.models import Person

from . import saved_queries


def can_change_search(db: Session, actor: Person, search_id: int) -> bool:
    search = saved_queries.find_search(db, search_id)
    return search is not None and search.person_id == actor.id
