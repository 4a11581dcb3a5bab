package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream.Piece;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the reader of a result: who writes into the pipe comes to an end. */
@Timeout(60)
class PumpTest {
  /** More than a pipe holds. */
  private static final byte[] RESULT = new byte[4 << 20];

  @TempDir Path directory;

  @Test
  void aStatementThatCannotBeKilledIsReadToItsEnd() throws Exception {
    try (OutputPipe output = pipe()) {
      Pipe<Piece> reader = new Pipe<>();
      reader.leave();
      Pump pump =
          new Pump(
              output,
              reader,
              Deadline.after(Optional.empty()),
              () -> {
                throw new UnavailableException("1 control statement runs and 1024 wait already");
              });
      Thread.ofPlatform().daemon().start(pump);

      CompletableFuture<Void> statement = writing();

      statement.get(30, TimeUnit.SECONDS);
      output.end();
      pump.finish();
    }
  }

  @Test
  void whenThePipeCannotBeReadAndNothingBeKilledWritingFails() throws Exception {
    try (OutputPipe output = pipe()) {
      Pump pump =
          new Pump(
              output,
              // Handing over fails, as for want of memory.
              null,
              Deadline.after(Optional.empty()),
              () -> {
                throw new UnavailableException("the database is closed");
              });
      Thread.ofPlatform().daemon().start(pump);

      CompletableFuture<Void> statement = writing();

      assertThat(statement.handle((_, error) -> error).get(30, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(pump::finish)
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void whenThereIsNoThreadToReadThePipeWritingFails() throws Exception {
    try (OutputPipe output = pipe()) {
      Pump pump = new Pump(output, new Pipe<>(), Deadline.after(Optional.empty()), () -> {});
      Drain drain =
          new Drain(
              output,
              pump,
              _ -> {
                throw new OutOfMemoryError("unable to create native thread");
              });
      drain.open();

      CompletableFuture<Void> statement = writing();

      assertThat(statement.handle((_, error) -> error).get(30, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(drain::finish)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("unable to create native thread");
    }
  }

  private OutputPipe pipe() throws IOException {
    return OutputPipes.in(directory.resolve("pipes")).open();
  }

  /** Writes a result as the engine does. */
  private CompletableFuture<Void> writing() {
    return CompletableFuture.runAsync(
        () -> {
          try (var files = Files.list(directory.resolve("pipes"));
              FileOutputStream out =
                  new FileOutputStream(files.findFirst().orElseThrow().toFile())) {
            out.write(RESULT);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().start(task));
  }
}
