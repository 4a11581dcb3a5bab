package dev.nightjar.project;

/**
 * A data skipping index.
 *
 * @param type ClickHouse's index type with its arguments, for example {@code bloom_filter(0.01)}
 */
public record Index(
    String name, String expression, String type, int granularity, Position position) {}
