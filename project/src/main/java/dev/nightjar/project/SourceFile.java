package dev.nightjar.project;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * One datafile as it was handed in.
 *
 * @param path its path or bare name, with {@code /} or {@code \} between folders; the folders mean
 *     nothing
 * @param text its whole text, in any line ending, with or without a byte order mark; as far as it
 *     could be read
 * @param unreadable why there is no more of it; empty for a file that is text
 */
public record SourceFile(String path, String text, Optional<Problem> unreadable) {
  public SourceFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(unreadable, "unreadable");
  }

  /** A file whose text is known. */
  public SourceFile(String path, String text) {
    this(path, text, Optional.empty());
  }

  /**
   * Reads the bytes of a file as UTF-8. What is not text makes no exception: {@link ProjectParser}
   * reports it with the place of the first byte that is none.
   */
  public static SourceFile read(String path, byte[] content) {
    Optional<String> encoding = foreignEncoding(content);
    if (encoding.isPresent()) {
      return new SourceFile(
          path,
          "",
          Optional.of(
              Problem.error(
                  Position.startOf(path),
                  "This file is %s text. Save it as UTF-8.".formatted(encoding.get()))));
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (!result.isError()) {
      return new SourceFile(path, text);
    }
    return new SourceFile(
        path,
        text,
        Optional.of(
            Problem.error(
                Position.endOf(path, text),
                "This file is not UTF-8 text: its byte %d (0x%02x) is part of no character. Save it as UTF-8."
                    .formatted(in.position() + 1, content[in.position()]))));
  }

  /** The encoding that a byte order mark tells, other than UTF-8. */
  private static Optional<String> foreignEncoding(byte[] content) {
    if (content.length < 2) {
      return Optional.empty();
    }
    int mark = (content[0] & 0xff) << 8 | (content[1] & 0xff);
    return mark == 0xfffe || mark == 0xfeff ? Optional.of("UTF-16") : Optional.empty();
  }

  /** The resource's name: the file's name without folders and without its last extension. */
  public String name() {
    String file = fileName();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  /** What the file describes, by its extension alone; empty for a file that is no datafile. */
  public Optional<FileKind> kind() {
    String file = fileName();
    int dot = file.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : FileKind.ofExtension(file.substring(dot + 1));
  }

  private String fileName() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}
