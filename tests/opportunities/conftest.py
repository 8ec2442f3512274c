"""What the tests of opportunities share: made-up adverts and the development data's place."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.opportunities.postings import Posting, Rejection, read_line
from app.reference import reference

NHS_JOBS = Path(__file__).resolve().parents[3] / "shared" / "data" / "nhs-jobs"
PLANS = Path(__file__).with_name("fixtures")


def advert(**changes: Any) -> dict[str, Any]:
    """A made-up advert in the form NHS Jobs used in November 2020."""
    record: dict[str, Any] = {
        "@context": "http://schema.org",
        "@type": "JobPosting",
        "title": "Staff Nurse - Elderly Care",
        "url": "https://jobs.example/xi/vacancy/900000001",
        "description": "&lt;p&gt;Join our ward.&lt;/p&gt;",
        "datePosted": "2020-11-01T09:30:00+0000",
        "validThrough": "2020-11-30T23:59:59+0000",
        "employmentType": "FULL_TIME",
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "GBP",
            "value": {
                "@type": "QuantitativeValue",
                "value": "£24,907 - £30,615 pa",
                "minValue": "24907",
                "maxValue": "30615",
                "unitText": "YEAR",
            },
        },
        "hiringOrganization": {
            "name": "Example Hospitals Trust",
            "url": "https://jobs.example/xi/agency_info/?agency_id=1",
        },
        "jobLocation": {
            "address": {"addressLocality": "Smethwick", "postalCode": "B66 2QT"},
            "geo": {"latitude": "52.4931", "longitude": "-1.9665"},
        },
    }
    return {**record, **changes}


@pytest.fixture
def read() -> Callable[..., Posting | Rejection]:
    def read_advert(**changes: Any) -> Posting | Rejection:
        line = json.dumps(advert(**changes)).encode()
        return read_line(line, 1, scales=reference().pay_scales)

    return read_advert


@pytest.fixture
def november() -> Iterator[None]:
    """Noon of 20 November 2026."""
    with clock.at(datetime(2026, 11, 20, 12, 0)):  # noqa: DTZ001 -- instants are naive UTC
        yield


@pytest.fixture(scope="session")
def nhs_jobs() -> Path:
    if not (NHS_JOBS / "labels.jsonl").exists():
        pytest.skip("the NHS Jobs adverts for development are not beside the project")
    return NHS_JOBS
