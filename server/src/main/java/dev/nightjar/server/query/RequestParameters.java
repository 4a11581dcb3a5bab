package dev.nightjar.server.query;

import dev.nightjar.project.Node;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What templates get of a request: its parameters, but those that its token fixes. */
final class RequestParameters {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");

  private RequestParameters() {}

  /**
   * For an endpoint: what the token fixes for it, and for the pipes that it reads.
   *
   * @throws SqlRefusedException where scopes of pipes that it reads fix one parameter to two values
   */
  static Parameters ofEndpoint(QueryRequest request, PipeFile pipe) {
    boolean fixes =
        request.rights().scopes().stream().anyMatch(scope -> !scope.fixedParameters().isEmpty());
    return fixes
        ? fixed(
            request,
            FixedParameters.of(
                request.rights(),
                request.rights().fixedParameters(pipe.name()),
                mentioned(request.live(), pipe).stream()
                        .map(PipeFile::name)
                        .collect(Collectors.toSet())
                    ::contains))
        : request.parameters();
  }

  /**
   * For SQL, which may read any pipe that the token may.
   *
   * @throws SqlRefusedException where two scopes of the token fix one parameter to two values
   */
  static Parameters ofSql(QueryRequest request) {
    return fixed(request, FixedParameters.of(request.rights()));
  }

  /**
   * A pipe, and all that it can read, below others too. A pipe whose name is a word of a node
   * counts as read: what a template makes of it is not known before it has its parameters.
   */
  static List<PipeFile> mentioned(LiveSet live, PipeFile pipe) {
    List<PipeFile> read = new ArrayList<>(List.of(pipe));
    Set<String> names = new HashSet<>(Set.of(pipe.name()));
    Deque<PipeFile> open = new ArrayDeque<>(List.of(pipe));
    while (!open.isEmpty()) {
      for (Node node : open.pop().nodes()) {
        for (Matcher word = WORD.matcher(node.sql()); word.find(); ) {
          live.readablePipe(word.group())
              .filter(other -> names.add(other.name()))
              .ifPresent(other -> {
                read.add(other);
                open.push(other);
              });
        }
      }
    }
    return read;
  }

  private static Parameters fixed(QueryRequest request, Map<String, List<String>> fixed) {
    return fixed.isEmpty()
        ? request.parameters()
        : new Parameters(fixed).orElse(request.parameters());
  }
}
