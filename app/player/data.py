"""My data: everything stored about the learner of this device, to read, take along and erase."""

import json

from flask import Response, abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.models.certificate import Certificate
from app.models.diary import Diary
from app.models.learner import Learner, erase, export
from app.models.membership import Membership
from app.player import blueprint
from app.player.exports import readable
from app.ui import requests
from app.ui.access import access
from app.ui.overviews import own_learner, own_runs, run_overview


@blueprint.get("/meine-daten")
@access("anyone")
def show_data() -> str:
    """Show everything stored about the learner of this device."""
    learner = own_learner()
    if learner is None:
        return render_template("player/data/show.html", learner=None)
    stored = export(requests.db(), learner, requests.keyring())
    certified = {each["run"] for each in stored["certificates"]}
    return render_template(
        "player/data/show.html",
        learner=learner,
        devices=len(stored["devices"]),
        companies=[each["company"] for each in stored["memberships"]],
        runs=[
            (
                run_overview(run),
                len(of["entries"]),
                len(of["texts"]),
                of["group"],
                of["seat"],
                of["code"] in certified,
            )
            for run, of in zip(own_runs(), stored["runs"], strict=True)
        ],
    )


@blueprint.get("/meine-daten/export.<any(json, html):form>")
@access("learner")
def export_data(form: str) -> Response:
    """Send everything as a file: for people as a page, for programs as JSON."""
    learner = own_learner() or abort(404)
    data = export(requests.db(), learner, requests.keyring())
    if form == "json":
        body = json.dumps(data, ensure_ascii=False, indent=2)
    else:
        told = readable(data, own_runs())
        body = render_template("player/data/export.html", sections=told, now=requests.now())
    response = make_response(body)
    response.mimetype = {"json": "application/json", "html": "text/html"}[form]
    name = f"zukunftsreise-{requests.now():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/meine-daten/loeschen")
@access("anyone")
def confirm_erase() -> str:
    """Say what will be gone."""
    learner = own_learner()
    texts = Diary.of_learner(requests.db(), learner.id, requests.keyring()) if learner else {}
    return render_template(
        "player/data/confirm_erase.html",
        certificates=Certificate.count(requests.db(), learner.id) if learner else 0,
        learner=learner,
        runs=len(own_runs()),
        companies=[each.company for each in _memberships(learner)],
        texts=sum(len(of_run) for of_run in texts.values()),
    )


@blueprint.post("/meine-daten/loeschen")
@access("learner")
def erase_data() -> AnyResponse:
    """Erase the learner with everything, on all devices."""
    learner = own_learner()
    if learner:
        erase(requests.db(), learner)
    # Where nobody is left to erase, this may be the second try after one that ended too early.
    requests.scrub()
    return requests.forget_device(redirect(url_for("player.show_data"), 303))


def _memberships(learner: Learner | None) -> list[Membership]:
    return Membership.of_learner(requests.db(), learner.id) if learner else []
