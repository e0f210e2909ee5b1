"""What the task worker (`manage.py db_worker`) does for editors: publish what is due, and send notices by mail."""

from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from incidents.workbench.tasks import MAIL_AGAIN


@task(queue_name="publishing")
def publish_what_is_due() -> str:
    """Do what `manage.py publish_due` does. The approvals decide what is due, not the queue.

    It has a queue of its own because it needs no network: a demo that asks nothing of the network does it all the same.
    """
    call_command("publish_due")
    return "done"


@task()
def send_notice(user_id: int, subject: str, text: str, number: int = 1) -> str:
    """Mail a notice to a person who still has an account. What the mail server does not take is tried again."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return "no account"
    try:
        send_mail(subject, text, None, [user.email])
    except OSError as error:  # smtplib's own errors are such
        if number > len(MAIL_AGAIN):
            return f"given up: {type(error).__name__}"
        again = timezone.now() + MAIL_AGAIN[number - 1]
        send_notice.using(run_after=again).enqueue(user_id, subject, text, number + 1)
        return f"try {number}: {type(error).__name__}"
    return "sent"
