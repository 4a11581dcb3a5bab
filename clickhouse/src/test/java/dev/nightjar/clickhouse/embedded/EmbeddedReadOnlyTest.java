package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.contract.ReadOnlyContract;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class EmbeddedReadOnlyTest extends ReadOnlyContract {}
