"""The application object for every WSGI server."""

from app import create_app

app = create_app()
