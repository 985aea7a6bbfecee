"""Addresses for programs. Under `/api` what is wrong is said in JSON; under `/api/v1` no cookie counts."""

from flask import has_request_context, request


def is_for_programs() -> bool:
    """Whether the answer is read by a program."""
    return _is_under("/api")


def takes_tokens_only() -> bool:
    """Whether only a personal token says who asks: then no page elsewhere can act in her name."""
    return _is_under("/api/v1")


def _is_under(root: str) -> bool:
    return has_request_context() and (request.path == root or request.path.startswith(f"{root}/"))
