"""Pages of a person's own account: keys to the API."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.forms import TokenForm
from accounts.models import APIToken, User
from accounts.operations.tokens import create_token, revoke_token, scopes_for, tokens_of
from incidents.errors import NotAllowed


class _TokenView(LoginRequiredMixin, View):
    """For signed-in people whose role has use for tokens."""

    user: User
    scopes: list[APIToken.Scope]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find out who asks, and what they may give to a token."""
        if isinstance(request.user, User):
            self.user, self.scopes = request.user, scopes_for(request.user)
            if not self.scopes:
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Tokens(_TokenView):
    """One's tokens, and a form for a new one. The text of a token is in the answer to its making, and nowhere else."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """List the tokens."""
        return self.page(request, TokenForm(scopes=self.scopes))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a token and show its text."""
        form = TokenForm(request.POST, scopes=self.scopes)
        if not form.is_valid():
            return self.page(request, form, status=422)
        try:
            _token, text = create_token(user=self.user, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, refused.message)
            return self.page(request, form, status=422)
        return self.page(request, TokenForm(scopes=self.scopes), text=text)

    def page(self, request: HttpRequest, form: TokenForm, *, text: str = "", status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "tokens": tokens_of(self.user), "text": text}
        return render(request, "accounts/tokens.html", context, status=status)


class RevokeToken(_TokenView):
    """Take a token back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token_key: str) -> HttpResponse:
        """Revoke one of one's own tokens; another's is as absent as one that never was."""
        try:
            revoke_token(token_key=token_key, by=self.user)
        except APIToken.DoesNotExist as error:
            raise Http404 from error
        messages.success(request, "The token was revoked. Whatever used it is refused from now on.")
        return redirect("accounts:tokens")
