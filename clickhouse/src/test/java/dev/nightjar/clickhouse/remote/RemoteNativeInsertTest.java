package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.contract.NativeInsertContract;
import dev.nightjar.clickhouse.testing.RemoteEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RemoteEngine.class)
class RemoteNativeInsertTest extends NativeInsertContract {}
