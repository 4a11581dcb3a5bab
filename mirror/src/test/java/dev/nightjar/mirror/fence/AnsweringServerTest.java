package dev.nightjar.mirror.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnsweringServerTest {
  @TempDir Path directory;

  @Test
  void eachStartHasAnIdOfItsOwnAndKeepsIt() {
    try (ClickHouseProcess process = new ClickHouseProcess(directory).start()) {
      ServerStart first = start(process);
      assertThat(first.id()).isPresent();
      assertThat(start(process).id()).isEqualTo(first.id());

      process.kill();
      process.start();

      ServerStart second = start(process);
      assertThat(second.id()).isPresent().isNotEqualTo(first.id());
      assertThat(second.second()).isGreaterThanOrEqualTo(first.second());
      assertThat(second.isSameAs(first)).isFalse();
    }
  }

  private static ServerStart start(ClickHouseProcess process) {
    try (ClickHouse clickHouse = RemoteClickHouse.open(process.options())) {
      return new AnsweringServer(clickHouse).start().orElseThrow();
    }
  }
}
