package dev.nightjar.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell;
import dev.nightjar.cli.Shell.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"datasource tru, truncate", "status --output js, json", "completion fi, fish"})
  void bashCompletesCommandsAndValues(String typed, String completed) throws Exception {
    Path script = folder.resolve("completion");
    Files.writeString(script, complete("bash", "tb").out());

    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source %s; COMP_WORDS=(tb %s); COMP_CWORD=%d; _complete_tb 2>/dev/null; echo ${COMPREPLY[@]}"
                    .formatted(script, typed, typed.split(" ").length))
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes())).isEqualTo(completed + "\n");
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fishKnowsCommandsOptionsAndValues() {
    assertThat(complete("fish", "nightjar").out())
        .contains(
            "complete -c nightjar -n '__nightjar_at' -a sql -d ",
            "complete -c nightjar -n '__nightjar_at connection create' -a dynamodb -d ",
            "complete -c nightjar -n '__nightjar_at status' -l output -x -a 'human json csv' -d ",
            "complete -c nightjar -n '__nightjar_at completion' -a 'bash zsh fish'\n",
            "complete -c nightjar -n '__nightjar_at push' -F\n",
            "complete -c nightjar -n '__nightjar_at endpoint' -a ls -d ",
            "-l yes -d ")
        .doesNotContain("%n");
  }

  private Outcome complete(String shell, String name) {
    return Shell.withoutServer(folder).run("completion", shell, "--name", name);
  }
}
