"""The desk's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from incidents.desk import reading
from incidents.desk.views.guards import at_the_desk


@require_safe
@at_the_desk()
def home(request: HttpRequest, user: User) -> HttpResponse:
    """Show a person's incidents with their states and the reviewers' feedback."""
    return render(request, "desk/home.html", {"home": reading.home(user)})
