// What an application does with the SDK's client: reads the endpoint, asks with SQL, sends events.
import assert from "node:assert/strict";
import { createTinybirdApi } from "@tinybirdco/sdk";

const api = createTinybirdApi({
  baseUrl: process.env.TINYBIRD_URL,
  token: process.env.TINYBIRD_TOKEN,
});

const all = await api.query("orders_of", {});
assert.deepEqual(all.data, [
  { id: "a", status: "open" },
  { id: "b", status: "open" },
  { id: "c", status: "open" },
]);
assert.deepEqual(all.meta.map((column) => column.name), ["id", "status"]);
assert.deepEqual((await api.query("orders_of", { id: "b" })).data, [{ id: "b", status: "open" }]);

assert.deepEqual(
  await api.ingestBatch("visits", [
    { page: "/", times: 2 },
    { page: "/about", times: 3 },
  ]),
  { successful_rows: 2, quarantined_rows: 0 });
assert.equal((await api.ingest("visits", { page: "/", times: "many" })).quarantined_rows, 1);
const sums = await api.sql("SELECT page, toInt32(sum(times)) AS times FROM visits GROUP BY page ORDER BY page");
assert.deepEqual(sums.data, [
  { page: "/", times: 2 },
  { page: "/about", times: 3 },
]);
await assert.rejects(api.sql("SELECT * FROM absent"), /absent/);
await api.truncateDatasource("visits");
console.log("the client has read what the mirror holds");
