"""The application object for every WSGI server."""

from app import create_app
from app.lib.cores import OnOneCore
from app.lib.memory import share_one_heap

share_one_heap()
app = create_app()
if app.extensions["database"].is_sqlite:
    # One process serves SQLite alone. On PostgreSQL there is one for each core, and the system
    # spreads them better than we could.
    app.wsgi_app = OnOneCore(app.wsgi_app)
