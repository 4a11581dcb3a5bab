package dev.nightjar.clickhouse.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of {@code chdb.h} that are used here, one handle each, by their C names less the
 * prefix.
 */
final class LibChdb {
  final MethodHandle version;
  final MethodHandle setSignalHandlersEnabled;
  final MethodHandle connect;
  final MethodHandle closeConn;
  final MethodHandle queryWithParams;
  final MethodHandle streamInsert;
  final MethodHandle streamInsertWithParams;
  final MethodHandle streamInsertError;
  final MethodHandle streamAppend;
  final MethodHandle streamDone;
  final MethodHandle streamCancelInsert;
  final MethodHandle destroyInsertStream;
  final MethodHandle resultBuffer;
  final MethodHandle resultLength;
  final MethodHandle resultError;
  final MethodHandle resultElapsed;
  final MethodHandle resultRowsRead;
  final MethodHandle resultStorageRowsRead;
  final MethodHandle resultStorageBytesRead;
  final MethodHandle resultRowsWritten;
  final MethodHandle destroyQueryResult;
  final MethodHandle classifyQuery;

  private final SymbolLookup symbols;

  private LibChdb(SymbolLookup symbols) {
    this.symbols = symbols;
    this.version = handle("chdb_version", ADDRESS);
    this.setSignalHandlersEnabled = handle("chdb_set_signal_handlers_enabled", null, JAVA_INT);
    this.connect = handle("chdb_connect", ADDRESS, JAVA_INT, ADDRESS);
    this.closeConn = handle("chdb_close_conn", null, ADDRESS);
    this.queryWithParams = queryHandle("chdb_query_with_params_n");
    this.streamInsert =
        handle("chdb_stream_insert_n", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    this.streamInsertWithParams = queryHandle("chdb_stream_insert_with_params_n");
    this.streamInsertError = handle("chdb_stream_insert_error", ADDRESS, ADDRESS);
    this.streamAppend = handle("chdb_stream_append", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    this.streamDone = handle("chdb_stream_done", ADDRESS, ADDRESS);
    this.streamCancelInsert = handle("chdb_stream_cancel_insert", null, ADDRESS);
    this.destroyInsertStream = handle("chdb_destroy_insert_stream", null, ADDRESS);
    this.resultBuffer = handle("chdb_result_buffer", ADDRESS, ADDRESS);
    this.resultLength = handle("chdb_result_length", JAVA_LONG, ADDRESS);
    this.resultError = handle("chdb_result_error", ADDRESS, ADDRESS);
    this.resultElapsed = handle("chdb_result_elapsed", JAVA_DOUBLE, ADDRESS);
    this.resultRowsRead = handle("chdb_result_rows_read", JAVA_LONG, ADDRESS);
    this.resultStorageRowsRead = handle("chdb_result_storage_rows_read", JAVA_LONG, ADDRESS);
    this.resultStorageBytesRead = handle("chdb_result_storage_bytes_read", JAVA_LONG, ADDRESS);
    this.resultRowsWritten = handle("chdb_result_rows_written", JAVA_LONG, ADDRESS);
    this.destroyQueryResult = handle("chdb_destroy_query_result", null, ADDRESS);
    this.classifyQuery =
        handle(
            "chdb_classify_query_n",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            ADDRESS);
  }

  /**
   * Loads the library for the rest of the process's life.
   *
   * @throws EngineException when the file is no library of this platform, or an older one
   */
  static LibChdb load(Path file) {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          "The ClickHouse library " + file + " cannot be loaded on this machine. " + Library.ADVICE,
          e);
    }
    return new LibChdb(symbols);
  }

  private MethodHandle queryHandle(String name) {
    return handle(
        name, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS,
        ADDRESS, JAVA_LONG);
  }

  private MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    MemorySegment address =
        symbols
            .find(name)
            .orElseThrow(() ->
                new EngineException(
                    "The ClickHouse library has no function "
                        + name
                        + ": it is older than "
                        + Library.OLDEST
                        + ". "
                        + Library.ADVICE));
    FunctionDescriptor shape =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    return Linker.nativeLinker().downcallHandle(address, shape);
  }
}
