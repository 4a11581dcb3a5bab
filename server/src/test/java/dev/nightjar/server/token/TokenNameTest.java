package dev.nightjar.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"app", "app read", "front-end (v2)", "año", "p", "a.b:c", "50%"})
  void isAnyNameOfWordsAndPunctuation(String name) {
    assertThat(TokenName.refusal(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " app",
        "app ",
        "a/b",
        "a\\b",
        "a\nb",
        "a\u0000b",
        "a\u202Eb",
        "a\uD800b",
        "workspace admin token",
        "Workspace Admin Token",
        "user token",
        "admin",
        "User",
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "p.eyJ1IjoidzEiLCJpZCI6Ing.secret",
        "eyJhbGciOiJIUzI1NiJ9.e30.x"
      })
  void isNothingThatHidesOrPretends(String name) {
    assertThat(TokenName.refusal(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 100_000})
  void isNotTooLong(int length) {
    assertThat(TokenName.refusal("x".repeat(length))).isPresent();
    assertThat(TokenName.refusal("x".repeat(128))).isEmpty();
  }
}
