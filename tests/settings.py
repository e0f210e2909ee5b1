"""Settings of the tests: the project's own, with data in a folder that lasts as long as the run.

pytest-django imports this before any conftest, so the folder is named here; `tests/conftest.py` starts the
database server in it, and deletes it. xdist's workers inherit the name.
"""

import os
import tempfile
from pathlib import Path

if "COUNTERCLAIM_TEST_RUN" not in os.environ:
    os.environ["COUNTERCLAIM_TEST_RUN"] = tempfile.mkdtemp(prefix="counterclaim-tests-")
    Path(os.environ["COUNTERCLAIM_TEST_RUN"]).chmod(0o711)  # for the server's user to pass through
RUN_DIR = Path(os.environ["COUNTERCLAIM_TEST_RUN"])
os.environ["COUNTERCLAIM_VAR"] = str(RUN_DIR)

from config.settings import *  # noqa: E402, F403 - after the folder is known
from config.settings import DATABASES, MIDDLEWARE, STATIC_ROOT  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns if it's missing
RUN_NAME = RUN_DIR.name.rpartition("-")[2]
DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_{RUN_NAME}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "COUNTERCLAIM_TEST_NOTE" in os.environ:  # the site that the browser's tests share
    MIDDLEWARE.insert(0, "tests.browser.forgetting.Forgetting")
