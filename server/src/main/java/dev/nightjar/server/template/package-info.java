/**
 * Templates of pipes: SQL with {@code {{ … }}} and {@code {% … %}} in Tornado's syntax, as
 * Tinybird's clients write it.
 *
 * <p>{@link dev.nightjar.server.template.Template} is read once, when a pipe is deployed, and
 * rendered for each request by an interpreter that sees the request's parameters and nothing else.
 * No value becomes text of the query: each is a bound parameter of ClickHouse. The only text that a
 * request can choose are names of columns, checked and quoted.
 */
package dev.nightjar.server.template;
