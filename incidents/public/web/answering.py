"""What every public page does with its query string: nothing in it is silently ignored."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from config.rest.parameters import BadParameter
from incidents.public.web.pages.filters import TRACKING, without

_Parts = ParamSpec("_Parts")
_View = Callable[Concatenate[HttpRequest, _Parts], HttpResponse]


def strict(view: _View[_Parts]) -> _View[_Parts]:
    """Answer 400 where a view raises BadParameter; drop what other sites append to links by redirect."""

    @wraps(view)
    def answer(request: HttpRequest, *args: _Parts.args, **parts: _Parts.kwargs) -> HttpResponse:
        if not TRACKING.isdisjoint(request.GET):
            query = without(request.GET, *TRACKING)
            return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        try:
            return view(request, *args, **parts)
        except BadParameter as error:
            return bad_parameter(request, error)

    return cast("_View[_Parts]", answer)


def bad_parameter(request: HttpRequest, error: BadParameter) -> HttpResponse:
    """Answer a query string that can't be answered: 400, naming every parameter at fault."""
    return render(request, "400.html", {"faults": error.faults, "path": request.path}, status=400)
