"""Where a WSGI server and the `flask` command find the application."""

import os
import sys

from config import BadSetting, settings_from
from shared_services import create_app

try:
    app = create_app(settings_from(os.environ))
except BadSetting as error:
    sys.exit(f"shared-services cannot start: {error}")
