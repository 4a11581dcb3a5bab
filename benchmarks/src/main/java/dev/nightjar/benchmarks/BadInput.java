package dev.nightjar.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Uploads that nobody should send, and somebody will. */
enum BadInput {
  /** One pipe of 50 MB. */
  LARGE_FILE("a file of 50 MB", () -> List.of(text("p.pipe", "x".repeat(50 << 20)))),
  /** More than a request may have. */
  TOO_LARGE("a body of 70 MB", () -> List.of(text("p.pipe", "x".repeat(70 << 20)))),
  /** Ten thousand pipes, of which the last is wrong. */
  MANY_FILES(
      "10,000 files, one of them wrong",
      () ->
          IntStream.range(0, 10_000)
              .mapToObj(i ->
                  text("p" + i + ".pipe", i == 9_999 ? pipe("SELEC 1") : pipe("SELECT 1 AS a")))
              .toList()),
  /** A megabyte of random bytes in each kind of file. */
  GARBAGE(
      "binary garbage",
      () ->
          List.of(
              new File("a.pipe", garbage(1)),
              new File("b.datasource", garbage(2)),
              new File("c.connection", garbage(3)))),
  /** Names that lead out of the project. */
  TRAVERSAL(
      "path traversal in names",
      () ->
          List.of(
              text("../../../../etc/cron.d/x.pipe", pipe("SELECT 1 AS a")),
              text("/etc/../y.pipe", pipe("SELECT 1 AS a")),
              text("..\\..\\z.pipe", pipe("SELEC")))),
  /** A name that ends early for whoever reads it in C. */
  NUL("a NUL in a name", () -> List.of(text("p\0.pipe", pipe("SELECT 1 AS a")))),
  /** One name twice, in two folders. */
  DUPLICATES(
      "duplicate names",
      () ->
          List.of(
              text("one/p.pipe", pipe("SELECT 1 AS a")),
              text("two/p.pipe", pipe("SELECT 2 AS a")))),
  /** A thousand pipes, each of which reads the next. */
  CYCLE(
      "a cycle of 1,000 pipes",
      () ->
          IntStream.range(0, 1_000)
              .mapToObj(i -> text("p" + i + ".pipe", pipe("SELECT a FROM p" + (i + 1) % 1_000)))
              .toList()),
  /** Sixty pipes that read the next two each: whole, the query would be of 2^40 parts. */
  LAUGHS(
      "60 pipes that read two others each",
      () ->
          IntStream.range(0, 60)
              .mapToObj(i ->
                  text(
                      "p" + i + ".pipe",
                      pipe(
                          i < 58
                              ? "SELECT a FROM p" + (i + 1) + " UNION ALL SELECT a FROM p" + (i + 2)
                              : "SELECT 1 AS a")))
              .toList()),
  /** The same within one pipe: ClickHouse would read the first node 2^23 times. */
  LAUGHING_NODES(
      "24 nodes that read the one before twice",
      () ->
          List.of(
              text(
                  "p.pipe",
                  "NODE n0\nSQL >\n    SELECT 1 AS a\n\n"
                      + IntStream.range(1, 24)
                          .mapToObj(i ->
                              "NODE n%1$d\nSQL >\n    SELECT a FROM n%2$d UNION ALL SELECT a FROM n%2$d\n\n"
                                  .formatted(i, i - 1))
                          .collect(Collectors.joining())
                      + "TYPE endpoint\n"))),
  /** Brackets in brackets. */
  DEEP(
      "100,000 brackets",
      () ->
          List.of(
              text(
                  "p.pipe",
                  pipe("SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " AS a")))),
  /** A data source of more columns than anybody has, the last of no type. */
  WIDE(
      "20,000 columns",
      () ->
          List.of(
              text(
                  "d.datasource",
                  "SCHEMA >\n"
                      + "    c Int64,\n".repeat(20_000)
                      + "    e Nothing\n\nENGINE MergeTree\n")));

  private final String title;
  private final Supplier<List<File>> files;

  BadInput(String title, Supplier<List<File>> files) {
    this.title = title;
    this.files = files;
  }

  private record File(String name, byte[] content) {}

  private static File text(String name, String text) {
    return new File(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String pipe(String sql) {
    return "NODE n\nSQL >\n    " + sql + "\n\nTYPE endpoint\n";
  }

  private static byte[] garbage(long seed) {
    byte[] bytes = new byte[1 << 20];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  String title() {
    return title;
  }

  /** The upload as a multipart body. */
  byte[] body(String boundary) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (File file : files.get()) {
      body.writeBytes(
          ("--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\""
                  + file.name()
                  + "\"\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(file.content());
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
