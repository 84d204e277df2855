"""Warranty claims over HTTP with Flask; the example with FastAPI says more of itself."""

import attrs
from flask import Flask, request
from flask.typing import ResponseReturnValue

from warranty_rules import InputError
from warranty_rules.documents import MOST_BYTES, decision_document, read
from warranty_rules.policies import icenter

app, policy = Flask(__name__), icenter.policy()


@app.post("/decide")
def decide() -> ResponseReturnValue:
    """Take a claim document; give a decision document for each of its faults."""
    body = request.stream.read(MOST_BYTES + 1)  # one byte more than is taken shows the library that it is too long
    return [decision_document(policy.adjudicate(claim)) for claim in read(policy.record, body)]


@app.errorhandler(InputError)
def refuse(error: InputError) -> ResponseReturnValue:
    """Tell all that is wrong."""
    return [attrs.asdict(problem) for problem in error.problems], 422
