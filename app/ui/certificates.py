"""Certificates in words: the facts that a company sees, and the paper.

The page on which a learner hands one over and the list of the company draw the same facts.
"""

from collections.abc import Iterable

from flask import Response, current_app

from app.models.handed_certificate import HandedCertificate
from app.ui import formats, papers
from app.ui.words import gettext as _

WAYMARKS = 5


def labels() -> tuple[str, ...]:
    """Return the head of a list of certificates."""
    return _("Name"), _("Reise"), _("Ausgestellt am"), _("Prüfcode")


def cells_of(certificate: HandedCertificate) -> tuple[str, ...]:
    """Return what such a list says of one, and nothing else."""
    name = certificate.name or _("ohne Namen")
    return name, certificate.journey, formats.date(certificate.issued_on), certificate.code


def facts_of(certificate: HandedCertificate) -> list[tuple[str, str]]:
    """Return the same as pairs of label and value."""
    return list(zip(labels(), cells_of(certificate), strict=True))


def more_facts_of(certificate: HandedCertificate) -> list[tuple[str, str]]:
    """Return what its paper says beside those facts."""
    found = [
        (_("Dauer"), formats.minutes(certificate.minutes)),
        (_("Themen"), certificate.topics),
        (_("Fassung der Reise"), str(certificate.version)),
    ]
    return [(label, value) for label, value in found if value]


def check_of(code: str) -> str:
    """Return the complete address of the page that says whether a paper is valid."""
    return f"{current_app.config['ZR'].base_url}/nachweis/{code}"


def paper(some: Iterable[HandedCertificate], name: str) -> Response:
    """Answer with certificates in one file; `name` is that of the file, without its ending."""
    made = papers.certificates(_printed(each) for each in some)
    disposition = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=disposition)


def _printed(certificate: HandedCertificate) -> papers.Certificate:
    return papers.Certificate(
        name=certificate.name,
        journey=certificate.journey,
        # A company knows the journey by its title alone; so each paper has hills of its own.
        slug=certificate.code,
        stages=WAYMARKS,
        version=certificate.version,
        minutes=certificate.minutes,
        topics=(certificate.topics,) if certificate.topics else (),
        day=certificate.issued_on,
        check=check_of(certificate.code),
    )
