package dev.nightjar.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell;
import dev.nightjar.cli.Shell.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  @TempDir Path folder;

  @Test
  void bashCompletesCommands() throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, complete("bash", "tb").out());

    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source %s; COMP_WORDS=(tb datasource tru); COMP_CWORD=2; _complete_tb 2>/dev/null; echo ${COMPREPLY[@]}"
                    .formatted(script))
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes())).isEqualTo("truncate\n");
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fishKnowsCommandsOptionsAndValues() {
    assertThat(complete("fish", "nightjar").out())
        .contains(
            "complete -c nightjar -n '__nightjar_at' -a sql -d ",
            "complete -c nightjar -n '__nightjar_at connection create' -a dynamodb -d ",
            "complete -c nightjar -n '__nightjar_at status' -l output -r -a 'human json csv' -d ",
            "-l yes -d ")
        .doesNotContain("%n");
  }

  private Outcome complete(String shell, String name) {
    return Shell.withoutServer(folder).run("completion", shell, "--name", name);
  }
}
