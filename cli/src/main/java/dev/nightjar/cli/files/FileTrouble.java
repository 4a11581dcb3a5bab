package dev.nightjar.cli.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words instead of an exception's name. */
public final class FileTrouble {

  private FileTrouble() {}

  /** The reason, without a full stop. */
  public static String of(IOException error) {
    return switch (error) {
      case NoSuchFileException e -> "there is no " + e.getFile();
      case AccessDeniedException e -> "this user has no right to " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " is there and is no folder";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException e ->
          e.getReason() == null ? e.getMessage() : e.getReason() + " (" + e.getFile() + ")";
      default -> error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    };
  }
}
