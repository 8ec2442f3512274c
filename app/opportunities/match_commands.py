"""The command `match`: who fits what, printed."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import click
import numpy as np

from app import clock
from app.clients import queries as clients
from app.db import database
from app.errors import NotFound
from app.matching import ClientColumns, OpportunityColumns, Readiness, best_pairs
from app.opportunities.blueprints import opportunities
from app.opportunities.frozen import as_record, said
from app.opportunities.matches import BEST, Fit, matches_for_client, matches_for_opportunity
from app.opportunities.models import Opportunity
from app.opportunities.pools import openings, people
from app.organisations.models import Trust
from app.policy import SYSTEM

UNUSABLE = 2


@opportunities.cli.command("match")
@click.option("--client", "reference", help="What fits this client.")
@click.option("--opportunity", "number", type=int, help="Who fits this opportunity.")
@click.option("--all", "everyone", is_flag=True, help="Every client and every open opportunity.")
@click.option("--limit", type=click.IntRange(1, 1000), default=BEST, help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line.")
def match(
    reference: str | None, number: int | None, everyone: bool, limit: int, as_json: bool
) -> None:
    """Say what fits a client or who fits an opportunity, with reasons; keeps nothing."""
    if sum((reference is not None, number is not None, everyone)) != 1:
        raise click.UsageError("Name one of --client, --opportunity and --all.")
    with database.connection_context():
        try:
            if everyone:
                _all(limit, as_json)
            else:
                fits = _for_client(reference, limit) if reference else _for(number, limit)
                _print(fits, as_json)
        except NotFound as missing:
            click.echo(f"There is no such {missing}.", err=True)
            sys.exit(UNUSABLE)


def _for_client(reference: str, limit: int) -> list[Fit]:
    """The best of all groups together: ready before nearly, then by points."""
    client = clients.client(SYSTEM, reference)
    groups = matches_for_client(SYSTEM, client, limit=limit)
    fits = [fit for group in groups.values() for fit in group]
    fits.sort(key=lambda fit: (fit.match.readiness is not Readiness.READY, -fit.match.points))
    return fits[:limit]


def _for(number: int | None, limit: int) -> list[Fit]:
    opportunity = Opportunity.get_or_none(Opportunity.id == number)
    if opportunity is None:
        raise NotFound("opportunity")
    return matches_for_opportunity(SYSTEM, opportunity, limit=limit)


def _print(fits: list[Fit], as_json: bool) -> None:
    counts = Counter(fit.match.readiness.value for fit in fits)
    for fit in fits:
        click.echo(json.dumps(_row(fit), ensure_ascii=False) if as_json else _words(fit))
    summary = {"matches": len(fits), "ready": counts["ready"], "nearly": counts["nearly"]}
    if as_json:
        click.echo(json.dumps(summary))
    else:
        click.echo(f"{len(fits)} matches: {summary['ready']} ready, {summary['nearly']} nearly.")


def _row(fit: Fit) -> dict[str, Any]:
    record = as_record(fit.match, on=clock.today())
    for asked in record["requirements"]:
        asked["sentence"] = said(asked, about_client=True)
    return {**record, "title": fit.opportunity.title, "kind": fit.opportunity.kind}


def _words(fit: Fit) -> str:
    record = _row(fit)
    lines = [
        f"{record['client']} and {record['opportunity']} ({record['title']}):"
        f" {record['readiness']}, {record['points']} of {record['possible']} points"
    ]
    lines += [f"  {each['verdict']}: {each['sentence']}" for each in record["requirements"]]
    step = record["next_step"]
    if step:
        lines.append(f"  next: {step['title']} ({step['months']} months, £{step['fee_pounds']})")
    return "\n".join(lines)


def _all(limit: int, as_json: bool) -> None:
    """All pairs in arrays: each trust's clients and what is open to them, group by group."""
    start = perf_counter()
    counts: Counter[str] = Counter()
    for trust in Trust.select(Trust.id):
        clients_here = people(trust.id)
        counts["clients"] += len(clients_here.facts)
        for columns in openings(trust.id).values():
            counts["opportunities"] += len(columns.requirements)
            for pair in _pairs(clients_here, columns, limit):
                counts["ready" if pair["ready"] else "nearly"] += 1
                if as_json:
                    click.echo(json.dumps(pair))
    names = ("clients", "opportunities", "ready", "nearly")
    summary: dict[str, object] = {name: counts[name] for name in names}
    summary["seconds"] = round(perf_counter() - start, 3)
    in_words = ", ".join(f"{name}: {value}" for name, value in summary.items())
    click.echo(json.dumps(summary) if as_json else in_words)


def _pairs(
    clients_here: ClientColumns, columns: OpportunityColumns, limit: int
) -> Iterator[dict[str, Any]]:
    """The best opportunities of the group for each client, best first."""
    found, _ = best_pairs(clients_here, columns, best=limit)
    for client, rank in np.argwhere(found.index >= 0):
        yield {
            "client": clients_here.facts[client].key,
            "opportunity": columns.requirements[found.index[client, rank]].key,
            "points": int(found.points[client, rank]),
            "ready": bool(found.is_ready[client, rank]),
        }
