"""How hypothesis runs here: as many examples as ever, and no verdict on how fast the machine is."""

from hypothesis import HealthCheck, settings

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
