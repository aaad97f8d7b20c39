"""The API described for people, from its OpenAPI document."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from sayso.web.desk import DeskDep
from sayso.web.views import render

router = APIRouter()


@router.get("/api/docs")
def docs(request: Request, desk: DeskDep) -> Response:
    """Show what the API answers, route by route."""
    document = request.app.openapi()
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, it in methods.items():
            groups[it.get("tags", ["other"])[0]].append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": it.get("summary", ""),
                    "description": it.get("description", ""),
                    "parameters": it.get("parameters", []),
                }
            )
    about = [
        line.lstrip("- ").replace("**", "").replace("`", "")
        for line in _paragraphs(document["info"]["description"])
    ]
    return render(request, desk, "docs.html", about=about, groups=list(groups.items()))


def _paragraphs(text: str) -> list[str]:
    """Give the paragraphs and points of a text in Markdown, each on one line."""
    found: list[str] = []
    for line in text.strip().splitlines():
        if not line.strip():
            found.append("")
        elif line.startswith("- ") or not found or not found[-1]:
            found.append(line)
        else:
            found[-1] += " " + line.strip()
    return [line for line in found if line]
