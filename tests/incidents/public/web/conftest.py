"""The record that public pages are tested over."""

import pytest

from incidents.record.models import Edition
from tests.incidents.public.web import sample


@pytest.fixture
def reference(db: None) -> None:
    """Actors, the border, and its section."""
    sample.reference()


@pytest.fixture
def exchange(reference: None) -> Edition:
    """The exchange of fire near Nerkin Hand, in its second edition."""
    sample.publish(sample.document_a(summary="Fire was exchanged."))
    return sample.publish(sample.document_a())


@pytest.fixture
def reported(reference: None) -> Edition:
    """The shooting that one side denies."""
    return sample.publish(sample.document_b())
