package dev.nightjar.server.token;

import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A token that stays until somebody ends it. Its text is no part of it: {@link Tokens#textOf}.
 *
 * @param id a UUID as text
 * @param workspaceId whose
 * @param name the one of its workspace that has it
 * @param description for people
 * @param generation how often it was made anew
 * @param scopes what it was given by the API
 * @param fileScopes what the deployed files give it
 */
public record StaticToken(
    String id,
    String workspaceId,
    String name,
    String description,
    int generation,
    List<Scope> scopes,
    List<Scope> fileScopes,
    Instant createdAt,
    Instant updatedAt) {

  /** Copies the lists. */
  public StaticToken {
    scopes = List.copyOf(scopes);
    fileScopes = List.copyOf(fileScopes);
  }

  /** All that it was given, each once. */
  public List<Scope> allScopes() {
    List<Scope> all = new ArrayList<>(scopes);
    fileScopes.stream().filter(scope -> !scopes.contains(scope)).forEach(all::add);
    return List.copyOf(all);
  }

  /** What it allows. */
  public Rights rights() {
    return new Rights(allScopes());
  }

  /** The same with other scopes. */
  StaticToken withScopes(List<Scope> other) {
    return new StaticToken(
        id,
        workspaceId,
        name,
        description,
        generation,
        other.stream().distinct().toList(),
        fileScopes,
        createdAt,
        updatedAt);
  }

  /** The same with other scopes of files. */
  StaticToken withFileScopes(List<Scope> other) {
    return new StaticToken(
        id, workspaceId, name, description, generation, scopes, other, createdAt, updatedAt);
  }

  StaticToken named(String otherName, String otherDescription) {
    return new StaticToken(
        id,
        workspaceId,
        otherName,
        otherDescription,
        generation,
        scopes,
        fileScopes,
        createdAt,
        updatedAt);
  }

  StaticToken nextGeneration() {
    return new StaticToken(
        id,
        workspaceId,
        name,
        description,
        generation + 1,
        scopes,
        fileScopes,
        createdAt,
        updatedAt);
  }

  StaticToken at(Instant now) {
    return new StaticToken(
        id, workspaceId, name, description, generation, scopes, fileScopes, createdAt, now);
  }
}
