package dev.nightjar.mirror.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be used, in words; Java often gives the file's name alone. */
final class FileTrouble {
  private FileTrouble() {}

  static String why(IOException error) {
    return switch (error) {
      case AccessDeniedException _ ->
          "this user has no permission; give it the folder, or choose another with --data-dir";
      case FileAlreadyExistsException e ->
          e.getFile() + " is a file, and a folder is needed; choose another with --data-dir";
      case NotDirectoryException e ->
          e.getFile() + " is a file, and a folder is needed; choose another with --data-dir";
      case NoSuchFileException e -> e.getFile() + " does not exist";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(error.getMessage());
    };
  }
}
