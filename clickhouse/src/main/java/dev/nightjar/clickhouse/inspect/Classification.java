package dev.nightjar.clickhouse.inspect;

/**
 * What a text of SQL is.
 *
 * @param statementClass the class of its most restricted statement
 * @param statements how many statements it holds; 0 where it did not parse as as many as the
 *     implementation takes at a time
 */
public record Classification(StatementClass statementClass, int statements) {}
