package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Tells the columns of files that are sent, or that are at an address. */
public final class FileAnalyzer {
  private final ParquetRows parquet;
  private final RemoteFiles remote;
  private final UploadTurns turns;
  private final long mostBytes;

  /**
   * @param mostBytes how many a file may have when it is unpacked
   */
  FileAnalyzer(ParquetRows parquet, RemoteFiles remote, UploadTurns turns, long mostBytes) {
    this.parquet = parquet;
    this.remote = remote;
    this.turns = turns;
    this.mostBytes = mostBytes;
  }

  /**
   * Looks at the beginning of a file.
   *
   * @param address where it is; empty: it is the body
   * @throws HttpProblem 400 when it cannot be read or is of no format that can be analyzed, 429
   *     when other files are being read
   */
  public FileAnalysis analyze(Optional<String> address, Source body) {
    Source file =
        address.<Source>map(url -> () -> remote.open(RemoteFiles.parse(url))).orElse(body);
    return turns.take(() -> {
      try (InputStream in = Unpacking.of(file.open(), mostBytes)) {
        return FileAnalysis.of(FileHead.of(in, parquet));
      } catch (IOException e) {
        throw Trouble.ofReading(e);
      }
    });
  }
}
