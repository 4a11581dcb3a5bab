package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.SchemaReading;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.ProjectParser;
import java.util.List;
import java.util.Optional;

/** Compiles a mirror's schema again from the file that it was started with. */
public final class StoredSchemas {
  private final MirrorStore mirrors;

  /** Schemas of the mirrors in this store. */
  public StoredSchemas(MirrorStore mirrors) {
    this.mirrors = mirrors;
  }

  /**
   * A mirror with its schema.
   *
   * @param mirror as stored
   * @param schema what its file comes to now
   */
  public record Restored(StoredMirror mirror, MirroredSchema schema) {}

  /**
   * Compiles it. Where this version of the program makes another schema of the file than the one
   * before, that is stored: batches in flight are recognised by their own fingerprint.
   */
  public Restored restore(StoredMirror mirror) {
    DatasourceFile file =
        ProjectParser.parse(List.of(mirror.file()))
            .project()
            .datasources()
            .get(mirror.datasource());
    if (file == null) {
      throw new IllegalStateException(
          "the stored file of mirror " + mirror.id() + " has no data source any more");
    }
    MirroredSchema schema = compile(file, mirror.keys());
    if (schema.fingerprint().equals(mirror.schemaFingerprint())) {
      return new Restored(mirror, schema);
    }
    return new Restored(mirrors.changeSchema(mirror.id(), schema.fingerprint()), schema);
  }

  /**
   * Compiles a file.
   *
   * @throws MirrorRefusedException if it does not fit the keys
   */
  public static MirroredSchema compile(DatasourceFile file, List<KeyAttribute> keys) {
    return switch (MirroredSchema.of(file, keys)) {
      case SchemaReading.Compiled compiled -> compiled.schema();
      case SchemaReading.Refused refused ->
          throw new MirrorRefusedException(
              refused.problems().stream()
                  .map(problem ->
                      new MirrorProblem(
                          SpecCheck.SCHEMA_INVALID,
                          Optional.of(problem.position()),
                          problem.message(),
                          ""))
                  .toList());
    };
  }
}
