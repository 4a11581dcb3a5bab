package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.KnownResources;
import dev.nightjar.project.Project;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The live connections that stay though an upload does not have them. */
final class LiveConnections {
  private LiveConnections() {}

  /**
   * The upload's files and those connections: the ones that the API made, and the ones that a data
   * source of the upload names (the Python SDK uploads no connections when it deploys). A file that
   * says {@code TYPE dynamodb} and no more, as the classic client writes it, stands for the one
   * that the API made.
   */
  static List<SourceFile> added(List<SourceFile> uploaded, LiveSet live) {
    List<LiveResource> connections =
        live.resources().stream().filter(each -> each.kind() == FileKind.CONNECTION).toList();
    Set<String> madeByApi =
        connections.stream()
            .filter(each -> !each.uploaded())
            .map(LiveResource::name)
            .collect(Collectors.toSet());
    Project project =
        ProjectParser.parse(uploaded, new KnownResources(madeByApi, Set.of())).project();
    Set<String> bare =
        project.connections().values().stream()
            .filter(file -> file.type().equals("dynamodb") && file.dynamoDb().isEmpty())
            .map(file -> file.name())
            .filter(madeByApi::contains)
            .collect(Collectors.toSet());
    Set<String> named =
        project.datasources().values().stream()
            .flatMap(file -> file.dynamoDb().stream())
            .map(source -> source.connectionName())
            .collect(Collectors.toSet());

    List<SourceFile> files = new ArrayList<>();
    uploaded.stream()
        .filter(file -> !isConnection(file) || !bare.contains(file.name()))
        .forEach(files::add);
    Set<String> there =
        files.stream()
            .filter(LiveConnections::isConnection)
            .map(SourceFile::name)
            .collect(Collectors.toSet());
    connections.stream()
        .filter(each -> !there.contains(each.name()))
        .filter(each -> !each.uploaded() || named.contains(each.name()))
        .forEach(each -> files.add(each.file()));
    return List.copyOf(files);
  }

  private static boolean isConnection(SourceFile file) {
    return file.kind().equals(Optional.of(FileKind.CONNECTION));
  }
}
