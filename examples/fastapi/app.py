"""Warranty claims over HTTP: what the library reads, decides and describes, with nothing of it written again."""

from __future__ import annotations

from typing import Annotated, Any

import attrs
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from warranty_rules import InputError, Policy
from warranty_rules.documents import MOST_BYTES, decision_document, decision_schema, read, schema
from warranty_rules.errors import Problem, shown
from warranty_rules.policies import icenter

NAMES = [field.name for field in attrs.fields(Problem)]
PROBLEM = {"type": "object", "properties": {name: {"type": "string"} for name in NAMES}, "required": NAMES, "additionalProperties": False}


def create_app(policy: Policy[Any]) -> FastAPI:
    """Make the app of a policy, which serves all requests and all threads.

    Args:
        policy: the terms, such as those of `icenter.policy()`.
    """
    app = FastAPI(title=policy.title, version=policy.digest[:12])
    claims, decisions = schema(policy.record), {"type": "array", "minItems": 1, "items": decision_schema(policy)}
    answers: dict[int | str, dict[str, Any]] = {
        200: {"description": "a decision for each fault", **_json(decisions)},
        422: {"description": "all that is wrong", **_json({"type": "array", "minItems": 1, "items": PROBLEM})},
    }

    @app.post("/decide", responses=answers, openapi_extra={"requestBody": {"required": True, **_json(claims)}})
    def decide(body: Annotated[bytes, Depends(_body)], mask: bool = False) -> JSONResponse:  # not async: FastAPI gives it a thread
        decided = map(policy.adjudicate, read(policy.record, body, mask=mask))
        return JSONResponse([decision_document(decision, mask=mask) for decision in decided])

    @app.get("/schema", responses={200: {"description": "the JSON Schema of claim documents", **_json({"type": "object"})}})
    def claim_schema() -> JSONResponse:
        return JSONResponse(claims)

    @app.exception_handler(InputError)
    def refuse(request: Request, error: InputError) -> JSONResponse:
        return _refusal(error.problems)

    @app.exception_handler(RequestValidationError)
    def refuse_query(request: Request, error: RequestValidationError) -> JSONResponse:
        return _refusal(Problem(".".join(map(str, e["loc"])), shown(e["input"]), e["msg"]) for e in error.errors())

    return app


async def _body(request: Request) -> bytes:
    """Take the body as it is, but no more of it than what lets the library see that it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body[: MOST_BYTES + 1])


def _refusal(problems: Any) -> JSONResponse:
    return JSONResponse([attrs.asdict(problem) for problem in problems], status_code=422)


def _json(described: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": described}}}


app = create_app(icenter.policy())
