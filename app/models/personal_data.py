"""The register of what is kept about people: every table is in it, or declared impersonal."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Personal:
    """One table with personal data. `withheld` names columns the export leaves out, and why.

    `whose`: a learner's, that of somebody whom a company has on its list (found by the learner
    whose device opened their link), a member of staff's, work of staff that says who did it and
    when, or nobody's that could be named.
    """

    purpose: str
    retention: str
    export: str
    erase: str
    withheld: dict[str, str] = field(default_factory=dict)
    whose: Literal["learner", "member", "staff", "work", "nobody"] = "learner"


_WITH_THE_LEARNER = "deleted with the learner"
_UNTIL_DELETED = "until the learner deletes it, at the latest 12 months after the last activity"
_WORK = "work"
_WITH_THE_ACCOUNT = "deleted with the account"
_UNNAMED = "the row stays, the account in it is emptied when that is deleted"
_INNER = "a number without meaning outside the database"
_WITH_THE_MEMBER = "deleted when the member leaves or is removed"
_WHILE_MEMBER = "as long as the person is on the list of the company"
_OF_ASSIGNMENT = {
    "assignment_id": "given as the title of the assignment",
    "member_id": _INNER,
}

personal_data: dict[str, Personal] = {
    "learner": Personal(
        purpose="to find a person's runs again, on this and on other devices",
        retention=_UNTIL_DELETED,
        export="learner",
        erase="the row itself is deleted, and with it the key of all private texts",
        withheld={
            "id": _INNER,
            "reisecode": "a fingerprint, from which the code cannot be computed",
            "key": "a secret; the texts it opens are exported readably",
        },
    ),
    "device": Personal(
        purpose="to recognise a device without an account",
        retention="90 days after the last answer given on it, or until it is signed out",
        export="devices",
        erase=_WITH_THE_LEARNER,
        withheld={"token": "a fingerprint of a secret", "learner_id": _INNER},
    ),
    "attempt": Personal(
        purpose="to stop the guessing of Reisecodes, passwords and all other codes",
        retention="one hour, as a keyed fingerprint of a network or of an address of an account, "
        "also of both, or of an address with a device known for it",
        export="not possible: nothing leads from the fingerprint to a person",
        erase="by itself after an hour",
        whose="nobody",
    ),
    "run": Personal(
        purpose="to know where a person stands in a journey, with which group, and whether the "
        "answers may be counted",
        retention=_UNTIL_DELETED,
        export="runs",
        erase=_WITH_THE_LEARNER,
        withheld={
            "id": _INNER,
            "learner_id": _INNER,
            "version_id": "given as the name of the journey and the number of the version",
            "partition_id": "given as the code and the title of the group or of the assignment",
        },
    ),
    "membership": Personal(
        purpose="to know the learner again whose personal link a company made",
        retention=_WHILE_MEMBER,
        export="memberships",
        erase="deleted with the learner or with the member",
        withheld={"member_id": _INNER, "learner_id": _INNER},
    ),
    "seat": Personal(
        purpose="to know with which assignment a run goes, and what was agreed to with it",
        retention=_UNTIL_DELETED,
        export="runs.seat",
        erase="deleted with the learner, or when the member leaves or is removed",
        withheld={"run_id": _INNER, **_OF_ASSIGNMENT},
    ),
    "arrival": Personal(
        purpose="to count who arrived without knowing who it was",
        retention="until it is counted",
        export="not possible: nothing leads from the token to a person",
        erase="by itself when it is counted",
        whose="nobody",
    ),
    "certificate": Personal(
        purpose="to let somebody prove that they took part",
        retention=_UNTIL_DELETED,
        export="certificates",
        erase=_WITH_THE_LEARNER,
        withheld={
            "run_id": "given as the code of the run",
            "learner_id": _INNER,
            "version_id": "given as the name of the journey and the number of the version",
        },
    ),
    "certificate_check": Personal(
        purpose="to tell whoever reads a certificate whether it is genuine",
        retention="36 months, or until the learner deletes the certificate",
        export="not possible: nothing leads from the fingerprints to a person",
        erase="with the certificate; else by itself after 36 months",
        whose="nobody",
    ),
    "handed_certificate": Personal(
        purpose="to show a company the certificate that its owner handed over",
        retention="until the owner takes it back or deletes their data",
        export="certificates.handed",
        erase=_WITH_THE_LEARNER,
        withheld={
            "code": "given with the certificate",
            "company_id": "given as the name of the company",
        },
    ),
    "member": Personal(
        purpose="to invite somebody to journeys of their company, and to remind them",
        retention=_WHILE_MEMBER,
        export="memberships",
        erase=_WITH_THE_MEMBER,
        withheld={
            "id": _INNER,
            "company_id": "given as the name of the company",
            "team_id": "given as the name of the team",
        },
        whose="member",
    ),
    "join_code": Personal(
        purpose="to let people into a company or an assignment, or to know a member again",
        retention=_WHILE_MEMBER + ", links for all until the period ends",
        export="memberships.links",
        erase=_WITH_THE_MEMBER,
        withheld={
            "id": _INNER,
            "company_id": _INNER,
            "assignment_id": "given as the title of the assignment",
            "member_id": _INNER,
            "code": "links of a member have none",
            "token": "a secret",
        },
        whose="member",
    ),
    "assignment_member": Personal(
        purpose="to know for whom an assignment is",
        retention=_WHILE_MEMBER,
        export="memberships.assignments",
        erase=_WITH_THE_MEMBER,
        withheld=_OF_ASSIGNMENT,
        whose="member",
    ),
    "completion": Personal(
        purpose="to tell the company that somebody completed a journey, where that was agreed",
        retention=_WHILE_MEMBER,
        export="memberships.completed",
        erase=_WITH_THE_MEMBER,
        withheld=_OF_ASSIGNMENT,
        whose="member",
    ),
    "reminder": Personal(
        purpose="to remind nobody twice",
        retention=_WHILE_MEMBER,
        export="memberships.reminders",
        erase=_WITH_THE_MEMBER,
        withheld={**_OF_ASSIGNMENT, "mute": "a fingerprint of a secret"},
        whose="member",
    ),
    "muted": Personal(
        purpose="to remind nobody who does not want it",
        retention=_WHILE_MEMBER,
        export="memberships.muted",
        erase=_WITH_THE_MEMBER,
        withheld=_OF_ASSIGNMENT,
        whose="member",
    ),
    "pin": Personal(
        purpose="to show an answer with its question as it was",
        retention=_UNTIL_DELETED,
        export="runs.earlier_versions",
        erase=_WITH_THE_LEARNER,
        withheld={
            "run_id": _INNER,
            "version_id": "given as the number of the version",
        },
    ),
    "entry": Personal(
        purpose="to keep the answers from which every state is computed",
        retention=_UNTIL_DELETED,
        export="runs.entries",
        erase=_WITH_THE_LEARNER,
        withheld={"run_id": _INNER},
    ),
    "thought": Personal(
        purpose="to keep private texts for their writer alone, encrypted",
        retention="drafts 90 days; else " + _UNTIL_DELETED,
        export="runs.texts",
        erase=_WITH_THE_LEARNER,
        withheld={"run_id": _INNER},
    ),
    "user_account": Personal(
        purpose="to let facilitators, managers and operators sign in",
        retention="until the account is deleted",
        export="account",
        erase="flask users delete",
        withheld={
            "id": _INNER,
            "password": "a fingerprint, from which the password cannot be computed",
            "fs_uniquifier": "a secret that opens sessions",
            "totp": "a secret; that there is one is exported as has_second_factor",
            "totp_counter": _INNER,
            "recovery_codes": "secrets, which stand nowhere else readably",
        },
        whose="staff",
    ),
    "learning_group": Personal(
        purpose="to let a facilitator invite people to a journey",
        retention="until the account of the facilitator is deleted",
        export=_WORK,
        erase="deleted with the account",
        whose="work",
    ),
    "user_role": Personal(
        purpose="to know what somebody with an account may do",
        retention="until the role is taken away",
        export="roles",
        erase=_WITH_THE_ACCOUNT,
        withheld={"user_id": _INNER},
        whose="staff",
    ),
    "draft": Personal(
        purpose="to say who wrote a journey last, and who made or archived it",
        retention="as long as the draft",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "draft_text": Personal(
        purpose="to say who translated last",
        retention="as long as the draft",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "draft_media": Personal(
        purpose="to say who added a file",
        retention="as long as the file belongs to the draft",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "draft_author": Personal(
        purpose="to know who may write a journey",
        retention="until the author leaves",
        export=_WORK,
        erase=_WITH_THE_ACCOUNT,
        whose="work",
    ),
    "draft_company": Personal(
        purpose="to know which companies find a journey, and who let them",
        retention="until an author takes the company out again",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "author_invitation": Personal(
        purpose="to let an author invite another one",
        retention="until it is used, at most 14 days",
        export=_WORK,
        erase=_WITH_THE_ACCOUNT,
        whose="work",
    ),
    "publication": Personal(
        purpose="to say who published which version",
        retention="as long as the version",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "withdrawal": Personal(
        purpose="to say who withdrew which version",
        retention="until the version is offered again",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "draft_copy": Personal(
        purpose="to keep what a draft said before an old version took its place",
        retention="as long as the draft",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "review_link": Personal(
        purpose="to show a draft to somebody without an account, and to say who did",
        retention="as long as the draft",
        export=_WORK,
        erase=_WITH_THE_ACCOUNT,
        whose="work",
    ),
    "company_manager": Personal(
        purpose="to know who acts for a company",
        retention="until the role in the company ends",
        export=_WORK,
        erase=_WITH_THE_ACCOUNT,
        whose="work",
    ),
    "assignment_draft": Personal(
        purpose="to say who began an assignment",
        retention="until it is issued, at most 90 days",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "assignment": Personal(
        purpose="to say who issued an assignment, and who confirmed that completions are told",
        retention="as long as the company",
        export=_WORK,
        erase=_UNNAMED,
        whose="work",
    ),
    "user_invitation": Personal(
        purpose="to let invited people make an account",
        retention="14 days or until it is accepted; then 14 days in which its link says so",
        export="invitations",
        erase=_WITH_THE_ACCOUNT,
        withheld={
            "id": _INNER,
            "company_id": "given as the name of the company",
            "invited_by": "somebody else",
            "token": "a fingerprint of a secret",
        },
        whose="staff",
    ),
    "outbox": Personal(
        purpose="to send mail although the mail server may be away",
        retention="7 days; what it says, sealed, only until it is sent",
        export="mails",
        erase=_WITH_THE_ACCOUNT,
        withheld={"id": _INNER, "content": "sealed, it may hold the secret of a link"},
        whose="staff",
    ),
    "audit": Personal(
        purpose="to know who did which administrative act",
        retention="24 months, unchangeable",
        export="acts",
        erase="by itself after 24 months",
        withheld={"id": _INNER},
        whose="staff",
    ),
}

impersonal: dict[str, str] = {
    "version": "published journeys, written for everybody",
    "partition": "sets of runs by number; who belongs to one stands in the run",
    "company": "companies, not people",
    "team": "names of departments; who belongs to one stands with the member",
    "assignment_team": "which departments an assignment is for",
    "reminder_day": "on which days a company lets its people be reminded",
    "release_day": "when figures of an assignment were last looked for",
    "batch": "released figures about five people at least, frozen",
    "batch_cell": "released figures about five people at least, frozen",
    "media_file": "files of published journeys and of drafts",
    "draft_import": "the file a draft was made from, and what to look at in it; names nobody",
    "version_media": "which files were published",
    "alembic_version": "the revision of the schema",
}
