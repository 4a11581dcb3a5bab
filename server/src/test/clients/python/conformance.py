"""What people do with ClickHouse's official Python client, against a port of ClickHouse's HTTP interface.

Usage: conformance.py PORT TOKEN
"""

import datetime
import decimal
import ipaddress
import sys
import uuid

import clickhouse_connect
from clickhouse_connect.driver.exceptions import DatabaseError

PORT, TOKEN = int(sys.argv[1]), sys.argv[2]
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def connect(**options):
    return clickhouse_connect.get_client(
        host="127.0.0.1", port=PORT, username="main", password=TOKEN, **options)


def refused(code, action):
    try:
        action()
    except DatabaseError as e:
        assert f"Code: {code}." in str(e) or f"code {code}" in str(e), str(e)
        return
    raise AssertionError("was not refused")


@check
def tells_its_version():
    client = connect()
    assert client.server_version == client.command("SELECT version()")
    assert client.ping()


@check
def binds_parameters_of_several_types():
    result = connect().query(
        "SELECT {s:String}, {n:Int64}, {d:Date}, {l:Array(String)}, {f:Float64}, {t:DateTime64(3)}",
        parameters={
            "s": "it's \\ a\ttab\nand é",
            "n": -7,
            "d": datetime.date(2026, 1, 2),
            "l": ["a", "b'c"],
            "f": 1.5,
            "t": datetime.datetime(2026, 1, 2, 3, 4, 5),
        })
    row = result.first_row
    assert row[:5] == ("it's \\ a\ttab\nand é", -7, datetime.date(2026, 1, 2), ["a", "b'c"], 1.5), row
    assert row[5].year == 2026, row


@check
def reads_types_back():
    for client in (connect(compress=True), connect(compress=False)):
        row = dict(zip(*[(r.column_names, r.first_row) for r in [client.query("SELECT * FROM types")]][0]))
        assert row["numbers"] == [1, 2]
        assert row["nothing"] is None
        assert row["low"] == "low"
        assert row["moment"].replace(tzinfo=None) == datetime.datetime(2026, 1, 2, 3, 4, 5, 678000), row["moment"]
        assert row["money"] == decimal.Decimal("12345678901234567890.123456789")
        assert row["huge"] == 2**256 - 1
        assert row["uuid"] == uuid.UUID("61f0c404-5cb3-11e7-907b-a6006ad3dba0")
        assert row["yes"] is True
        assert row["counts"] == {"a": 1}
        assert tuple(row["pair"]) == (1, "x")
        assert row["day"] == datetime.date(2026, 1, 2)
        assert row["address"] == ipaddress.IPv4Address("127.0.0.1")
        assert row["least"] == -(2**63)
        assert row["choice"] == "b"


@check
def streams_many_rows():
    for compression in ("lz4", "zstd", "gzip", False):
        count = total = 0
        with connect(compress=compression).query_row_block_stream("SELECT n, text FROM rows") as stream:
            for block in stream:
                for n, text in block:
                    assert str(n) == text
                    count += 1
                    total += n
        assert (count, total) == (200_000, 199_999 * 100_000), (compression, count, total)


@check
def reads_the_mirror():
    result = connect().query("SELECT id, note FROM main.orders FINAL ORDER BY id")
    assert result.result_rows == [("a", "one"), ("b", "two")], result.result_rows


@check
def looks_around():
    client = connect()
    names = client.command("SHOW TABLES")
    assert "orders" in names and "types" in names, names
    columns = client.query("DESCRIBE TABLE orders").result_rows
    assert ("id", "String") in [column[:2] for column in columns], columns
    databases = client.query("SELECT name FROM system.databases").result_rows
    assert databases == [("default",), ("tinybird",), ("nightjar",)], databases
    assert client.command("EXISTS TABLE orders") == 1


@check
def sends_settings():
    client = connect(settings={"max_threads": 1})
    row = client.query("SELECT 1 AS x", settings={"max_execution_time": 5}).first_row
    assert row == (1,)
    raw = client.raw_query("SELECT toUInt64(1) AS x", fmt="JSONEachRow",
                           settings={"output_format_json_quote_64bit_integers": 1})
    assert raw == b'{"x":"1"}\n', raw


@check
def tells_errors_with_their_codes():
    client = connect()
    refused(60, lambda: client.query("SELECT * FROM absent"))
    refused(47, lambda: client.query("SELECT absent FROM orders"))
    refused(62, lambda: client.query("SELECT FROM WHERE"))
    refused(395, lambda: client.query("SELECT throwIf(number = 5, 'five') FROM numbers(10)"))


@check
def tells_an_error_half_way():
    try:
        with connect().query_row_block_stream(
                "SELECT number, throwIf(number = 3000000, 'half way') FROM numbers(10000000)") as stream:
            for _ in stream:
                pass
    except Exception as e:
        assert "half way" in str(e), str(e)
        return
    raise AssertionError("no error came")


@check
def cannot_write():
    client = connect()
    refused(164, lambda: client.insert("plain", [["x", 1]], column_names=["id", "n"], column_type_names=["String", "Int64"]))
    refused(164, lambda: client.command("CREATE TABLE t (a Int8) ENGINE = Memory"))
    refused(164, lambda: client.command("DROP TABLE orders"))


@check
def needs_the_token():
    try:
        clickhouse_connect.get_client(host="127.0.0.1", port=PORT, username="main", password="wrong")
    except DatabaseError as e:
        assert "516" in str(e) or "AUTHENTICATION_FAILED" in str(e) or "Authentication failed" in str(e), str(e)
        return
    raise AssertionError("a wrong password was taken")


for function in CHECKS:
    function()
    print("ok", function.__name__)
print(len(CHECKS), "checks passed")
