package dev.nightjar.cli.api;

import com.sun.security.auth.module.UnixSystem;
import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose configuration is believed. A file in a folder above, such as {@code /tmp}, may be anybody's
 * and would send this user's secrets to a server of its owner.
 */
public final class FileOwners {

  private static final long ROOT = 0;

  private FileOwners() {}

  /**
   * Whether a file may say where this user's requests go. Everybody's may where the system has no
   * owners.
   *
   * @param folder where the command was started
   * @throws UserException if the file cannot be looked at
   */
  public static boolean isTrusted(Path file, Path folder) {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    return isTrusted(owner(file), owner(folder), new UnixSystem().getUid());
  }

  /**
   * The same of the owners' numbers: the user's own and root's files are believed, and, by root,
   * those of the folder's owner (a container has a folder of its host's user).
   */
  static boolean isTrusted(long owner, long ownerOfFolder, long user) {
    return owner == user || owner == ROOT || user == ROOT && owner == ownerOfFolder;
  }

  private static long owner(Path path) {
    try {
      return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UserException(path + " cannot be looked at: " + e.getMessage() + ".", e);
    }
  }
}
