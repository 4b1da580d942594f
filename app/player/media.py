"""Media of journeys, served from the database under the hash of their bytes."""

import re
from io import BytesIO

from flask import Response, abort, send_file

from app.models.journey import media
from app.player import blueprint
from app.ui import requests
from app.ui.access import access

SHA256 = re.compile(r"[0-9a-f]{64}")
SHOWN_TYPES = ("image/", "audio/", "video/", "text/vtt", "text/plain", "application/pdf")
IMMUTABLE = "public, max-age=31536000, immutable"


@blueprint.get("/medien/<sha256>/<name>")
@access("anyone")
def show_media(sha256: str, name: str) -> Response:
    """Serve one file whole or in the range asked for; the name is only for people."""
    file = media(requests.db(), sha256) if SHA256.fullmatch(sha256) else None
    if file is None:
        abort(404)
    response = send_file(
        BytesIO(file.data),
        mimetype=file.type,
        as_attachment=not file.type.startswith(SHOWN_TYPES),
        download_name=name,
        etag=sha256,
        conditional=True,
    )
    response.headers["Cache-Control"] = IMMUTABLE
    return response
