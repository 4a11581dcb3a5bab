package dev.nightjar.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

  @TempDir Path folder;

  @Test
  void reasonsAreWords() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff});

    assertThat(of(() -> Files.readString(folder.resolve("absent"))))
        .isEqualTo("there is no " + folder.resolve("absent"));
    assertThat(of(() -> Files.createDirectories(file)))
        .isEqualTo(file + " is there and is no folder");
    assertThat(of(() -> Files.readString(file))).isEqualTo("it is not UTF-8 text");
    assertThat(of(() -> Files.writeString(file.resolve("below"), "")))
        .isEqualTo("Not a directory (" + file.resolve("below") + ")");
    assertThat(FileTrouble.of(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileTrouble.of(new IOException())).isEqualTo("IOException");
  }

  private static String of(ThrowingCallable call) {
    return FileTrouble.of(catchThrowableOfType(IOException.class, call));
  }
}
