package dev.nightjar.clickhouse.inspect;

/**
 * What a text of SQL is.
 *
 * @param statementClass the class of its most restricted statement
 * @param statements how many statements it holds; 0 where it did not parse
 * @param hasSecrets it carries a credential
 * @param changesDatabases it creates, drops or renames a database
 */
public record Classification(
    StatementClass statementClass, int statements, boolean hasSecrets, boolean changesDatabases) {}
