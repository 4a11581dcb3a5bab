"""Builds the project through the SDK's own functions, and then deploys it to main without its connections."""

import os
import sys

from tinybird_sdk.api.build import build_to_tinybird
from tinybird_sdk.api.deploy import deploy_to_main
from tinybird_sdk.generator import build_from_include

config = {"base_url": os.environ["TINYBIRD_URL"], "token": os.environ["TINYBIRD_TOKEN"]}
built = build_from_include(
    {"include_paths": ["connections.py", "datasources.py", "pipes.py"], "cwd": os.getcwd()})
resources = built.resources
for step in (build_to_tinybird, deploy_to_main):
    result = step(config, resources)
    assert result.get("success"), result
    print(step.__name__, result.get("result"))
sys.exit(0)
