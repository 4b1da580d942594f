"""Media of journeys, served from the database under the hash of their bytes.

What was published everybody may see, unless its journey is for some companies. Files of drafts are
seen by their authors, and by whoever was given a link to the draft, as long as it holds.
"""

import re
from io import BytesIO

from flask import Response, abort, send_file

from app.models.journey import media
from app.models.media_reach import reach
from app.player import blueprint
from app.ui import requests
from app.ui.access import access
from app.ui.visitors import visitor

SHA256 = re.compile(r"[0-9a-f]{64}")
SHOWN_TYPES = ("image/", "audio/", "video/", "text/vtt", "text/plain", "application/pdf")
IMMUTABLE = "public, max-age=31536000, immutable"


@blueprint.get("/medien/<sha256>/<name>")
@access("anyone")
def show_media(sha256: str, name: str) -> Response:
    """Serve one file whole or in the range asked for; the name is only for people."""
    # A name with a line break would end the header that it stands in.
    if not SHA256.fullmatch(sha256) or not name.isprintable():
        abort(404)
    seen_by = reach(requests.db(), sha256, visitor(), requests.now())
    file = media(requests.db(), sha256) if seen_by else None
    if file is None:
        abort(404)
    response = send_file(
        BytesIO(file.data),
        # What words are written in is added by itself.
        mimetype=file.type.partition(";")[0],
        as_attachment=not file.type.startswith(SHOWN_TYPES),
        download_name=name,
        etag=sha256,
        conditional=True,
    )
    response.headers["Cache-Control"] = IMMUTABLE if seen_by == "everybody" else "no-store"
    return response
