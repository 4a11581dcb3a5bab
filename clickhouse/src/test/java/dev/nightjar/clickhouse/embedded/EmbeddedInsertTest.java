package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.contract.InsertContract;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class EmbeddedInsertTest extends InsertContract {}
