package dev.nightjar.project;

/** The role that is assumed to read a table, and the table's region. */
public record DynamoDbConnection(Value roleArn, Value region) {}
