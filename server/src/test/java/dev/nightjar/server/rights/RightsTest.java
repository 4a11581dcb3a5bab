package dev.nightjar.server.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsTest {

  @Test
  void anAdministratorMayDoAll() {
    assertThat(Rights.ALL.allow(Permission.TOKENS)).isTrue();
    assertThat(Rights.ALL.allow(Permission.DATASOURCES_DROP, "orders")).isTrue();
    assertThat(Rights.ALL.filter("orders")).isEmpty();
  }

  @Test
  void aScopeIsOfOneResource() {
    Rights rights = rights(Scope.of(Permission.DATASOURCES_READ, "orders"));

    assertThat(rights.allow(Permission.DATASOURCES_READ, "orders")).isTrue();
    assertThat(rights.allow(Permission.DATASOURCES_READ, "Orders")).isFalse();
    assertThat(rights.allow(Permission.DATASOURCES_APPEND, "orders")).isFalse();
    assertThat(rights.allow(Permission.PIPES_READ, "orders")).isFalse();
  }

  @Test
  void whoReadsAllChangesNothing() {
    Rights rights = rights(Scope.of(Permission.WORKSPACE_READ_ALL));

    assertThat(rights.allow(Permission.PIPES_READ, "top")).isTrue();
    assertThat(rights.allow(Permission.DATASOURCES_READ, "orders")).isTrue();
    assertThat(rights.allow(Permission.DATASOURCES_APPEND, "orders")).isFalse();
    assertThat(rights.allow(Permission.TOKENS)).isFalse();
  }

  @Test
  void filtersOfOneTableAddUp() {
    Rights rights = rights(Scope.reading("orders", "a = 1"), Scope.reading("orders", "b = 2 -- x"));

    assertThat(rights.filters()).containsOnlyKeys("orders");
    assertThat(rights.filter("orders")).hasValue("(a = 1\n) OR (b = 2 -- x\n)");
  }

  @Test
  void aFilterBesideTheWholeTableIsNone() {
    Rights rights =
        rights(Scope.reading("orders", "a = 1"), Scope.of(Permission.DATASOURCES_READ, "orders"));

    assertThat(rights.filter("orders")).isEmpty();
  }

  @Test
  void theFirstScopeFixesAParameter() {
    Rights rights =
        rights(
            pipe(Map.of("tenant", List.of("me"))),
            pipe(Map.of("tenant", List.of("you"), "top", List.of("3"))));

    assertThat(rights.fixedParameters("top"))
        .isEqualTo(Map.of("tenant", List.of("me"), "top", List.of("3")));
    assertThat(rights.fixedParameters("other")).isEmpty();
  }

  @Test
  void onlyReadingADataSourceHasAFilter() {
    assertThatThrownBy(() ->
            new Scope(Permission.DATASOURCES_APPEND, Optional.of("x"), Optional.of("1"), Map.of()))
        .hasMessageContaining("DATASOURCES:READ");
    assertThatThrownBy(() -> Scope.of(Permission.ADMIN, "x")).hasMessageContaining("cannot name");
  }

  private static Rights rights(Scope... scopes) {
    return new Rights(List.of(scopes));
  }

  private static Scope pipe(Map<String, List<String>> fixed) {
    return new Scope(Permission.PIPES_READ, Optional.of("top"), Optional.empty(), fixed);
  }
}
