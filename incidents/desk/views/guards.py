"""Who comes in at the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from incidents.workbench import policies

View = Callable[..., HttpResponse]


def at_the_desk(*, hidden: bool = False) -> Callable[[View], View]:
    """Let analysts and editors in. Others are refused, or where `hidden`, find nothing; nobody yet signs in first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not policies.may_create(request.user):
                if hidden:
                    raise Http404
                raise PermissionDenied
            return view(request, request.user, *args, **kwargs)

        return guarded

    return decorate
