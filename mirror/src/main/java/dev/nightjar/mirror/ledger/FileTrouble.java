package dev.nightjar.mirror.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words; Java often gives the file's name alone. */
final class FileTrouble {
  /** The operating system's words for ENOTDIR. */
  private static final String NOT_A_DIRECTORY = "Not a directory";

  private FileTrouble() {}

  static String why(IOException error) {
    return switch (error) {
      case AccessDeniedException _ ->
          "this user has no permission; give it the folder, or choose another with --data-dir";
      case FileAlreadyExistsException e -> isAFile(e.getFile());
      case NoSuchFileException e -> e.getFile() + " does not exist";
      case FileSystemException e when NOT_A_DIRECTORY.equals(e.getReason()) ->
          isAFile(e.getFile() + ", or a part of that path,");
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(error.getMessage());
    };
  }

  private static String isAFile(String path) {
    return path + " is a file, and a folder is needed; choose another with --data-dir";
  }
}
