package dev.nightjar.server.query;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class RowFilterTest extends RowFilterContract {}
