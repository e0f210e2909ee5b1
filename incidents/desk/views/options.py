"""What is suggested while somebody types: names, how a date is read, the border nearby."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents.desk import reading
from incidents.desk.forms.when import told
from incidents.desk.views.guards import at_the_desk

_LONGEST = 200
"""Characters of a date, however it is written."""


@require_safe
@at_the_desk()
def places(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest places for what was typed (`q`)."""
    return render(request, "desk/_place_suggestions.html", {"options": reading.places(user, _asked(request, "q"))})


@require_safe
@at_the_desk()
def actors(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest actors for what was typed (`q`), with what they are part of."""
    return render(request, "desk/_actor_suggestions.html", {"options": reading.actors(user, _asked(request, "q"))})


@require_safe
@at_the_desk()
def when(request: HttpRequest, user: User) -> HttpResponse:
    """Tell how a date would be read (`q`)."""
    return render(
        request, "desk/_when_told.html", {"told": told(_asked(request, "q")[:200], today=timezone.localdate())}
    )


@require_safe
@at_the_desk()
def near(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest the border section nearest to a position (`lat`, `lon`)."""
    at = [reading.degrees(_asked(request, name)) for name in ("lat", "lon")]
    return render(request, "desk/_nearest.html", {"nearest": reading.near(user, *at)})


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "")
