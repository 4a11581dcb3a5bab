// What people do with ClickHouse's official JavaScript client, against a port of ClickHouse's HTTP interface.
// Usage: node conformance.mjs PORT TOKEN
import assert from "node:assert/strict";
import { createClient } from "@clickhouse/client";

const [port, token] = process.argv.slice(2);
const connect = (options = {}) =>
  createClient({ url: `http://127.0.0.1:${port}`, username: "main", password: token, ...options });
const client = connect();
const rows = async (query, options = {}) =>
  (await client.query({ query, format: "JSONEachRow", ...options })).json();
const refused = async (code, action) =>
  assert.rejects(action, (error) => {
    assert.equal(error.code, String(code), error.message);
    return true;
  });

const checks = {
  async "tells its version"() {
    assert.equal((await client.ping()).success, true);
    const [row] = await rows("SELECT version() AS version, timezone() AS zone");
    assert.match(row.version, /^\d+\.\d+\./);
  },

  async "binds parameters of several types"() {
    const [row] = await rows(
      "SELECT {s:String} AS s, {n:Int64} AS n, {l:Array(String)} AS l, {f:Float64} AS f, {b:Bool} AS b, {d:DateTime} AS d, {z:Nullable(String)} AS z",
      {
        query_params: {
          s: "it's \\ a\ttab\nand é",
          n: -7,
          l: ["a", "b'c"],
          f: 1.5,
          b: true,
          d: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
          z: null,
        },
      },
    );
    assert.equal(row.s, "it's \\ a\ttab\nand é");
    assert.equal(String(row.n), "-7");
    assert.deepEqual(row.l, ["a", "b'c"]);
    assert.equal(row.f, 1.5);
    assert.equal(row.b, true);
    assert.equal(row.d, "2026-01-02 03:04:05");
    assert.equal(row.z, null);
  },

  async "reads types back"() {
    const [row] = await rows("SELECT * FROM types", {
      clickhouse_settings: {
        output_format_json_quote_64bit_integers: 1,
        output_format_json_quote_decimals: 1,
      },
    });
    assert.deepEqual(row.numbers, [1, 2]);
    assert.equal(row.nothing, null);
    assert.equal(row.low, "low");
    assert.equal(row.moment, "2026-01-02 03:04:05.678");
    assert.equal(row.money, "12345678901234567890.123456789");
    assert.equal(BigInt(row.huge), 2n ** 256n - 1n);
    assert.equal(row.uuid, "61f0c404-5cb3-11e7-907b-a6006ad3dba0");
    assert.equal(row.yes, true);
    assert.equal(row.least, "-9223372036854775808");
    assert.equal(row.choice, "b");
  },

  async "streams many rows, compressed and not"() {
    for (const response of [true, false]) {
      const streaming = connect({ compression: { response, request: response } });
      const result = await streaming.query({
        query: "SELECT n, text FROM rows",
        format: "JSONCompactEachRow",
      });
      let count = 0;
      for await (const batch of result.stream()) {
        for (const row of batch) {
          const [n, text] = row.json();
          assert.equal(String(n), text);
          count++;
        }
      }
      assert.equal(count, 200_000);
      await streaming.close();
    }
  },

  async "reads a JSON document with its statistics"() {
    const json = await (await client.query({ query: "SELECT n FROM rows", format: "JSON" })).json();
    assert.equal(json.rows, 200_000);
    assert.equal(json.data.length, 200_000);
  },

  async "reads the mirror"() {
    assert.deepEqual(await rows("SELECT id, note FROM main.orders FINAL ORDER BY id"), [
      { id: "a", note: "one" },
      { id: "b", note: "two" },
    ]);
  },

  async "looks around"() {
    const names = (await rows("SHOW TABLES")).map((row) => row.name);
    assert.ok(names.includes("orders") && names.includes("types"), names.join());
    const databases = (await rows("SELECT name FROM system.databases")).map((row) => row.name);
    assert.deepEqual(databases, ["default", "tinybird", "nightjar"]);
    assert.ok((await rows("DESCRIBE TABLE orders")).some((row) => row.name === "id"));
  },

  async "tells errors with their codes"() {
    await refused(60, () => rows("SELECT * FROM absent"));
    await refused(62, () => rows("SELECT FROM WHERE"));
    await refused(452, () => rows("SELECT 1", { clickhouse_settings: { max_threads: 64 } }));
  },

  async "tells an error half way"() {
    await assert.rejects(async () => {
      const result = await client.query({
        query: "SELECT number, throwIf(number = 3000000, 'half way') FROM numbers(10000000)",
        format: "JSONEachRow",
      });
      for await (const batch of result.stream()) assert.ok(batch.length > 0);
    }, /half way/);
  },

  async "cannot write"() {
    const values = [{ id: "x", n: 1 }];
    await refused(164, () => client.insert({ table: "plain", values, format: "JSONEachRow" }));
    await refused(164, () => client.command({ query: "DROP TABLE orders" }));
    await refused(164, () => client.exec({ query: "CREATE TABLE t (a Int8) ENGINE = Memory" }));
  },

  async "needs the token"() {
    const stranger = connect({ password: "wrong" });
    await refused(516, () => stranger.query({ query: "SELECT 1" }));
    await stranger.close();
  },
};

for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log("ok", name);
}
await client.close();
console.log(`${Object.keys(checks).length} checks passed`);
