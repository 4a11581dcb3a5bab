package dev.nightjar.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.http.Caller;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenIndexTest {
  private static final Workspace ACME = new Workspace("w1", "acme", "w_1", true, Instant.EPOCH);

  private final TokenIndex index = new TokenIndex();

  @Test
  void findsEachOfManyTokensAndNothingElse() {
    List<TokenIndex.Entry> entries =
        IntStream.range(0, 1000).mapToObj(i -> entry("token " + i, "name " + i)).toList();
    index.replace(List.of(), entries);

    for (int i = 0; i < 1000; i += 100) {
      assertThat(index.find("token " + i)).contains(caller("name " + i));
    }
    assertThat(index.find("token 1000")).isEmpty();
    assertThat(index.find("")).isEmpty();
  }

  @Test
  void aTokenThatEndsIsUnknownAtOnceAndOneThatStaysIsKnownAllAlong() {
    TokenIndex.Entry stays = entry("stays", "before");
    index.put(stays);
    index.put(entry("ends", "ends"));

    index.replace(List.of(stays.hash(), TokenTexts.hash("ends")), List.of(entry("stays", "after")));

    assertThat(index.find("stays")).contains(caller("after"));
    assertThat(index.find("ends")).isEmpty();
    index.remove(stays.hash());
    assertThat(index.find("stays")).isEmpty();
  }

  private static TokenIndex.Entry entry(String token, String name) {
    return new TokenIndex.Entry(TokenTexts.hash(token), caller(name));
  }

  private static Caller caller(String name) {
    return new Caller.Holder(ACME, Caller.Kind.STATIC, name, Rights.NONE);
  }
}
