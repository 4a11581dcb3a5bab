package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.contract.CancellingContract;
import dev.nightjar.clickhouse.testing.RemoteEngine;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RemoteEngine.class)
class RemoteCancellingTest extends CancellingContract {}
