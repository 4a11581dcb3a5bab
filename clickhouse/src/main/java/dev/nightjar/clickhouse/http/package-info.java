/**
 * ClickHouse's HTTP interface (https://clickhouse.com/docs/interfaces/http): requests, formats,
 * compression, errors and headers as ClickHouse 26 has them. Who may come in, and what they may
 * run, is decided behind {@link dev.nightjar.clickhouse.http.FrontDoor}.
 */
package dev.nightjar.clickhouse.http;
