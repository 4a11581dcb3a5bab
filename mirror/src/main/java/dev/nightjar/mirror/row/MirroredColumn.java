package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import java.util.Optional;

/**
 * A column of a mirrored table.
 *
 * @param key whether it is one of the sorting key's
 * @param defaultExpression what follows DEFAULT
 * @param codec what stands between the brackets of CODEC
 */
record MirroredColumn(
    String name,
    ClickHouseType type,
    ColumnSource source,
    boolean key,
    Optional<String> defaultExpression,
    Optional<String> codec) {}
