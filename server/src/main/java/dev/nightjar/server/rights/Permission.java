package dev.nightjar.server.rights;

import java.util.Arrays;
import java.util.Optional;

/** What a scope allows; the words are Tinybird's. */
public enum Permission {
  /** Everything in the workspace. */
  ADMIN("ADMIN", false),
  /** Making, listing, refreshing and deleting tokens. */
  TOKENS("TOKENS", false),
  /** Reading every data source and pipe. */
  WORKSPACE_READ_ALL("WORKSPACE:READ_ALL", false),
  /** Making data sources; it names none. */
  DATASOURCES_CREATE("DATASOURCES:CREATE", false),
  DATASOURCES_APPEND("DATASOURCES:APPEND", true),
  DATASOURCES_READ("DATASOURCES:READ", true),
  DATASOURCES_DROP("DATASOURCES:DROP", true),
  /** Making pipes; it names none. */
  PIPES_CREATE("PIPES:CREATE", false),
  PIPES_READ("PIPES:READ", true),
  PIPES_DROP("PIPES:DROP", true);

  private final String word;
  private final boolean ofAResource;

  Permission(String word, boolean ofAResource) {
    this.word = word;
    this.ofAResource = ofAResource;
  }

  /** As it is written in scopes, such as {@code DATASOURCES:READ}. */
  public String word() {
    return word;
  }

  /** Whether its scope names a data source or a pipe. */
  public boolean isOfAResource() {
    return ofAResource;
  }

  /** The permission of that word, in Tinybird's capitals. */
  public static Optional<Permission> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
