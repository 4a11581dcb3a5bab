package dev.nightjar.server.query;

import dev.nightjar.clickhouse.testing.RemoteEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RemoteEngine.class)
class RemoteRowFilterTest extends RowFilterContract {}
