"""The API held against its own description, by Schemathesis: whatever the OpenAPI document allows is asked,
and every answer must be one that it describes.
"""

from __future__ import annotations

import re

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

SLOW = re.compile(r"/api/(read|screen|match|exposure|relief|exports/)")
"""What sets the model or the lists to work, or gives the whole ledger: tested in files of their own."""

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


def test_answers_are_as_described(desk: str) -> None:
    document = schemathesis.openapi.from_url(f"{desk}/api/openapi.json")
    tried = []
    for found in document.get_all_operations():
        operation = found.ok()
        if SLOW.match(operation.path):
            continue

        @settings(
            max_examples=8,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answered_as_described(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        answered_as_described()
        tried.append(operation.label)
    assert len(tried) >= 20
