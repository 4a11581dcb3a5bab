package dev.nightjar.benchmarks;

import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code ./nightjar bench bad-input}: how long a server takes to refuse what is no project. */
@Command(
    name = "bad-input",
    mixinStandardHelpOptions = true,
    description =
        "Starts a server in this process and deploys what is no project: files of 50 MB, 10,000"
            + " files, binary garbage, names that lead out of the folder, cycles. Says how each is"
            + " answered and in what time; exits 1 where one is accepted, or where the server does"
            + " not go on afterwards as before.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench bad-input",
      "  ./nightjar bench bad-input --json"
    })
final class BadInputBench implements Callable<Integer> {
  private static final String BOUNDARY = "----bad-input";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int SHOWN = 100;

  @Option(names = "--json", description = "Print the JSON array alone.")
  private boolean json;

  /**
   * How it was answered.
   *
   * @param status of HTTP
   * @param refused whether nothing was deployed, and it was said
   * @param seconds until the whole answer was there
   * @param says its first error
   * @param goesOn whether the server is ready, with what it had before
   */
  private record Answered(
      BadInput input, int status, boolean refused, double seconds, String says, boolean goesOn) {}

  @Override
  public Integer call() throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("nightjar-bench-");
      List<Answered> answers;
      try (NightjarServer server =
              NightjarServer.start(ServerOptions.in(folder).withPort(0).withoutClickHousePort());
          HttpClient http = HttpClient.newHttpClient()) {
        answers = answers(server, http);
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      print(answers);
      return answers.stream().allMatch(each -> each.refused() && each.goesOn()) ? 0 : 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Answered> answers(NightjarServer server, HttpClient http)
      throws IOException, InterruptedException {
    List<Answered> answers = new ArrayList<>();
    for (BadInput input : BadInput.values()) {
      byte[] body = input.body(BOUNDARY);
      long began = System.nanoTime();
      HttpResponse<String> response =
          http.send(
              request(server, "/v1/deploy?auto_promote=true")
                  .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                  .POST(BodyPublishers.ofByteArray(body))
                  .build(),
              BodyHandlers.ofString());
      double seconds = (System.nanoTime() - began) / 1e9;
      JsonNode answer = new JsonMapper().readTree(response.body());
      String error = answer.path("error").asString("");
      String says =
          error.isEmpty() ? answer.path("errors").path(0).path("error").asString("") : error;
      boolean refused =
          !says.isEmpty() && !answer.path("result").asString("failed").equals("success");
      answers.add(
          new Answered(input, response.statusCode(), refused, seconds, says, goesOn(server, http)));
    }
    return answers;
  }

  private static boolean goesOn(NightjarServer server, HttpClient http)
      throws IOException, InterruptedException {
    HttpResponse<String> ready =
        http.send(request(server, "/health/ready").build(), BodyHandlers.ofString());
    HttpResponse<String> pipes =
        http.send(request(server, "/v0/pipes").build(), BodyHandlers.ofString());
    return ready.statusCode() == 200
        && new JsonMapper().readTree(pipes.body()).path("pipes").isEmpty();
  }

  private static HttpRequest.Builder request(NightjarServer server, String path) {
    return HttpRequest.newBuilder(server.address().resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + server.tokens().workspaceAdminToken());
  }

  private void print(List<Answered> answers) {
    ArrayNode report = new JsonMapper().createArrayNode();
    for (Answered each : answers) {
      if (!json) {
        System.out.printf(
            Locale.ROOT,
            "%-34s %4d %8.2f s  %s%s%n",
            each.input().title(),
            each.status(),
            each.seconds(),
            each.refused() ? "" : "NOT REFUSED ",
            shown(each));
      }
      report
          .addObject()
          .put("input", each.input().title())
          .put("status", each.status())
          .put("refused", each.refused())
          .put("seconds", each.seconds())
          .put("server_goes_on", each.goesOn());
    }
    System.out.println(report);
  }

  private static String shown(Answered each) {
    String says = each.says().lines().findFirst().orElse("");
    return (each.goesOn() ? "" : "THE SERVER DOES NOT GO ON ")
        + (says.length() > SHOWN ? says.substring(0, SHOWN) + "…" : says);
  }
}
