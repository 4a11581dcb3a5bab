"""What an application does with the SDK's client: reads the endpoint, asks with SQL, sends events."""

import os

from tinybird_sdk import create_tinybird_api

api = create_tinybird_api(
    {"base_url": os.environ["TINYBIRD_URL"], "token": os.environ["TINYBIRD_TOKEN"]})

rows = [{"id": id, "status": "open"} for id in ("a", "b", "c")]
assert api.query("orders_of", {})["data"] == rows
assert api.query("orders_of", {"id": "b"})["data"] == [rows[1]]

sent = api.ingest_batch("visits", [{"page": "/", "times": 2}, {"page": "/about", "times": 3}])
assert sent["successful_rows"] == 2 and sent["quarantined_rows"] == 0, sent
sums = api.sql("SELECT page, toInt32(sum(times)) AS times FROM visits GROUP BY page ORDER BY page")
assert sums["data"] == [{"page": "/", "times": 2}, {"page": "/about", "times": 3}], sums
api.truncate_datasource("visits")
print("the client has read what the mirror holds")
