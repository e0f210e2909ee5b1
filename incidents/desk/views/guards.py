"""Who comes in at the desk, and what becomes of what they sent when they turn out to be signed out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure as plain_failure

from accounts.models import User
from incidents.desk import keeping
from incidents.desk.keeping import Keeper
from incidents.workbench import policies

View = Callable[..., HttpResponse]
_JSON = "application/json"


def at_the_desk(*, hidden: bool = False) -> Callable[[View], View]:
    """Let analysts and editors in. Others are refused, or where `hidden`, find nothing; nobody yet signs in first.

    What somebody sends after their session ended is kept for them, and waits on the other side of the sign-in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return _signed_out(request)
            if not policies.may_create(request.user):
                if hidden:
                    raise Http404
                raise PermissionDenied
            keeper = keeping.read(request.POST.get("keeper", ""))
            if keeper is not None and keeper.person != request.user.pk:
                return _of_somebody_else(request, keeper)
            return view(request, request.user, *args, **kwargs)

        return guarded

    return decorate


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script of the page asks, which goes on by itself."""
    return _JSON in request.headers.get("Accept", "")


def whose(request: HttpRequest, **more: Any) -> JsonResponse:
    """Tell a page who is signed in, by the name that browsers know them by, and the token to send from now on."""
    user = request.user
    name = keeping.browser_name(user) if isinstance(user, User) else None
    return JsonResponse({"person": name, "token": get_token(request)}, **more)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Ask to sign in. A script is only told; what a form sent is kept, and opened again after that."""
    if wants_json(request) or "HX-Request" in request.headers:
        return whose(request, status=401)
    keeper = keeping.read(request.POST.get("keeper", ""))
    kept = keeping.set_aside(request.POST, request.FILES, keeper) if keeper else None
    return redirect_to_login(keeping.address_of(kept) if kept else request.get_full_path())


def _of_somebody_else(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    """Keep what another person's page sent for that person, and save nothing under this one's name."""
    if wants_json(request) or "HX-Request" in request.headers:
        return whose(request, status=401)
    kept = keeping.set_aside(request.POST, request.FILES, keeper)
    return render(request, "desk/somebody_else.html", {"kept": kept is not None}, status=409)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token has gone: the page is from before a sign-in. What it says is kept for its person.

    Only a form that carries the site's own signed note gets that far; everything else is refused as ever.
    """
    keeper = keeping.read(request.POST.get("keeper", ""))
    if keeper is None:
        return plain_failure(request, reason)
    if wants_json(request) or "HX-Request" in request.headers:
        return whose(request, status=401)
    if isinstance(request.user, User) and request.user.pk != keeper.person:
        return _of_somebody_else(request, keeper)
    kept = keeping.set_aside(request.POST, request.FILES, keeper)
    if kept is None:
        return plain_failure(request, reason)
    if not isinstance(request.user, User):
        return redirect_to_login(keeping.address_of(kept))
    messages.warning(request, "The page was from before you signed in. Nothing was saved yet: send it again.")
    return redirect(keeping.address_of(kept))
