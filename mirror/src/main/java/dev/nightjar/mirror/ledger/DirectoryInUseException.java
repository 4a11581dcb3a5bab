package dev.nightjar.mirror.ledger;

import java.nio.file.Path;

/** Another server uses the data directory. */
public final class DirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DirectoryInUseException(Path directory, String owner) {
    super(
        "the data directory "
            + directory
            + " is in use by another Nightjar server"
            + (owner.isBlank() ? "" : " (process " + owner + ")")
            + ": stop that one, or choose another directory with --data-dir");
  }
}
