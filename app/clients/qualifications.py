"""A client's qualifications: adding, changing and taking them back."""

from app.audit.services import record
from app.clients.models import Client, Evidence, EvidenceLevel, Qualification
from app.db import atomic
from app.errors import NotFound
from app.policy import Viewer


def qualification(client: Client, qualification_id: int) -> Qualification:
    """One of the client's qualifications; NotFound for any other."""
    found = Qualification.get_or_none(
        Qualification.id == qualification_id, Qualification.client == client
    )
    if found is None:
        raise NotFound("qualification")
    return found


def add_qualification(
    actor: Viewer,
    client: Client,
    *,
    title: str,
    institution: str = "",
    country: str = "",
    year: int | None = None,
    level: EvidenceLevel = EvidenceLevel.CLAIMED,
) -> Qualification:
    """Write down a degree, diploma or certificate of the client's."""
    with atomic():
        made = Qualification.create(
            client=client,
            title=title,
            institution=institution,
            country=country,
            year=year,
            level=level,
        )
        record(actor, "qualification.add", made, client_id=client.id)
    return made


def change_qualification(
    actor: Viewer,
    client: Client,
    qualification_id: int,
    *,
    title: str,
    institution: str,
    country: str,
    year: int | None,
) -> None:
    """What changes must be seen anew: the evidence was of what stood there before."""
    found = qualification(client, qualification_id)
    wanted = {"title": title, "institution": institution, "country": country, "year": year}
    if all(getattr(found, name) == value for name, value in wanted.items()):
        return
    with atomic():
        Qualification.update(**wanted, level=EvidenceLevel.CLAIMED).where(
            Qualification.id == found.id
        ).execute()
        _forget_evidence(found)
        record(actor, "qualification.change", found, client_id=client.id)


def remove_qualification(actor: Viewer, client: Client, qualification_id: int) -> None:
    """Take it off the record with what was noted of its evidence. Raises NotFound."""
    found = qualification(client, qualification_id)
    with atomic():
        found.delete_instance()
        _forget_evidence(found)
        record(actor, "qualification.remove", found, client_id=client.id)


def _forget_evidence(found: Qualification) -> None:
    Evidence.delete().where(
        Evidence.client == found.client_id, Evidence.fact == f"qualification:{found.id}"
    ).execute()
