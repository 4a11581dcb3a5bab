package dev.nightjar.clickhouse.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.execution.ErrorText;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One connection to the engine: one statement at a time, one thread at a time, which blocks in
 * native code meanwhile. To be closed only when nothing runs on it.
 */
final class Connection implements AutoCloseable {
  private final LibChdb lib;
  private final MemorySegment pointer;
  private final MemorySegment handle;

  private Connection(LibChdb lib, MemorySegment pointer) {
    this.lib = lib;
    this.pointer = pointer;
    this.handle = pointer.reinterpret(ADDRESS.byteSize()).get(ADDRESS, 0);
  }

  /**
   * Connects, and boots the engine if this is the first connection.
   *
   * @param options such as {@code --path=/data}; an unknown one is ignored by the engine
   * @return empty where the engine refuses; it says why on standard error only
   */
  static Optional<Connection> open(LibChdb lib, List<String> options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(ADDRESS, options.size() + 1L);
      arguments.setAtIndex(ADDRESS, 0, arena.allocateFrom("clickhouse"));
      for (int i = 0; i < options.size(); i++) {
        arguments.setAtIndex(ADDRESS, i + 1L, arena.allocateFrom(options.get(i)));
      }
      MemorySegment pointer =
          (MemorySegment) lib.connect.invokeExact(options.size() + 1, arguments);
      return pointer.address() == 0 ? Optional.empty() : Optional.of(new Connection(lib, pointer));
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  /** Runs a statement, or several with semicolons between them; the answer is the last one's. */
  Answer query(String sql, String format, Map<String, Parameter> parameters) {
    try (Arena arena = Arena.ofConfined()) {
      NativeText text = NativeText.of(arena, sql);
      NativeText form = NativeText.of(arena, format);
      NativeParameters bound = NativeParameters.of(arena, parameters);
      MemorySegment result =
          (MemorySegment)
              lib.queryWithParams.invokeExact(
                  handle,
                  text.address(),
                  text.length(),
                  form.address(),
                  form.length(),
                  bound.names(),
                  bound.nameLengths(),
                  bound.values(),
                  bound.valueLengths(),
                  bound.count());
      return Answer.take(lib, result);
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  /**
   * Inserts a block.
   *
   * @param sql {@code INSERT INTO …} without a format
   * @return rows written, those of cascaded views included
   */
  long insert(String sql, NativeBlock block) {
    try (Arena arena = Arena.ofConfined()) {
      NativeText text = NativeText.of(arena, sql);
      NativeText form = NativeText.of(arena, "Native");
      MemorySegment stream =
          (MemorySegment)
              lib.streamInsert.invokeExact(
                  handle, text.address(), text.length(), form.address(), form.length());
      try {
        MemorySegment error = (MemorySegment) lib.streamInsertError.invokeExact(stream);
        if (error.address() != 0) {
          throw ErrorText.parse(NativeText.read(error));
        }
        BlockFeed feed = new BlockFeed(lib, stream, arena, block.bytes());
        block.writeTo(feed);
        feed.flush();
        MemorySegment result = (MemorySegment) lib.streamDone.invokeExact(stream);
        long rows = Answer.rowsWritten(lib, result);
        if (!feed.accepted()) {
          throw new OutcomeUnknownException(
              "the engine refused a part of a block without a reason");
        }
        return rows;
      } finally {
        lib.destroyInsertStream.invokeExact(stream);
      }
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  /**
   * Inserts rows of a format, as they come.
   *
   * @param sql {@code INSERT INTO …} without a format
   * @return rows written, those of cascaded views included
   * @throws IOException when the rows cannot be read; the insert is cancelled then
   */
  long load(String sql, String format, Map<String, Parameter> parameters, InputStream rows)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      NativeText text = NativeText.of(arena, sql);
      NativeText form = NativeText.of(arena, format);
      NativeParameters bound = NativeParameters.of(arena, parameters);
      MemorySegment stream =
          (MemorySegment)
              lib.streamInsertWithParams.invokeExact(
                  handle,
                  text.address(),
                  text.length(),
                  form.address(),
                  form.length(),
                  bound.names(),
                  bound.nameLengths(),
                  bound.values(),
                  bound.valueLengths(),
                  bound.count());
      try {
        MemorySegment error = (MemorySegment) lib.streamInsertError.invokeExact(stream);
        if (error.address() != 0) {
          throw ErrorText.parse(NativeText.read(error));
        }
        feed(stream, arena, rows);
        return Answer.rowsWritten(lib, (MemorySegment) lib.streamDone.invokeExact(stream));
      } finally {
        lib.destroyInsertStream.invokeExact(stream);
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  /** Where the engine refuses a part, the rest is left unread: the end tells the reason. */
  private void feed(MemorySegment stream, Arena arena, InputStream rows) throws Throwable {
    BlockFeed feed = new BlockFeed(lib, stream, arena, Long.MAX_VALUE);
    byte[] buffer = new byte[1 << 16];
    try {
      for (int length = rows.read(buffer); length >= 0; length = rows.read(buffer)) {
        feed.accept(buffer, 0, length);
        if (!feed.accepted()) {
          return;
        }
      }
      feed.flush();
    } catch (IOException | RuntimeException e) {
      lib.streamCancelInsert.invokeExact(stream);
      throw e;
    }
  }

  /** What a text of SQL would do; nothing is run. */
  Classification classify(String sql) {
    try (Arena arena = Arena.ofConfined()) {
      NativeText text = NativeText.of(arena, sql);
      MemorySegment report = arena.allocate(16, 4);
      report.set(JAVA_INT, 0, 16);
      int state =
          (int)
              lib.classifyQuery.invokeExact(
                  handle, text.address(), text.length(), MemorySegment.NULL, 0L, report);
      if (state != 0) {
        throw new IllegalStateException("the engine did not classify a text of SQL");
      }
      int kind = report.get(JAVA_INT, 12);
      StatementClass[] kinds = StatementClass.values();
      return new Classification(
          kind >= 0 && kind < kinds.length ? kinds[kind] : StatementClass.UNKNOWN,
          report.get(JAVA_INT, 4));
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  @Override
  public void close() {
    try {
      lib.closeConn.invokeExact(pointer);
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }

  /** A text in native memory. */
  private record NativeText(MemorySegment address, long length) {
    static NativeText of(Arena arena, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new NativeText(arena.allocateFrom(JAVA_BYTE, bytes), bytes.length);
    }

    static String read(MemorySegment address) {
      return address.reinterpret(Long.MAX_VALUE).getString(0);
    }
  }

  /** Names and values of parameters as the four arrays that the C functions take. */
  private record NativeParameters(
      MemorySegment names,
      MemorySegment nameLengths,
      MemorySegment values,
      MemorySegment valueLengths,
      long count) {
    static NativeParameters of(Arena arena, Map<String, Parameter> parameters) {
      int count = parameters.size();
      MemorySegment names = arena.allocate(ADDRESS, Math.max(1, count));
      MemorySegment nameLengths = arena.allocate(JAVA_LONG, Math.max(1, count));
      MemorySegment values = arena.allocate(ADDRESS, Math.max(1, count));
      MemorySegment valueLengths = arena.allocate(JAVA_LONG, Math.max(1, count));
      int i = 0;
      for (Map.Entry<String, Parameter> parameter : parameters.entrySet()) {
        NativeText name = NativeText.of(arena, parameter.getKey());
        NativeText value = NativeText.of(arena, parameter.getValue().encoded());
        names.setAtIndex(ADDRESS, i, name.address());
        nameLengths.setAtIndex(JAVA_LONG, i, name.length());
        values.setAtIndex(ADDRESS, i, value.address());
        valueLengths.setAtIndex(JAVA_LONG, i, value.length());
        i++;
      }
      return new NativeParameters(names, nameLengths, values, valueLengths, count);
    }
  }
}
