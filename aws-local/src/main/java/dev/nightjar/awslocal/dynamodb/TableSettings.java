package dev.nightjar.awslocal.dynamodb;

/**
 * What can be changed of a table, but for its stream.
 *
 * @param onDemand whether its BillingMode is PAY_PER_REQUEST
 * @param tableClass STANDARD or STANDARD_INFREQUENT_ACCESS
 */
public record TableSettings(
    boolean onDemand, Throughput throughput, String tableClass, boolean deletionProtection) {}
