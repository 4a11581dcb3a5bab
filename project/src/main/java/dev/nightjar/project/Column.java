package dev.nightjar.project;

import java.util.Optional;

/**
 * A column of a data source.
 *
 * @param name without the quotes around it
 * @param type ClickHouse's type as text, as it stands in the file
 * @param jsonPath where its value is in a record; empty if the file does not say
 * @param defaultExpression what follows DEFAULT
 * @param codec what stands between the brackets of CODEC
 * @param position where its name stands
 */
public record Column(
    String name,
    String type,
    Optional<JsonPath> jsonPath,
    Optional<String> defaultExpression,
    Optional<String> codec,
    Position position) {}
