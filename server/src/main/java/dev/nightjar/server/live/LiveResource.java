package dev.nightjar.server.live;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import java.time.Instant;

/**
 * A file that is deployed.
 *
 * @param id stays as long as what it stands for; a data source's is also its mirror's
 * @param file the text, as it was sent
 * @param uploaded whether it came with a project's files; else the API made it, and it stays when a
 *     project does not have it
 */
public record LiveResource(
    FileKind kind,
    String name,
    String id,
    SourceFile file,
    boolean uploaded,
    Instant createdAt,
    Instant updatedAt) {}
