package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BoundedOutputTest {
  @Test
  void rowsLeaveTheDiskRoomForWhatIsWrittenBesides() throws IOException {
    long justEnough = BoundedOutput.KEPT_FREE_BYTES + (1 << 20);
    try (FileSystem disk =
        Jimfs.newFileSystem(Configuration.unix().toBuilder().setMaxSize(justEnough).build())) {
      Path file = Files.createFile(disk.getPath("rows"));
      byte[] piece = new byte[9 << 20];

      try (BoundedOutput out = BoundedOutput.to(file, Long.MAX_VALUE)) {
        out.write(piece);
        IOException refused =
            catchThrowableOfType(IOException.class, () -> out.write(new byte[] {1}));

        assertThat(refused).isInstanceOf(BoundedOutput.NoSpaceException.class);
        assertThat(Trouble.ofFiles(refused).status()).isEqualTo(507);
      }
      assertThat(Files.size(file)).isEqualTo(piece.length);
    }
  }
}
