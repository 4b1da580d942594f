"""`flask journeys schema`: print the JSON Schema of the format, for editors."""

import click

from app.cli.journeys import journeys
from app.content.jsonschema import as_text


@journeys.command("schema")
def schema() -> None:
    """Print the JSON Schema of journey.yaml. journeys/schema.json holds exactly this."""
    click.echo(as_text(), nl=False)
