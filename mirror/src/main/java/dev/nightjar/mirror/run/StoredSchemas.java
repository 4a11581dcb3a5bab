package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.SchemaReading;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorState;
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
   * @param schema what its file comes to now; empty where this version of the program refuses it,
   *     which the mirror then has failed for
   */
  public record Restored(StoredMirror mirror, Optional<MirroredSchema> schema) {}

  /**
   * Compiles it. Where this version of the program makes another schema of the file than the one
   * before, that is stored: batches in flight are recognised by their own fingerprint. Where it
   * refuses the file, the mirror has failed.
   */
  public Restored restore(StoredMirror mirror) {
    try {
      MirroredSchema schema = compile(file(mirror), mirror.keys());
      boolean same = schema.fingerprint().equals(mirror.schemaFingerprint());
      return new Restored(
          same ? mirror : mirrors.changeSchema(mirror.id(), schema.fingerprint()),
          Optional.of(schema));
    } catch (MirrorRefusedException e) {
      return new Restored(refused(mirror, e), Optional.empty());
    }
  }

  private StoredMirror refused(StoredMirror mirror, MirrorRefusedException refusal) {
    if (mirror.state() == MirrorState.PAUSED) {
      return mirror;
    }
    return mirrors.move(
        mirror.id(),
        MirrorState.FAILED,
        Optional.of(FailureReason.SCHEMA_CHANGED.code()),
        Optional.of(
            "This version of Nightjar does not take the data source "
                + mirror.datasource()
                + " as it was deployed: "
                + refusal.getMessage()
                + " Mend it and deploy it again."));
  }

  private static DatasourceFile file(StoredMirror mirror) {
    DatasourceFile file =
        ProjectParser.parse(List.of(mirror.file()))
            .project()
            .datasources()
            .get(mirror.datasource());
    if (file == null) {
      throw new MirrorRefusedException(
          List.of(
              new MirrorProblem(
                  SpecCheck.SCHEMA_INVALID,
                  Optional.empty(),
                  "the stored file holds no such data source any more.",
                  "")));
    }
    return file;
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
