"""Certificates in tests that learners have handed to a company, as the database holds them."""

from datetime import date

from cryptography.fernet import Fernet
from sqlalchemy import insert

from app.lib import clock
from app.lib.crypto import Keyring
from app.models.base import Database
from app.models.handed_certificate import HandedCertificate
from app.models.journey import newest
from app.models.learner import Learner
from app.models.run import Run
from app.models.tables import certificate

DAY = date(2026, 11, 20)
TITLE = "Ohne Rollen"


def give(
    database: Database, company_id: int, *names: str, journey: str = "ohne-rollen"
) -> list[str]:
    """Let learners hand a certificate each to a company; return the codes in this order.

    Whoever they are, nobody can open what is sealed with their keys.
    """
    keyring = Keyring([Fernet.generate_key().decode()])
    with database.write() as session:
        found = newest(session, journey)
        assert found
        role = next(iter(found[1].roles), None)
        codes = []
        for name in names:
            walker = Learner.create(session, keyring, clock.now())
            mine = Run.start(session, walker.id, *found, role, clock.now())
            session.execute(
                insert(certificate).values(
                    run_id=mine.id,
                    learner_id=walker.id,
                    code=mine.code,
                    name=b"",
                    minutes=25,
                    issued_on=DAY,
                    version_id=mine.version_id,
                )
            )
            words = (name, TITLE, 25, "Lernen", DAY, 1)
            HandedCertificate(mine.code, company_id, *words).store(session)
            codes.append(mine.code)
    return codes
