"""What is suggested while somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents.desk import reading
from incidents.desk.views.guards import at_the_desk


@require_safe
@at_the_desk()
def places(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest places for what was typed (`q`)."""
    text = request.GET.get("q", "").replace("\0", "")
    return render(request, "desk/_place_options.html", {"places": reading.places(user, text), "typed": text})


@require_safe
@at_the_desk()
def actors(request: HttpRequest, user: User) -> HttpResponse:
    """Suggest actors for what was typed (`q`)."""
    text = request.GET.get("q", "").replace("\0", "")
    return render(request, "desk/_actor_options.html", {"actors": reading.actors(user, text), "typed": text})
