"""The WSGI application that gunicorn serves."""

import os

import django

from config.application import Application
from config.warming import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("STATEMENT_TIMEOUT", "30")
django.setup(set_prefix=False)

application = Application()
warm_up()
