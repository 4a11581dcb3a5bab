package dev.nightjar.project;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a resource changed in meaning. White space, comments, quotes around values, the
 * order of directives, tokens and tags, and {@code s3://} before a bucket do not count; the names
 * of files' folders neither. The text of a fingerprint is the same in every process and on every
 * machine.
 */
public final class Fingerprint {
  private final MessageDigest digest;

  private Fingerprint(FileKind kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    put("1", kind.extension());
  }

  /** The whole data source, as 64 hexadecimal digits. */
  public static String of(DatasourceFile file) {
    Fingerprint fingerprint = new Fingerprint(FileKind.DATASOURCE);
    fingerprint.put("name", file.name());
    fingerprint.put("description", file.description());
    fingerprint.table(file);
    file.dynamoDb()
        .ifPresent(source -> {
          fingerprint.put("import", source.connectionName());
          fingerprint.put(source.tableArn());
          fingerprint.put(source.exportBucket());
        });
    fingerprint.directives(file.others());
    fingerprint.put("forward", file.forwardQuery().map(Fingerprint::plain));
    fingerprint.put("backfill", String.valueOf(file.skipBackfill()));
    fingerprint.tokens(file.tokens());
    fingerprint.sorted("tags", file.tags());
    fingerprint.sorted("shared", file.sharedWith());
    return fingerprint.text();
  }

  /** What the data source's table is made of (columns, engine, indexes), and nothing else. */
  public static String ofTable(DatasourceFile file) {
    Fingerprint fingerprint = new Fingerprint(FileKind.DATASOURCE);
    fingerprint.table(file);
    return fingerprint.text();
  }

  /** The whole pipe, as 64 hexadecimal digits. */
  public static String of(PipeFile file) {
    Fingerprint fingerprint = new Fingerprint(FileKind.PIPE);
    fingerprint.put("name", file.name());
    fingerprint.put("description", file.description());
    for (Node node : file.nodes()) {
      fingerprint.put("node", node.name());
      fingerprint.put("description", node.description());
      fingerprint.put(node.template() ? "template" : "sql", plain(node.sql()));
      fingerprint.type(node.type());
    }
    fingerprint.directives(file.others());
    fingerprint.tokens(file.tokens());
    fingerprint.sorted("tags", file.tags());
    return fingerprint.text();
  }

  /**
   * The whole connection, as 64 hexadecimal digits; of a secret its name and default count, not its
   * value.
   */
  public static String of(ConnectionFile file) {
    Fingerprint fingerprint = new Fingerprint(FileKind.CONNECTION);
    fingerprint.put("name", file.name());
    fingerprint.put("description", file.description());
    fingerprint.put("type", file.type());
    file.dynamoDb()
        .ifPresent(settings -> {
          fingerprint.put(settings.roleArn());
          fingerprint.put(settings.region());
        });
    fingerprint.directives(file.others());
    return fingerprint.text();
  }

  private void table(DatasourceFile file) {
    for (Column column : file.columns()) {
      put("column", column.name());
      put("type", plain(column.type()));
      put("path", column.jsonPath().map(JsonPath::toString));
      put("default", column.defaultExpression().map(Fingerprint::plain));
      put("codec", column.codec().map(Fingerprint::plain));
    }
    Engine engine = file.engine();
    put("engine", engine.name());
    put("partition", engine.partitionKey().map(Fingerprint::plain));
    engine.sortingKey().forEach(part -> put("key", plain(part)));
    put("primary", engine.primaryKey().map(Fingerprint::plain));
    put("sampling", engine.samplingKey().map(Fingerprint::plain));
    put("ttl", engine.ttl().map(Fingerprint::plain));
    put("ver", engine.ver());
    put("deleted", engine.isDeleted());
    put("sign", engine.sign());
    put("version", engine.version());
    engine.summingColumns().forEach(column -> put("summing", column));
    sorted(
        "settings",
        engine.settings().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    for (Index index : file.indexes()) {
      put("index", index.name());
      put("expression", plain(index.expression()));
      put("type", plain(index.type()));
      put("granularity", String.valueOf(index.granularity()));
    }
  }

  private void type(NodeType type) {
    switch (type) {
      case NodeType.Standard _ -> put("type", "standard");
      case NodeType.Endpoint endpoint -> put("endpoint", endpoint.cacheSeconds().toString());
      case NodeType.Materialized(String target, Optional<String> method) -> {
        put("materialized", target);
        put("method", method);
      }
      case NodeType.Copy(String target, Optional<String> schedule, NodeType.CopyMode mode) -> {
        put("copy", target);
        put("schedule", schedule);
        put("mode", mode.name());
      }
      case NodeType.Sink(List<Directive> settings) -> {
        put("type", "sink");
        directives(settings);
      }
    }
  }

  private void directives(List<Directive> directives) {
    sorted("directive", directives.stream().map(d -> d.name() + " " + d.value()).toList());
  }

  private void tokens(List<TokenGrant> grants) {
    sorted("token", grants.stream().map(g -> g.permission() + " " + g.token()).toList());
  }

  private void sorted(String label, Collection<String> texts) {
    texts.stream().sorted().forEach(text -> put(label, text));
  }

  private void put(Value value) {
    switch (value) {
      case Value.Literal(String text) -> put("literal", text);
      case Value.SecretReference(String name, Optional<String> fallback) -> {
        put("secret", name);
        put("fallback", fallback);
      }
    }
  }

  private void put(String label, Optional<String> text) {
    text.ifPresent(value -> put(label, value));
  }

  /** Each text with its length before it, so that no two lists of texts look the same. */
  private void put(String label, String text) {
    for (String part : List.of(label, text)) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
  }

  private String text() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String plain(String sql) {
    return SqlText.normalized(sql);
  }
}
