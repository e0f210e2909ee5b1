"""The desk's first page, and its lists."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from config.rest.pagination import Keyset
from config.rest.parameters import BadParameter
from incidents.desk import home as desk
from incidents.desk.views.guards import at_the_desk

_LAST_CHANGED = Keyset("updated_at", "id")


@require_safe
@at_the_desk()
def home(request: HttpRequest, user: User) -> HttpResponse:
    """Show a person's incidents with their states and the reviewers' feedback, and the ways to start one."""
    return render(request, "desk/home.html", {"home": desk.home(user)})


@require_safe
@at_the_desk()
def listed(request: HttpRequest, user: User) -> HttpResponse:
    """List incidents, those changed last first: of one shelf (`show`), with the words of `q` in them."""
    show, text = request.GET.get("show", ""), request.GET.get("q", "").replace("\0", "")[: desk.LONGEST_QUERY]
    if show and show not in desk.NAMED:
        raise Http404
    try:
        page = _LAST_CHANGED.page(desk.listed(user, show=show, text=text), request.GET, size=desk.PAGE)
    except BadParameter as error:
        raise Http404 from error
    context = {"page": page, "shelf": desk.NAMED.get(show), "shelves": desk.SHELVES, "show": show, "q": text}
    return render(request, "desk/list.html", context)
